/**
 * The text of the ES module that goes with a built WebAssembly file.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { debugMembers } from './debug-members.js';
import { MOST_PAGES } from './describe.js';
import { PARTS } from './extensions.js';
import { typesText } from './literals.js';

/** @typedef {import('./types.js').Declarations} Declarations */
/** @typedef {import('./types.js').Definition} Definition */
/** @typedef {import('./extensions.js').PartName} PartName */

/** The core and the parts, as the build of this project has made them. */
const BUNDLES = new URL('../../dist/bindings/', import.meta.url);

const DEFINERS = { generator: 'defineGenerator', function: 'defineFunction', class: 'defineClass' };

/** @param {import('../descriptors.js').TypeKey} key */
const typeText = (key) =>
  typeof key === 'number' ? `$types.list[${key}]` : `$bindings.${key}Type`;

/** @param {Definition} definition */
function definitionText({ name, kind, index, parameters, ahead }) {
  const list = parameters.map(
    (parameter) =>
      `{ name: '${parameter.name}', type: ${typeText(parameter.type)}, ` +
      `offset: ${parameter.offset}${parameter.optional ? ', optional: true' : ''} }`,
  );
  const definer = ahead === undefined ? DEFINERS[kind] : 'defineAhead';
  return (
    `{ name: '${name}', define: $bindings.${definer}, index: ${index}, ` +
    `${ahead === undefined ? '' : `ahead: ${ahead}, `}parameters: [${list.join(', ')}] }`
  );
}

/** @param {string} name of a part, or `core` */
function readBundle(name) {
  const url = new URL(`${name}.js`, BUNDLES);
  try {
    return readFileSync(url, 'utf8').trimEnd();
  } catch {
    throw new Error(`${fileURLToPath(url)} is missing: it is made by 'npm run build'`);
  }
}

/** What a module uses of the core itself. */
const USED = ['AsyncforError', 'defineGenerator', 'defineModule'];

/**
 * The core, with no members but those that are used.
 * @param {string[]} parts the texts of those that use some
 */
function bundledCore(parts) {
  const taken = parts.flatMap(
    (text) => text.match(/^\(\(\)=>\{const\{([^}]*)\}=\$core/)?.[1].split(',') ?? [],
  );
  const names = new Set([...USED, ...taken.map((member) => member.split(':')[0])]);
  return readBundle('core').replace(/return\{([^}]*)\}\}\)\(\)$/, (_, members) => {
    const kept = members
      .split(',')
      .filter((/** @type {string} */ member) => names.has(member.split(':')[0]));
    return `return{${kept.join(',')}}})()`;
  });
}

/**
 * The bindings as an expression: their core, to whose members those of the parts are added.
 * @param {readonly PartName[]} names of the parts
 */
function bundledBindings(names) {
  const parts = names.map(readBundle);
  return `/* @__PURE__ */ (() => {
const $core = ${bundledCore(parts)};
${parts.map((text) => `Object.assign($core, ${text});\n`).join('')}return $core;
})()`;
}

/**
 * @param {string | undefined} bindings
 * @param {readonly PartName[]} parts
 */
const bindingsText = (bindings, parts) =>
  bindings === undefined
    ? `const $bindings = ${bundledBindings(parts)};`
    : `import * as $bindings from '${bindings}/index.js';`;

/** @param {Uint8Array} wasm */
const bytesText = (wasm) =>
  `Uint8Array.from(atob('${Buffer.from(wasm).toString('base64')}'), (each) => each.charCodeAt(0))`;

/** The maximum is left out where there is none. @param {{ initial: number, maximum: number }} memory */
const memoryText = ({ initial, maximum }) =>
  `{ initial: ${initial}${maximum === MOST_PAGES ? '' : `, maximum: ${maximum}`} }`;

/**
 * @typedef {object} ModuleOptions
 * @property {string} [bindings] the folder to import the bindings from; default: they go into the
 *   module
 * @property {Uint8Array} [inlined] the WebAssembly, if it goes into the module
 * @property {readonly PartName[]} parts of the bindings that it needs besides their core
 */

/**
 * @param {string} file the name of the WebAssembly file
 * @param {Declarations} declarations
 * @param {{ initial: number, maximum: number }} memory in pages
 * @param {ModuleOptions} options
 */
export function generateModule(file, { definitions, types }, memory, options) {
  const { bindings, inlined, parts } = options;
  const members = definitions.map((each) => ({ name: each.name, text: definitionText(each) }));
  if (parts.includes('debugging')) members.push(...debugMembers(definitions));
  const names = members.map(({ name }) => name);
  const made = parts.includes('typed');
  const extensions = parts.flatMap((part) => {
    const { extension } = /** @type {import('./extensions.js').Part} */ (PARTS[part]);
    return extension ? [`$bindings.${extension}`] : [];
  });
  if (made) extensions.push('$types.extension');
  return `// Made from ${file} by asyncfor.
${bindingsText(bindings, parts)}
${made ? `const $types = /* @__PURE__ */ $bindings.defineTypes(${typesText(types)});\n` : ''}
const $module = /* @__PURE__ */ $bindings.defineModule({
  wasm: () => ${inlined ? bytesText(inlined) : `new URL('./${file}', import.meta.url)`},
  memory: ${memoryText(memory)},
  definitions: [${members.map(({ text }) => `\n    ${text},`).join('')}
  ],
  extensions: [${extensions.join(', ')}],
});
export const { AsyncforError } = $bindings;
export const { ${[...names, 'open', 'ready', 'stats'].join(', ')} } = $module;
`;
}
