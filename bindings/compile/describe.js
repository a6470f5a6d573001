/**
 * Reads what a built WebAssembly file declares: its exports, their parameters, its memory.
 */
import { DOCUMENTATION, Descriptors } from '../descriptors.js';

const KINDS = /** @type {const} */ (['generator', 'function', 'class']);

/* The layout of C's async_definition on wasm32. */
const DEFINITION = { name: 0, kind: 4, item: 8, count: 12, parameters: 16, documentation: 32 };

const IMPORT_SECTION = 2;
const MEMORY_IMPORT = 2;

/** Reads the parts of a WebAssembly file that no interface of JavaScript tells. */
class Reader {
  #bytes;
  position = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  get done() {
    return this.position >= this.#bytes.length;
  }

  byte() {
    return this.#bytes[this.position++];
  }

  /** A number in LEB128. */
  number() {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      number += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return number;
    }
  }

  skipName() {
    const size = this.number();
    this.position += size;
  }

  limits() {
    const flags = this.byte();
    const initial = this.number();
    return { initial, maximum: flags & 1 ? this.number() : 65536 };
  }

  skipImportType() {
    const kind = this.byte();
    if (kind === MEMORY_IMPORT) return this.limits();
    if (kind === 0) this.number();
    else if (kind === 1) {
      this.byte();
      this.limits();
    } else this.position += 2;
    return undefined;
  }
}

/**
 * The memory that a WebAssembly file imports, in pages.
 * @param {Uint8Array} wasm
 */
export function describeMemory(wasm) {
  const reader = new Reader(wasm);
  reader.position = 8;
  while (!reader.done) {
    const section = reader.byte();
    const end = reader.number() + reader.position;
    if (section !== IMPORT_SECTION) {
      reader.position = end;
      continue;
    }
    for (let count = reader.number(); count > 0; count--) {
      reader.skipName();
      reader.skipName();
      const limits = reader.skipImportType();
      if (limits) return limits;
    }
  }
  throw new Error('the file imports no memory: link it with -sIMPORTED_MEMORY=1');
}

/** What the linker may leave to the loader, besides the runtime's own imports and WASI's. */
const PROVIDED = ['memory', 'emscripten_notify_memory_growth'];

/**
 * Refuses what the linker lets pass: functions that C calls and that are defined nowhere.
 * @param {Uint8Array} wasm
 */
export function checkImports(wasm) {
  const module = new WebAssembly.Module(/** @type {BufferSource} */ (wasm));
  const undefinedNames = WebAssembly.Module.imports(module)
    .filter((each) => each.module === 'env' && !PROVIDED.includes(each.name))
    .map(({ name }) => name);
  if (undefinedNames.length > 0) {
    throw new Error(`undefined in C, and not known to asyncfor: ${undefinedNames.join(', ')}`);
  }
}

/**
 * True if the runtime in it is a debug build.
 * @param {Uint8Array} wasm
 */
export function isDebugBuild(wasm) {
  const module = new WebAssembly.Module(/** @type {BufferSource} */ (wasm));
  return WebAssembly.Module.exports(module).some(({ name }) => name === 'asyncfor_alive');
}

/**
 * Runs a module as far as its table of exports, with nothing that it imports.
 * @param {Uint8Array} wasm
 */
function readTable(wasm) {
  const module = new WebAssembly.Module(/** @type {BufferSource} */ (wasm));
  const memory = new WebAssembly.Memory(describeMemory(wasm));
  /** @type {Record<string, Record<string, any>>} */
  const imports = { env: { memory } };
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] ??= () => 0;
  }
  const exports = /** @type {any} */ (new WebAssembly.Instance(module, imports).exports);
  if (!exports.asyncfor_module) {
    throw new Error('there is no ASYNC_MODULE(…) in it: nothing is exported to JavaScript');
  }
  const bytes = new Uint8Array(memory.buffer);
  return {
    table: /** @type {number} */ (exports.asyncfor_module()),
    view: new DataView(memory.buffer),
    textAt: (/** @type {number} */ address) =>
      new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address))),
  };
}

/**
 * True if data of types that are made of others crosses in it.
 * @param {Uint8Array} wasm
 */
export function hasTypedData(wasm) {
  const module = new WebAssembly.Module(/** @type {BufferSource} */ (wasm));
  return WebAssembly.Module.exports(module).some(({ name }) => name === 'asyncfor_keep');
}

/**
 * What a module declares: all that its exports and their types are known by.
 * @param {Uint8Array} wasm
 * @returns {import('./types.js').Declarations}
 */
export function describeDeclarations(wasm) {
  const memory = readTable(wasm);
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
    definitions.push({
      name: descriptors.name(address + DEFINITION.name),
      kind: KINDS[word(address + DEFINITION.kind)],
      index,
      item: descriptors.type(word(address + DEFINITION.item)),
      parameters: descriptors.fields(parameters, word(address + DEFINITION.count)),
      ...documented(address + DEFINITION.documentation),
    });
  }
  const types = descriptors.list.map((type) => ({
    ...type,
    ...documented(type.address + DOCUMENTATION),
  }));
  return { definitions, types };
}
