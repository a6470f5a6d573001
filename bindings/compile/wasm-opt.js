/**
 * Runs wasm-opt, Binaryen's optimiser, which every Emscripten brings.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * wasm-opt at work in a folder of its own.
 * @typedef {object} WasmOpt
 * @property {(wasm: Uint8Array, options: string[]) => Promise<Uint8Array>} optimize names of
 *   functions and DWARF stay
 * @property {(text: string) => Promise<string>} writeList makes a file of a list that is too long
 *   for an option, and gives its path
 */

/** @param {any} error of a run that failed */
function failure({ stderr, message }) {
  const text = /** @type {string} */ (stderr ?? '').trim();
  return new Error(`wasm-opt failed: ${text === '' ? message : text}`);
}

/**
 * @template Result
 * @param {string} path of wasm-opt
 * @param {(wasmOpt: WasmOpt) => Promise<Result>} use
 * @returns {Promise<Result>}
 */
export async function withWasmOpt(path, use) {
  const folder = await mkdtemp(join(tmpdir(), 'asyncfor-'));
  let count = 0;
  const nextPath = () => join(folder, `${++count}`);
  try {
    return await use({
      async optimize(wasm, options) {
        const [input, output] = [nextPath(), nextPath()];
        await writeFile(input, wasm);
        try {
          await run(path, [input, '-o', output, '-g', ...options]);
        } catch (error) {
          throw failure(error);
        }
        return new Uint8Array(await readFile(output));
      },
      async writeList(text) {
        const list = nextPath();
        await writeFile(list, text);
        return list;
      },
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
