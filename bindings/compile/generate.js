/**
 * Writes the ES module and the types that go with a built WebAssembly file:
 *
 *     node generate.js FILE.wasm [BINDINGS]
 *
 * BINDINGS is how the written module imports the bindings: a package or a relative folder. For a
 * program it is left out, and the file is only checked.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

import { generateTypes } from './declarations.js';
import { checkImports, describeDefinitions, describeMemory, isDebugBuild } from './describe.js';
import { checkDefinitions } from './names.js';

/** @typedef {import('../arguments.js').Definition} Definition */

/**
 * @param {string} file the name of the WebAssembly file
 * @param {string} bindings
 * @param {readonly Definition[]} definitions
 * @param {{ initial: number, maximum: number }} memory in pages
 * @param {boolean} debug whether it is a debug build
 */
export function generateModule(file, bindings, definitions, memory, debug) {
  const described = definitions.map(({ documentation: _, ...definition }) => definition);
  const names = definitions.map(({ name }) => name);
  return `// Made from ${file} by asyncfor.
import { AsyncforError } from '${bindings}/errors.js';
import { defineModule } from '${bindings}/module.js';

const module = /* @__PURE__ */ defineModule({
  wasm: () => new URL('./${file}', import.meta.url),
  memory: ${JSON.stringify(memory)},
  definitions: ${JSON.stringify(described)},${debug ? '\n  debug: true,' : ''}
});
export { AsyncforError };
export const { ${[...names, 'open', 'ready', 'stats'].join(', ')} } = module;
`;
}

/**
 * @param {string} path of the WebAssembly file
 * @param {string | undefined} bindings
 */
function main(path, bindings) {
  const file = basename(path);
  const wasm = readFileSync(path);
  checkImports(wasm);
  if (bindings === undefined) return;
  const stem = path.replace(/\.wasm$/, '');
  const definitions = checkDefinitions(describeDefinitions(wasm));
  const memory = describeMemory(wasm);
  const module = generateModule(file, bindings, definitions, memory, isDebugBuild(wasm));
  writeFileSync(`${stem}.mjs`, module);
  writeFileSync(`${stem}.d.mts`, generateTypes(file, definitions));
}

/* By its name: the path may lead through links. */
if (process.argv[1]?.endsWith('compile/generate.js')) {
  const [path, bindings] = process.argv.slice(2);
  try {
    main(path, bindings);
  } catch (error) {
    console.error(`${basename(path)}: ${/** @type {Error} */ (error).message}`);
    process.exitCode = 1;
  }
}
