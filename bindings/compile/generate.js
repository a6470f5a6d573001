/**
 * The text of the ES module that goes with a built WebAssembly file.
 */
import { typesText } from './literals.js';

/** @typedef {import('./types.js').Declarations} Declarations */
/** @typedef {import('./types.js').Definition} Definition */

/** @param {import('../descriptors.js').TypeKey} key */
const typeText = (key) => (typeof key === 'number' ? `types.list[${key}]` : `${key}Type`);

/** @param {Definition} definition */
function definitionText({ name, kind, index, parameters }) {
  const list = parameters.map(
    (parameter) =>
      `{ name: '${parameter.name}', type: ${typeText(parameter.type)}, ` +
      `offset: ${parameter.offset}, optional: ${parameter.optional} }`,
  );
  return `{ name: '${name}', kind: '${kind}', index: ${index}, parameters: [${list.join(', ')}] }`;
}

/**
 * @param {string} file the name of the WebAssembly file
 * @param {string} bindings
 * @param {Declarations} declarations
 * @param {{ initial: number, maximum: number }} memory in pages
 * @param {{ debug: boolean, typed: boolean }} options whether it is a debug build, and whether data
 *   of types that are made of others crosses in it
 */
export function generateModule(file, bindings, { definitions, types }, memory, { debug, typed }) {
  const names = definitions.map(({ name }) => name);
  const keys = definitions.flatMap(({ parameters }) => parameters.map(({ type }) => type));
  const basic = [...new Set(keys.filter((key) => typeof key === 'string'))].map(typeText);
  const made = typed || types.length > 0;
  return `// Made from ${file} by asyncfor.
import { AsyncforError } from '${bindings}/errors.js';
import { defineModule } from '${bindings}/module.js';
${made ? `import { defineTypes } from '${bindings}/typed.js';\n` : ''}${
    basic.length > 0 ? `import { ${basic.join(', ')} } from '${bindings}/types.js';\n` : ''
  }
${made ? `const types = /* @__PURE__ */ defineTypes(${typesText(types)});\n` : ''}
const module = /* @__PURE__ */ defineModule({
  wasm: () => new URL('./${file}', import.meta.url),
  memory: ${JSON.stringify(memory)},
  definitions: [${definitions.map((each) => `\n    ${definitionText(each)},`).join('')}
  ],${made ? '\n  types,' : ''}${debug ? '\n  debug: true,' : ''}
});
export { AsyncforError };
export const { ${[...names, 'open', 'ready', 'stats'].join(', ')} } = module;
`;
}
