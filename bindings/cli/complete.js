/**
 * Makes of a linked file what people use.
 */
import { rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

import { finish } from '../compile/finish.js';
import { makeFolder } from '../compile/folders.js';

/**
 * @param {string} linked the path of the linked file
 * @param {object} options
 * @param {string} options.output the path of what is made, without its endings
 * @param {boolean} options.program whether it has a main(); else it is a module
 * @param {boolean} [options.singleFile] whether the WebAssembly goes into the module
 * @param {boolean} [options.report] whether to measure what describeReport() tells
 * @param {import('../compile/toolchain.js').Toolchain} toolchain
 * @returns {Promise<import('../compile/finish.js').Finished>}
 */
export async function complete(linked, { output, report, ...options }, { wasmOpt }) {
  const made = makeFolder(dirname(output));
  try {
    return await finish({
      ...options,
      linked,
      output: `${output}.wasm`,
      measure: report,
      wasmOpt,
    });
  } catch (error) {
    if (made) rmSync(made, { recursive: true });
    throw error;
  }
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
