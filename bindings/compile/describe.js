/**
 * Reads what a built WebAssembly file declares: its exports, their parameters, its memory.
 */
import { DOCUMENTATION, Descriptors } from '../descriptors.js';
import { MEMORY, orDamaged } from './wasm.js';

const KINDS = /** @type {const} */ (['generator', 'function', 'class']);

/* The layout of C's async_definition on wasm32. */
const DEFINITION = {
  name: 0,
  kind: 4,
  item: 8,
  count: 12,
  parameters: 16,
  documentation: 32,
  ahead: 48,
};

/** @typedef {import('./wasm.js').WasmModule} WasmModule */

/** The most pages that there can be. */
export const MOST_PAGES = 65536;

/**
 * The memory that a WebAssembly file imports, in pages.
 * @param {WasmModule} module
 */
export function describeMemory({ imports, memories }) {
  if (!imports.some(({ kind }) => kind === MEMORY)) {
    throw new Error('the file imports no memory: link it with -sIMPORTED_MEMORY=1');
  }
  /* What is imported comes first. */
  const [{ initial, maximum = MOST_PAGES }] = memories;
  return { initial, maximum };
}

/** What the linker may leave to the loader, besides the runtime's own imports and WASI's. */
const PROVIDED = ['memory', 'emscripten_notify_memory_growth'];

/**
 * Refuses what the linker lets pass: functions that C calls and that are defined nowhere.
 * @param {WasmModule} module
 */
export function checkImports({ imports }) {
  const undefinedNames = imports
    .filter((each) => each.module === 'env' && !PROVIDED.includes(each.name))
    .map(({ name }) => name);
  if (undefinedNames.length > 0) {
    throw new Error(`undefined in C, and not known to asyncfor: ${undefinedNames.join(', ')}`);
  }
}

/**
 * @param {WasmModule} module
 * @param {string} name
 */
const hasExport = ({ exports }, name) => exports.some((each) => each.name === name);

/** True if the runtime in it is a debug build. @param {WasmModule} module */
export const isDebugBuild = (module) => hasExport(module, 'asyncfor_alive');

/** True if it has an ASYNC_MODULE(…). @param {WasmModule} module */
export const isModule = (module) => hasExport(module, 'asyncfor_module');

/** True if it has a main(), which runs as a coroutine. @param {WasmModule} module */
export const isProgram = (module) => hasExport(module, 'asyncfor_start_program');

/**
 * Runs a module as far as its table of exports, with nothing that it imports.
 * @param {WasmModule} module
 */
function readTable(module) {
  if (!isModule(module)) {
    throw new Error('there is no ASYNC_MODULE(…) in it: nothing is exported to JavaScript');
  }
  const compiled = new WebAssembly.Module(/** @type {BufferSource} */ (module.bytes));
  const memory = new WebAssembly.Memory(describeMemory(module));
  /** @type {Record<string, Record<string, any>>} */
  const imports = { env: { memory } };
  for (const { module: from, name } of module.imports) {
    imports[from] ??= {};
    imports[from][name] ??= () => 0;
  }
  const exports = /** @type {any} */ (new WebAssembly.Instance(compiled, imports).exports);
  const bytes = new Uint8Array(memory.buffer);
  return {
    table: /** @type {number} */ (exports.asyncfor_module()),
    view: new DataView(memory.buffer),
    textAt: (/** @type {number} */ address) =>
      new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address))),
  };
}

/**
 * What a module declares: all that its exports and their types are known by.
 * @param {WasmModule} module
 * @returns {import('./types.js').Declarations}
 */
export const describeDeclarations = (module) => orDamaged(() => readDeclarations(module));

/**
 * @param {WasmModule} module
 * @returns {import('./types.js').Declarations}
 */
function readDeclarations(module) {
  const memory = readTable(module);
  const descriptors = new Descriptors(memory);
  const word = (/** @type {number} */ address) => memory.view.getUint32(address, true);
  /** @param {number} place of the address of the place of a text, if there is one */
  const documented = (place) => {
    const text = word(place) && word(word(place));
    return text === 0 ? {} : { documentation: memory.textAt(text) };
  };
  const definitions = [];
  for (let index = 0; word(memory.table + index * 4) !== 0; index++) {
    const address = word(memory.table + index * 4);
    const parameters = word(address + DEFINITION.parameters);
    const ahead = word(word(address + DEFINITION.ahead));
    const name = descriptors.name(address + DEFINITION.name);
    const kind = KINDS[word(address + DEFINITION.kind)];
    if (ahead !== 0 && kind !== 'generator') {
      throw new Error(`ASYNC_AHEAD: '${name}' is a ${kind}, and no generator`);
    }
    definitions.push({
      name,
      kind,
      index,
      item: descriptors.type(word(address + DEFINITION.item)),
      parameters: descriptors.fields(parameters, word(address + DEFINITION.count)),
      ...(ahead !== 0 && { ahead }),
      ...documented(address + DEFINITION.documentation),
    });
  }
  const types = descriptors.list.map((type) => ({
    ...type,
    ...documented(type.address + DOCUMENTATION),
  }));
  return { definitions, types };
}
