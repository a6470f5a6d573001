/**
 * The flags of Emscripten's compiler and linker: the one place that knows them, for the command,
 * for CMake and for who calls emcc himself.
 *
 *     node flags.js compile|link [--program] [--debug] [--emscripten VERSION]    one flag a line
 *     node flags.js small          the files of the runtime that are compiled for size, one a line
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { compareVersions } from './versions.js';

/** Where `asyncfor.h` lies. */
export const INCLUDE_DIRECTORY = fileURLToPath(new URL('../../src/include', import.meta.url));

/** The stack outside coroutines, in bytes: what runs there is the runtime's, and short. */
const STACK_SIZE = 65536;

/** Emscripten called it TOTAL_STACK before. */
const STACK_SIZE_SINCE = '3.1.25';

/**
 * What each C file needs that includes `asyncfor.h`.
 * @param {object} [options]
 * @param {boolean} [options.debug] whether coroutines are to know where each was made; all files
 *   of a module and the runtime in it must agree
 * @returns {string[]}
 */
export function compileFlags({ debug = false } = {}) {
  return ['-mbulk-memory', `-I${INCLUDE_DIRECTORY}`, ...(debug ? ['-DASYNCFOR_DEBUG'] : [])];
}

/**
 * How hard the compiler tries where nothing else is said.
 * @param {object} [options]
 * @param {boolean} [options.debug]
 * @returns {string[]}
 */
export const optimizationFlags = ({ debug = false } = {}) => (debug ? ['-O1', '-g'] : ['-O3']);

/**
 * Files of the runtime, below src, whose code is compiled for size: what happens once or goes wrong
 * need not be made fast at up to three times the size.
 */
const COMPILED_FOR_SIZE = [
  ...['class.c', 'convert.c', 'dropped.c', 'dump.c', 'error.c', 'format.c', 'generators.c'],
  ...['hooks.c', 'managers.c', 'new.c', 'next.c', 'refuse.c', 'references.c', 'report.c', 'run.c'],
  ...['stats.c', 'warn.c', 'bridge/parts.c', 'bridge/containers.c', 'bridge/javascript.c'],
  ...['stack.c', 'bridge/requests.c', 'container/digits.c', 'container/repr.c'],
];

/**
 * How a file of the runtime is compiled, besides what each C file needs.
 * @param {string} file its path below src, with slashes
 * @param {object} [options]
 * @param {boolean} [options.debug]
 * @returns {string[]}
 */
export const runtimeFlags = (file, { debug = false } = {}) => [
  '-std=gnu11',
  ...(debug ? ['-g'] : []),
  COMPILED_FOR_SIZE.includes(file) ? '-Os' : '-O3',
];

/**
 * What only a module needs. Its allocator is half the size of the default one, and works only after
 * the constructors have run, which a program's start does not wait for.
 */
const MODULE_FLAGS = ['--no-entry', '-sIMPORTED_MEMORY=1', '-sMALLOC=emmalloc'];

/**
 * What the link of a module or of a program needs, besides the runtime.
 *
 * Asyncify runs on the linked file, whose names tell which function is which (see finish.js):
 * without -sASYNCIFY, whose JavaScript glue is not used, and without inlining before it (-O1),
 * because what calls Asyncify's imports must stay out of the functions that are instrumented.
 * @param {object} [options]
 * @param {boolean} [options.program] whether it has a main(); else it is a module
 * @param {boolean} [options.debug]
 * @param {string} [options.version] of Emscripten, such as 3.1.6; default: a current one
 * @returns {string[]}
 */
export function linkFlags({ program = false, debug = false, version } = {}) {
  const old = version !== undefined && compareVersions(version, STACK_SIZE_SINCE) < 0;
  return [
    '-O1',
    '--profiling-funcs',
    ...(debug ? ['-g'] : []),
    '-mbulk-memory',
    '-sSTANDALONE_WASM=1',
    '-sALLOW_MEMORY_GROWTH=1',
    '-sINITIAL_MEMORY=1048576',
    '-sMAXIMUM_MEMORY=4294967296',
    '-sASSERTIONS=0',
    /* The runtime has the memory grow in larger steps: src/port/wasm/blocks.c. */
    '-Wl,--wrap=emscripten_resize_heap',
    '-sERROR_ON_UNDEFINED_SYMBOLS=0',
    '-sWARN_ON_UNDEFINED_SYMBOLS=0',
    `-s${old ? 'TOTAL_STACK' : 'STACK_SIZE'}=${STACK_SIZE}`,
    ...(program ? [] : MODULE_FLAGS),
  ];
}

/** @param {string[]} args */
function main(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      program: { type: 'boolean' },
      debug: { type: 'boolean' },
      emscripten: { type: 'string' },
    },
  });
  const [which, ...more] = positionals;
  const options = { ...values, version: values.emscripten };
  if (more.length === 0 && which === 'compile') return compileFlags(options);
  if (more.length === 0 && which === 'link') return linkFlags(options);
  if (more.length === 0 && which === 'small') return COMPILED_FOR_SIZE;
  throw new Error(`expected 'compile', 'link' or 'small', got '${positionals.join(' ')}'`);
}

/* By its name: the path may lead through links. */
if (process.argv[1]?.endsWith('compile/flags.js')) {
  try {
    console.log(main(process.argv.slice(2)).join('\n'));
  } catch (error) {
    console.error(`flags.js: ${/** @type {Error} */ (error).message}`);
    process.exitCode = 1;
  }
}
