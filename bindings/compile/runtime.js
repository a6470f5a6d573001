/**
 * The runtime as a library for the linker, compiled once by the user's own Emscripten and kept.
 *
 *     node runtime.js [--debug]    the library, and what a program links besides, a path a line
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import { cached, cacheDirectory } from './cache.js';
import { compileFlags, runtimeFlags } from './flags.js';
import { findCommand, findToolchain } from './toolchain.js';

/** @typedef {import('./toolchain.js').Toolchain} Toolchain */

/**
 * @typedef {object} Runtime
 * @property {string} library the path of libasyncfor.a
 * @property {string} program the path of what a program links besides: its main() as a coroutine
 */

const run = promisify(execFile);
const source = fileURLToPath(new URL('../../src', import.meta.url));

/** What lies in src and is no part of the runtime in WebAssembly. */
const OTHERS = /^(examples|iterables|port\/host)\//;

/** The list of all coroutines, and what is told of them: only a debug build has that. */
const DEBUG_ONLY = ['alive.c', 'waits.c', 'bridge/debugging.c'];

const PROGRAM = 'port/wasm/program.c';

/** The files below src by an ending, with slashes, sorted. @param {RegExp} ending */
function listFiles(ending) {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => ending.test(file) && !OTHERS.test(file))
    .sort();
}

/**
 * The C files of the runtime, PROGRAM among them, as paths below src.
 * @param {{ debug?: boolean }} [options]
 */
export const runtimeSources = ({ debug = false } = {}) =>
  listFiles(/\.c$/).filter((file) => debug || !DEBUG_ONLY.includes(file));

/**
 * Files that one run of the compiler can take: of the same flags, and so many that the processors
 * share them. emcc needs longer to start than to compile one of them.
 * @param {string[]} files
 * @param {boolean} debug
 * @returns {{ flags: string[], files: string[] }[]}
 */
function splitIntoBatches(files, debug) {
  /** @type {Map<string, { flags: string[], files: string[] }>} */
  const batches = new Map();
  files.forEach((file, index) => {
    const flags = runtimeFlags(file, { debug });
    const key = `${index % availableParallelism()} ${flags.join(' ')}`;
    const batch = batches.get(key) ?? { flags, files: [] };
    batch.files.push(file);
    batches.set(key, batch);
  });
  return [...batches.values()];
}

/**
 * Compiles files of the runtime; the objects get the files' own names.
 * @param {Toolchain} toolchain
 * @param {string} folder where the objects go
 * @param {string[]} files
 * @param {boolean} debug
 */
async function compile({ emcc }, folder, files, debug) {
  const common = ['-c', '-w', ...compileFlags({ debug }), `-I${source}`];
  await Promise.all(
    splitIntoBatches(files, debug).map((batch) =>
      run(emcc, [...common, ...batch.flags, ...batch.files.map((file) => join(source, file))], {
        cwd: folder,
      }),
    ),
  );
}

/** @param {string} file */
const objectName = (file) => `${basename(file, '.c')}.o`;

/** Objects of one name would take each other's place. @param {string[]} files */
function checkNames(files) {
  const names = files.map(objectName);
  const twice = files.filter((_, index) => names.indexOf(names[index]) !== index);
  if (twice.length > 0) throw new Error(`two files of the runtime have the name of ${twice[0]}`);
}

/**
 * @param {Toolchain} toolchain
 * @param {string} folder
 * @param {boolean} debug
 */
async function build(toolchain, folder, debug) {
  const objects = join(folder, 'objects');
  mkdirSync(objects);
  const files = runtimeSources({ debug });
  checkNames(files);
  await compile(toolchain, objects, files, debug);
  renameSync(join(objects, objectName(PROGRAM)), join(folder, 'program.o'));
  const members = files.filter((file) => file !== PROGRAM).map(objectName);
  const beside = findCommand('emar', { PATH: dirname(toolchain.emcc) });
  await run(beside ?? 'emar', ['rcs', join(folder, 'libasyncfor.a'), ...members], { cwd: objects });
  rmSync(objects, { recursive: true });
}

/**
 * All that the library depends on, in short.
 * @param {Toolchain} toolchain
 * @param {boolean} debug
 */
function fingerprint({ version }, debug) {
  const flags = compileFlags({ debug }).filter((flag) => !flag.startsWith('-I'));
  const hash = createHash('sha256').update(flags.join(' '));
  for (const file of listFiles(/\.[ch]$/)) {
    hash.update(`${file}\0${runtimeFlags(file, { debug }).join(' ')}\0`);
    hash.update(readFileSync(join(source, file)));
  }
  return `runtime-${version}${debug ? '-debug' : ''}-${hash.digest('hex').slice(0, 16)}`;
}

/**
 * The runtime, as this toolchain compiles it.
 * @param {Toolchain} toolchain
 * @param {object} [options]
 * @param {boolean} [options.debug]
 * @param {string} [options.folder] in the project that it is for; default: where the process runs
 * @param {() => void} [options.onCompile] called when there is none yet, which takes some seconds
 * @returns {Promise<Runtime>}
 */
export async function ensureRuntime(toolchain, { debug = false, folder, onCompile } = {}) {
  const entry = await cached(cacheDirectory(folder), fingerprint(toolchain, debug), (temporary) => {
    onCompile?.();
    return build(toolchain, temporary, debug);
  });
  return { library: join(entry, 'libasyncfor.a'), program: join(entry, 'program.o') };
}

/* By its name: the path may lead through links. */
if (process.argv[1]?.endsWith('compile/runtime.js')) {
  try {
    const { values } = parseArgs({ options: { debug: { type: 'boolean' } } });
    const { library, program } = await ensureRuntime(await findToolchain(), {
      ...values,
      onCompile: () => console.error('Compiling the runtime of asyncfor'),
    });
    console.log(`${library}\n${program}`);
  } catch (error) {
    console.error(`asyncfor: ${/** @type {Error} */ (error).message}`);
    process.exitCode = 1;
  }
}
