/**
 * Makes of a linked file what people use.
 */
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { finish } from '../compile/finish.js';

const bindings = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} linked the path of the linked file
 * @param {object} options
 * @param {string} options.output the path of what is made, without its endings
 * @param {boolean} options.program whether it has a main(); else it is a module
 * @param {import('../compile/toolchain.js').Toolchain} toolchain
 * @returns {Promise<string[]>} the paths of what was made
 */
export async function complete(linked, { output, program }, { wasmOpt }) {
  const folder = dirname(output);
  const made = mkdirSync(folder, { recursive: true });
  const options = { program, wasmOpt, bindings: relative(resolve(folder), bindings) };
  try {
    await finish({ linked, output: `${output}.wasm`, ...options });
  } catch (error) {
    if (made) rmSync(made, { recursive: true });
    throw error;
  }
  if (program) return [`${output}.wasm`];
  writeFileSync(`${output}.d.ts`, `export * from './${basename(output)}.mjs';\n`);
  return ['.mjs', '.wasm', '.d.mts', '.d.ts'].map((ending) => `${output}${ending}`);
}

/**
 * A table of files and their sizes.
 * @param {string[]} files
 */
export function describeFiles(files) {
  const width = Math.max(...files.map((file) => file.length));
  return files
    .map(
      (file) =>
        `${file.padEnd(width)} ${(statSync(file).size / 1024).toFixed(1).padStart(8)} KiB\n`,
    )
    .join('');
}
