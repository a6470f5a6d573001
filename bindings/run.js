/**
 * Runs a C program: a WebAssembly file with a main().
 */
import { describe } from './errors.js';
import { Instance } from './instance.js';
import { Exit, WASI, standardInput, wasi } from './wasi.js';

/**
 * @typedef {object} RunOptions
 * @property {string[]} [args] what main() gets behind the program's name
 * @property {(most: number) => Uint8Array} [stdin] gives the next bytes of its input, so many at
 *   most, and none at its end; the C code waits meanwhile. Default: the process's, if there is one
 * @property {(text: Uint8Array) => void} [stdout] default: the process's, or the console
 * @property {(text: Uint8Array) => void} [stderr] likewise
 * @property {import('./host.js').Clock} [clock] a clock to run on instead of the host's
 */

/**
 * An instance that tells when its program has ended.
 */
class Program extends Instance {
  /** @type {(code: number) => void} */
  #exited = () => {};
  /** @type {(error: Error) => void} */
  #failed = () => {};
  /** The exit code of main(). @type {Promise<number>} */
  exit = new Promise((resolve, reject) => {
    this.#exited = resolve;
    this.#failed = reject;
  });

  start() {
    this.call(() => this.exports.asyncfor_start_program());
  }

  /** @override @param {any} cause */
  die(cause) {
    if (cause instanceof Exit) {
      this.#exited(cause.code);
      return super.die(cause);
    }
    const error = super.die(cause);
    this.#failed(error);
    return error;
  }
}

/** Node's module of files; elsewhere there is none. @returns {Promise<any>} */
async function importFiles() {
  const name = 'node:fs';
  return /** @type {any} */ (globalThis).process?.versions?.node
    ? import(/* @vite-ignore */ name)
    : undefined;
}

const FUNCTION = /** @type {const} */ ([
  'a function',
  (/** @type {unknown} */ value) => typeof value === 'function',
]);

/**
 * What run() understands: what each option must be, and whether a value is that.
 * @type {Record<string, readonly [expected: string, accepts: (value: any) => boolean]>}
 */
const OPTIONS = {
  args: [
    'an array of strings',
    (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
  ],
  stdin: FUNCTION,
  stdout: FUNCTION,
  stderr: FUNCTION,
  clock: ['an object with now, setTimeout and clearTimeout', (value) => typeof value === 'object'],
};

/** @param {any} options */
function checkOptions(options) {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`run(): the options must be an object, got ${describe(options)}`);
  }
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(OPTIONS, key)) {
      const known = Object.keys(OPTIONS).join(', ');
      throw new TypeError(`run(): there is no option '${key}'; there are ${known}`);
    }
    const [expected, accepts] = OPTIONS[key];
    if (value === undefined || accepts(value)) continue;
    throw new TypeError(`run(): option '${key}' must be ${expected}, got ${describe(value)}`);
  }
}

/**
 * Runs a program to its end. Each run has an instance of its own.
 * @param {import('./load.js').Location} wasm
 * @param {RunOptions} [options]
 * @returns {Promise<number>} the exit code; rejects when the program traps or overflows, and with a
 *   TypeError for an option that is none
 */
export async function run(wasm, options = {}) {
  checkOptions(options);
  const { args = [], stdout, stderr } = options;
  const stdin = options.stdin ?? standardInput(await importFiles());
  const description = { wasm: () => wasm, definitions: [] };
  const program = new Program(description, options, (instance) => ({
    [WASI]: wasi(instance, { args: ['program', ...args], stdin, stdout, stderr }),
  }));
  await program.ready;
  program.start();
  return program.exit;
}
