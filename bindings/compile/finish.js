/**
 * What follows every link: checks the linked WebAssembly file, rewrites what can be suspended, and
 * writes the ES module and the types that go with it.
 *
 *     node finish.js FILE.wasm [--output FILE.wasm] [--single-file] [--bindings FOLDER | --program]
 *
 * FOLDER is where the written module imports the bindings from, as a URL relative to it; without it
 * they go into the module.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

import { CallGraph } from './callgraph.js';
import { generateTypes } from './declarations.js';
import { checkImports, describeDeclarations, describeMemory, isDebugBuild } from './describe.js';
import { findParts } from './extensions.js';
import { generateModule } from './generate.js';
import { instrument } from './instrument.js';
import { checkDeclarations } from './names.js';
import { refuseSuspended, refuseUnknown } from './refusals.js';
import { Suspending } from './suspending.js';
import { findToolchain } from './toolchain.js';
import { WasmModule, orDamaged, readModule } from './wasm.js';

/**
 * The functions that can be suspended, in a file that can be finished.
 * @param {WasmModule} module
 */
export const analyse = (module) =>
  orDamaged(() => {
    const graph = new CallGraph(module);
    refuseUnknown(graph);
    checkImports(module);
    const suspending = new Suspending(graph);
    refuseSuspended(suspending);
    if (suspending.starting.size === 0) {
      throw new Error(
        'the runtime of asyncfor is not in it, or it is finished already: nothing can be suspended',
      );
    }
    return suspending;
  });

/**
 * The text files that go with a module.
 * @param {Uint8Array} wasm
 * @param {string} path where it goes
 * @param {{ bindings?: string, singleFile: boolean }} options
 * @returns {[path: string, text: string][]}
 */
export function describe(wasm, path, { bindings, singleFile }) {
  const file = basename(path);
  const stem = path.replace(/\.wasm$/, '');
  const module = new WasmModule(wasm);
  const declarations = checkDeclarations(describeDeclarations(module));
  const text = generateModule(file, declarations, describeMemory(module), {
    bindings,
    inlined: singleFile ? wasm : undefined,
    parts: findParts(module, declarations),
  });
  return [
    [`${stem}.mjs`, text],
    [`${stem}.d.mts`, generateTypes(file, declarations, isDebugBuild(module))],
    [`${stem}.d.ts`, `export * from './${basename(stem)}.mjs';\n`],
  ];
}

/**
 * Writes files so that either all are there or, if one cannot be written, none is changed.
 * @param {readonly [path: string, contents: Uint8Array | string][]} files
 */
function writeTogether(files) {
  const written = files.map(([path]) => ({ path, temporary: `${path}.${process.pid}.tmp` }));
  try {
    files.forEach(([, contents], index) => writeFileSync(written[index].temporary, contents));
    for (const { path, temporary } of written) renameSync(temporary, path);
  } finally {
    for (const { temporary } of written) rmSync(temporary, { force: true });
  }
}

/**
 * Finishes a linked file.
 * @param {object} options
 * @param {string} options.linked its path
 * @param {string} [options.output] where the finished file goes; default: in its place
 * @param {string} [options.bindings] where the module imports the bindings from; default: they go
 *   into it
 * @param {boolean} [options.singleFile] whether the WebAssembly goes into the module, too
 * @param {boolean} [options.program] whether it has a main(); else it is a module
 * @param {boolean} [options.measure] whether to tell what the pass added, which takes longer
 * @param {string} [options.wasmOpt] the path of wasm-opt; default: that of the Emscripten that is
 *   installed
 * @returns {Promise<Finished>} rejects, and has changed nothing, with an Error for people: the file
 *   cannot be suspended, or declares what does not work
 */
export async function finish(options) {
  const { linked, output = linked, bindings, program = false, singleFile = false } = options;
  const module = readModule(linked);
  const suspending = analyse(module);
  const debug = isDebugBuild(module);
  const wasmOpt = options.wasmOpt ?? (await findToolchain()).wasmOpt;
  const made = await instrument(suspending, { wasmOpt, debug, measure: options.measure });
  const texts = program ? [] : describe(made.wasm, output, { bindings, singleFile });
  /** @type {[path: string, contents: Uint8Array | string][]} */
  const files = [...texts];
  /* The linked file does not stay as it is: nobody can use it. */
  if (!singleFile || program || output === linked) files.push([output, made.wasm]);
  writeTogether(files);
  return { files: files.map(([path]) => path), suspending, instrumented: made };
}

/**
 * What finishing a file gave.
 * @typedef {object} Finished
 * @property {string[]} files the paths of what was written
 * @property {Suspending} suspending which functions of the linked file can be suspended, and why
 * @property {import('./instrument.js').Instrumented} instrumented
 */

/** @param {string[]} args */
async function main(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      output: { type: 'string' },
      bindings: { type: 'string' },
      program: { type: 'boolean' },
      'single-file': { type: 'boolean' },
      'wasm-opt': { type: 'string' },
    },
  });
  const [linked, ...more] = positionals;
  if (linked === undefined || more.length > 0) throw new Error('expected one WebAssembly file');
  await finish({
    linked,
    ...values,
    singleFile: values['single-file'],
    wasmOpt: values['wasm-opt'],
  });
}

/* By its name: the path may lead through links. */
if (process.argv[1]?.endsWith('compile/finish.js')) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(`asyncfor: ${/** @type {Error} */ (error).message}`);
    process.exitCode = 1;
  }
}
