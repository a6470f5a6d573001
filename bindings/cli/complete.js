/**
 * Makes of a linked file what people use.
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { generateTypes } from '../compile/declarations.js';
import {
  checkImports,
  describeDefinitions,
  describeMemory,
  isDebugBuild,
} from '../compile/describe.js';
import { generateModule } from '../compile/generate.js';
import { checkDefinitions } from '../compile/names.js';

const bindings = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} linked the path of the linked file
 * @param {Pick<import('./plan.js').Plan, 'output' | 'program' | 'singleFile'>} plan
 * @returns {Promise<string[]>} the paths of what was made
 */
export async function complete(linked, { output, program }) {
  const wasm = readFileSync(linked);
  checkImports(wasm);
  const file = `${basename(output)}.wasm`;
  if (program) {
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(`${output}.wasm`, wasm);
    return [`${output}.wasm`];
  }
  const definitions = checkDefinitions(describeDefinitions(wasm));
  const from = relative(resolve(dirname(output)), bindings);
  const text = generateModule(file, from, definitions, describeMemory(wasm), isDebugBuild(wasm));
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(`${output}.wasm`, wasm);
  writeFileSync(`${output}.mjs`, text);
  writeFileSync(`${output}.d.mts`, generateTypes(file, definitions));
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
