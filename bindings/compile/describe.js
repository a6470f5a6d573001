/**
 * Reads what a built WebAssembly file declares: its exports, their parameters, its memory.
 */
import { types } from '../arguments.js';

/** Declared types, in the order of C's async__declared_type. */
const TYPES = /** @type {(keyof typeof types)[]} */ (Object.keys(types));
const KINDS = /** @type {const} */ (['generator', 'function', 'class']);

/* The layout of C's async_definition and async__parameter on wasm32. */
const DEFINITION = { name: 0, kind: 4, item: 6, count: 8, parameters: 12, documentation: 28 };
const PARAMETER = { size: 12, name: 0, type: 4, offset: 6, optional: 8 };

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

/**
 * JavaScript's form of a name in C: `maximum_length` is `maximumLength`.
 * @param {string} name
 */
const camelCase = (name) =>
  name.replace(/(?<=[^_])_+([a-z0-9])/gi, (_, letter) => letter.toUpperCase());

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
 * @param {Uint8Array} wasm
 * @returns {import('../instance.js').ModuleDescription['definitions']}
 */
export function describeDefinitions(wasm) {
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
  const view = new DataView(memory.buffer);
  const bytes = new Uint8Array(memory.buffer);
  /** @param {number} address */
  const pointer = (address) => view.getUint32(address, true);
  /** @param {number} address */
  const text = (address) =>
    new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
  /** @param {number} address */
  const parameter = (address) => ({
    name: camelCase(text(pointer(address + PARAMETER.name))),
    type: TYPES[view.getUint16(address + PARAMETER.type, true)],
    offset: view.getUint16(address + PARAMETER.offset, true),
    optional: pointer(address + PARAMETER.optional) !== 0,
  });
  const definitions = [];
  const table = exports.asyncfor_module();
  for (let index = 0; pointer(table + index * 4) !== 0; index++) {
    const address = pointer(table + index * 4);
    const documentation = pointer(pointer(address + DEFINITION.documentation));
    definitions.push({
      name: camelCase(text(pointer(address + DEFINITION.name))),
      kind: KINDS[view.getUint16(address + DEFINITION.kind, true)],
      index,
      item: TYPES[view.getUint16(address + DEFINITION.item, true)],
      parameters: Array.from({ length: pointer(address + DEFINITION.count) }, (_, position) =>
        parameter(pointer(address + DEFINITION.parameters) + position * PARAMETER.size),
      ),
      ...(documentation && { documentation: text(documentation) }),
    });
  }
  return definitions;
}
