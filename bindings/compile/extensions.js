/**
 * Which parts of the bindings a module needs besides their core, as its WebAssembly and its
 * declarations tell.
 */

/**
 * @typedef {import('./types.js').Declarations} Declarations
 * @typedef {import('./wasm.js').WasmModule} WasmModule
 * @typedef {import('../descriptors.js').TypeKey} TypeKey
 */

/**
 * A part: a file of the bindings, by its name, or something of one.
 * @typedef {object} Part
 * @property {string} [from] the name of the file, if it is another
 * @property {string} [only] what of the file it is
 * @property {string} [extension] the name of its extension, if it has one
 * @property {readonly string[]} [needs] the parts that it imports from
 */

/** In this order: each comes behind those that it needs. */
export const PARTS = /** @satisfies {Record<string, Part>} */ ({
  bool: { from: 'numbers', only: 'boolType' },
  int: { from: 'numbers', only: 'intType' },
  int64: { from: 'numbers', only: 'int64Type' },
  double: { from: 'numbers', only: 'doubleType' },
  conversion: { extension: 'conversion' },
  types: { needs: ['conversion'] },
  iterables: { needs: ['types'] },
  call: {},
  classes: {},
  consuming: { extension: 'consuming', needs: ['iterables'] },
  thenables: { extension: 'thenables' },
  values: { extension: 'valuesOfJavaScript', needs: ['types'] },
  properties: {},
  containers: { extension: 'containers', needs: ['properties'] },
  plain: { extension: 'plainIterators' },
  typed: { needs: ['bool', 'int', 'int64', 'double', 'types', 'iterables', 'properties'] },
  wasi: { extension: 'wasi' },
  debugging: { extension: 'debugging' },
  ahead: {},
});

/** @typedef {keyof typeof PARTS} PartName */

/** The parts that have the basic types. @type {Record<string, PartName>} */
const TYPES = {
  ...{ bool: 'bool', int: 'int', int64: 'int64', double: 'double' },
  ...{ string: 'types', bytes: 'types', value: 'types', jsValue: 'types', jsFunction: 'types' },
  iterable: 'iterables',
};

/** What C imports, by the parts that provide it. @type {Record<string, PartName>} */
const PROVIDED = {
  ...{ iterator: 'consuming', next: 'consuming', return: 'consuming' },
  ...{ own: 'consuming', ended: 'consuming', reason: 'consuming' },
  thenable: 'thenables',
  await_converted: 'conversion',
  ...{ read: 'values', make: 'values', truth: 'values' },
  ...{ get: 'values', set: 'values', call: 'values' },
  read_as: 'typed',
  emscripten_notify_memory_growth: 'wasi',
  stack_limits: 'debugging',
};

/** What C exports, by the parts that call it. @type {Record<string, PartName>} */
const CALLED = {
  asyncfor_step: 'plain',
  asyncfor_container_parts: 'containers',
  asyncfor_keep: 'typed',
  asyncfor_alive: 'debugging',
  asyncfor_ahead: 'ahead',
};

const WASI = 'wasi_snapshot_preview1';

/**
 * @param {WasmModule} module
 * @param {Declarations} declarations
 * @returns {PartName[]} in the order of PARTS
 */
export function findParts({ imports, exports }, { definitions, types }) {
  const keys = definitions.flatMap(({ parameters }) => parameters.map(({ type }) => type));
  const kinds = new Set(definitions.map(({ kind }) => kind));
  const found = [
    ...imports.map(({ module, name }) => (module === WASI ? 'wasi' : PROVIDED[name])),
    ...exports.map(({ name }) => CALLED[name]),
    ...keys.map((key) => (typeof key === 'string' ? TYPES[key] : 'typed')),
    ...(types.length > 0 ? /** @type {const} */ (['typed']) : []),
    ...(kinds.has('function') ? /** @type {const} */ (['call']) : []),
    ...(kinds.has('class') ? /** @type {const} */ (['classes']) : []),
  ];
  const all = new Set(found.filter((name) => name !== undefined).flatMap(withNeeds));
  return names.filter((name) => all.has(name));
}

const names = /** @type {PartName[]} */ (Object.keys(PARTS));

/**
 * @param {string} name
 * @returns {string[]} with the parts that it needs
 */
function withNeeds(name) {
  const { needs = [] } = /** @type {Part} */ (PARTS[/** @type {PartName} */ (name)]);
  return [name, ...needs.flatMap(withNeeds)];
}
