/**
 * Runs a C program: a WebAssembly file with a main().
 */
import { consuming } from './consuming.js';
import { conversion } from './conversion.js';
import { containers } from './containers.js';
import { debugging } from './debugging.js';
import { builtin } from './host.js';
import { Instance } from './instance.js';
import { checkOptions, clockOption } from './options.js';
import { plainIterators } from './plain.js';
import { thenables } from './thenables.js';
import { valuesOfJavaScript } from './values.js';
import { Exit, standardInput, systemOf } from './wasi.js';

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

/** @type {import('./options.js').Option} */
const functionOption = ['a function', (value) => typeof value === 'function'];

/** What run() understands. @type {Record<string, import('./options.js').Option>} */
const OPTIONS = {
  args: [
    'an array of strings',
    (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
  ],
  stdin: functionOption,
  stdout: functionOption,
  stderr: functionOption,
  clock: clockOption,
};

/**
 * Runs a program to its end. Each run has an instance of its own.
 * @param {import('./load.js').Location} wasm
 * @param {RunOptions} [options]
 * @returns {Promise<number>} the exit code; rejects when the program traps or overflows, and with a
 *   TypeError for an option that is none
 */
export async function run(wasm, options = {}) {
  checkOptions('run()', options, OPTIONS);
  const { args = [], stdout, stderr } = options;
  const stdin = options.stdin ?? standardInput(builtin('node:fs'));
  const system = (/** @type {Instance} */ instance) =>
    systemOf(instance, { args: ['program', ...args], stdin, stdout, stderr });
  const extensions = [
    conversion,
    consuming,
    thenables,
    valuesOfJavaScript,
    containers,
    plainIterators,
    debugging,
    system,
  ];
  const program = new Program({ wasm: () => wasm, definitions: [], extensions }, options);
  await program.ready;
  program.start();
  return program.exit;
}
