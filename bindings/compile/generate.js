/**
 * The text of the ES module that goes with a built WebAssembly file.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { typesText } from './literals.js';

/** @typedef {import('./types.js').Declarations} Declarations */
/** @typedef {import('./types.js').Definition} Definition */

const BUNDLE = new URL('../../dist/bindings.mjs', import.meta.url);

/** @param {import('../descriptors.js').TypeKey} key */
const typeText = (key) =>
  typeof key === 'number' ? `$types.list[${key}]` : `$bindings.${key}Type`;

/** @param {Definition} definition */
function definitionText({ name, kind, index, parameters }) {
  const list = parameters.map(
    (parameter) =>
      `{ name: '${parameter.name}', type: ${typeText(parameter.type)}, ` +
      `offset: ${parameter.offset}, optional: ${parameter.optional} }`,
  );
  return `{ name: '${name}', kind: '${kind}', index: ${index}, parameters: [${list.join(', ')}] }`;
}

/** The bindings as an expression: their file, whose exports are returned instead. */
function bundledBindings() {
  let text;
  try {
    text = readFileSync(BUNDLE, 'utf8');
  } catch {
    throw new Error(`${fileURLToPath(BUNDLE)} is missing: it is made by 'npm run build'`);
  }
  const [all, list] = /** @type {RegExpMatchArray} */ (text.match(/export\s*\{([^}]*)\};?\s*$/));
  const exported = list.split(',').map((each) => each.trim().split(' as '));
  const members = exported.map(([name, as = name]) => (as === name ? name : `${as}: ${name}`));
  return `/* @__PURE__ */ (() => {
${text.slice(0, -all.length).trimEnd()}
return { ${members.join(', ')} };
})()`;
}

/** @param {string | undefined} bindings */
const bindingsText = (bindings) =>
  bindings === undefined
    ? `const $bindings = ${bundledBindings()};`
    : `import * as $bindings from '${bindings}/index.js';`;

/** @param {Uint8Array} wasm */
const bytesText = (wasm) =>
  `Uint8Array.from(atob('${Buffer.from(wasm).toString('base64')}'), (each) => each.charCodeAt(0))`;

/**
 * @typedef {object} ModuleOptions
 * @property {string} [bindings] the folder to import the bindings from; default: they go into the
 *   module
 * @property {Uint8Array} [inlined] the WebAssembly, if it goes into the module
 * @property {boolean} debug whether it is a debug build
 * @property {boolean} typed whether data of types that are made of others crosses in it
 */

/**
 * @param {string} file the name of the WebAssembly file
 * @param {Declarations} declarations
 * @param {{ initial: number, maximum: number }} memory in pages
 * @param {ModuleOptions} options
 */
export function generateModule(file, { definitions, types }, memory, options) {
  const { bindings, inlined, debug, typed } = options;
  const names = definitions.map(({ name }) => name);
  const made = typed || types.length > 0;
  return `// Made from ${file} by asyncfor.
${bindingsText(bindings)}
${made ? `const $types = /* @__PURE__ */ $bindings.defineTypes(${typesText(types)});\n` : ''}
const $module = /* @__PURE__ */ $bindings.defineModule({
  wasm: () => ${inlined ? bytesText(inlined) : `new URL('./${file}', import.meta.url)`},
  memory: ${JSON.stringify(memory)},
  definitions: [${definitions.map((each) => `\n    ${definitionText(each)},`).join('')}
  ],${made ? '\n  types: $types,' : ''}${debug ? '\n  debug: true,' : ''}
});
export const { AsyncforError } = $bindings;
export const { ${[...names, 'open', 'ready', 'stats'].join(', ')} } = $module;
`;
}
