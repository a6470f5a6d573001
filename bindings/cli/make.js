/**
 * Builds what a plan says: compiles, links, and leaves the rest to `finish`.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join, parse, resolve } from 'node:path';

import { compileFlags, linkFlags, optimizationFlags } from '../compile/flags.js';
import { makeFolder } from '../compile/folders.js';
import { ensureRuntime } from '../compile/runtime.js';
import { BuildError } from './errors.js';
import { withHints } from './hints.js';
import { isSource } from './plan.js';
import { makeTemporary, removeTemporary } from './temporary.js';

/** @typedef {import('./plan.js').Plan} Plan */
/** @typedef {import('../compile/toolchain.js').Toolchain} Toolchain */

/**
 * A source and what became of it.
 * @typedef {object} Unit
 * @property {string} object the path of its object
 * @property {string[]} dependencies the files that it was compiled from, itself among them
 */

/**
 * Runs the compiler or the linker, and gives what it prints, which is warnings if it succeeds.
 * @param {string} emcc
 * @param {string[]} args
 * @returns {Promise<{ output: string, failed: boolean }>}
 */
function runTool(emcc, args) {
  return new Promise((done, fail) => {
    execFile(emcc, args, { maxBuffer: Infinity }, (error, stdout, stderr) => {
      /* Without a number, it could not be started at all. */
      if (error && typeof error.code !== 'number') fail(error);
      else done({ output: `${stdout}${stderr}`, failed: error !== null });
    });
  });
}

/**
 * The files that a rule for make lists, as the compiler writes it by -MMD.
 * @param {string} rule
 */
function readDependencies(rule) {
  return rule
    .replaceAll('\\\n', ' ')
    .replace(/^.*?:\s/s, '')
    .split(/(?<!\\)\s+/)
    .filter((file) => file !== '')
    .map((file) => resolve(file.replaceAll('\\ ', ' ').replaceAll('$$', '$')));
}

/**
 * Does something with each of many, so many at once as there are processors.
 * @template T, R
 * @param {readonly T[]} items
 * @param {(item: T, index: number) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
async function mapInParallel(items, work) {
  /** @type {R[]} */
  const results = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [index, item] of rest) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}

/** A build, which keeps its objects from one making to the next. */
export class Build {
  /** What was compiled and is not out of date, by its source. @type {Map<string, Unit>} */
  #units = new Map();
  #plan;
  #folder = makeTemporary();
  #report;

  /**
   * @param {Toolchain} toolchain
   * @param {Plan} plan
   * @param {(text: string) => void} report takes the compiler's warnings, and what takes long
   */
  constructor(toolchain, plan, report) {
    this.toolchain = toolchain;
    this.#plan = plan;
    this.#report = report;
  }

  /** The files that were compiled or are linked, as absolute paths. */
  get files() {
    const compiled = [...this.#units.values()].flatMap(({ dependencies }) => dependencies);
    return [...new Set([...this.#plan.inputs.map((input) => resolve(input)), ...compiled])];
  }

  /**
   * Has what depends on a file compiled anew the next time.
   * @param {string} file its absolute path
   */
  forget(file) {
    for (const [source, { dependencies }] of this.#units) {
      if (dependencies.includes(file)) this.#units.delete(source);
    }
  }

  /** Forgets all and takes the objects away. */
  dispose() {
    removeTemporary(this.#folder);
  }

  /**
   * @param {string} source
   * @param {number} index among the inputs
   */
  async #compile(source, index) {
    if (this.#units.has(source)) return { output: '', failed: false };
    const folder = join(this.#folder, String(index));
    makeFolder(folder);
    const object = join(folder, `${parse(source).name}.o`);
    const rule = join(folder, 'dependencies');
    const { compiler, debug } = this.#plan;
    const result = await runTool(this.toolchain.emcc, [
      ...['-c', source, '-o', object, '-MMD', '-MF', rule],
      ...(process.stderr.isTTY ? ['-fdiagnostics-color=always'] : []),
      ...optimizationFlags({ debug }),
      ...compiler,
      ...compileFlags({ debug }),
    ]);
    if (!result.failed) {
      const dependencies = readDependencies(readFileSync(rule, 'utf8'));
      this.#units.set(source, { object, dependencies });
    }
    return result;
  }

  async #compileAll() {
    const results = await mapInParallel(this.#plan.inputs, async (input, index) =>
      isSource(input) ? this.#compile(input, index) : { output: '', failed: false },
    );
    const output = results.map((result) => result.output).join('');
    if (results.some(({ failed }) => failed)) throw new BuildError(withHints(output));
    if (output !== '') this.#report(withHints(output));
  }

  /**
   * @param {import('../compile/runtime.js').Runtime} runtime
   * @returns {Promise<string>} the path of the linked file
   */
  async #link(runtime) {
    const { emcc, version } = this.toolchain;
    const { inputs, linker, program, debug, output } = this.#plan;
    const linked = join(this.#folder, `${basename(output)}.wasm`);
    const result = await runTool(emcc, [
      ...inputs.map((input) => this.#units.get(input)?.object ?? input),
      ...(program ? [runtime.program] : []),
      runtime.library,
      ...linkFlags({ program, debug, version }),
      ...linker,
      ...['-o', linked],
    ]);
    if (result.failed) throw new BuildError(withHints(result.output));
    if (result.output !== '') this.#report(withHints(result.output));
    return linked;
  }

  /**
   * Compiles what is out of date and links.
   * @returns {Promise<string>} the path of the linked file, of no use after `dispose()`
   * @throws {BuildError} when the compiler or the linker fails
   */
  async link() {
    const { debug } = this.#plan;
    const onCompile = () =>
      this.#report(`Compiling the runtime, once for Emscripten ${this.toolchain.version} …\n`);
    const [runtime] = await Promise.all([
      ensureRuntime(this.toolchain, { debug, onCompile }),
      this.#compileAll(),
    ]);
    return this.#link(runtime);
  }
}
