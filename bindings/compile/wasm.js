/**
 * The parts of a WebAssembly file that an analysis of its calls needs (WebAssembly 3.0, 5.5), and
 * writing it anew with other exports, names and custom sections. What else is in it stays, byte by
 * byte.
 */
import { readFileSync } from 'node:fs';

import { Reader, concatenate, encodeList, encodeName, encodeNumber } from './bytes.js';
import { ARITHMETIC, readExpression, readValueType, REF_FUNC } from './instructions.js';

const CUSTOM = 0;
const TYPES = 1;
const IMPORTS = 2;
const FUNCTIONS = 3;
const TABLES = 4;
const MEMORIES = 5;
const GLOBALS = 6;
const EXPORTS = 7;
const ELEMENTS = 9;
const CODE = 10;

const FUNCTION_NAMES = 1;

/** Kinds of what is imported or exported. */
export const FUNCTION = 0;
export const TABLE = 1;
export const MEMORY = 2;
const GLOBAL = 3;
const TAG = 4;

const HEADER = 8;
const FUNCTION_TYPE = 0x60;

/**
 * @typedef {{ id: number, name: string, start: number, end: number }} Section its contents; the
 *   name is a custom section's
 * @typedef {{ module: string, name: string, kind: number }} Import
 * @typedef {{ name: string, kind: number, index: number }} Export
 * @typedef {{ shared: boolean, is64: boolean, initial: number, maximum?: number }} Memory in pages
 *
 * A function; an imported one has no code.
 * @typedef {object} WasmFunction
 * @property {string} type equal types are equal texts, as calls through a pointer compare them
 * @property {number} parameters how many it has
 * @property {string} name as the linker tells it, or made of its index
 * @property {Import} [imported]
 * @property {number} start of its code
 * @property {number} end
 */

/** @param {Reader} reader */
function readFunctionType(reader) {
  const form = reader.byte();
  if (form !== FUNCTION_TYPE) throw new Error(`types of the form ${form} are not known`);
  const parameters = reader.list(() => readValueType(reader));
  const results = reader.list(() => readValueType(reader));
  const text = `${parameters.join()}->${results.join()}`;
  return { text, parameters: parameters.length, results: results.length };
}

const SHARED = 2;
const IS_64 = 4;

/**
 * Reads a file, or something of it. In one that is damaged something may refer to what is not there:
 * what fails then is no mistake of the reader's.
 * @template T
 * @param {() => T} read
 * @returns {T}
 */
export function orDamaged(read) {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof RangeError)) throw error;
    throw new Error('the WebAssembly file is damaged', { cause: error });
  }
}

/** Limits of a memory or a table. @param {Reader} reader @returns {Memory} */
function readLimits(reader) {
  const flags = reader.byte();
  const initial = reader.number();
  const maximum = flags & 1 ? reader.number() : undefined;
  return { shared: (flags & SHARED) !== 0, is64: (flags & IS_64) !== 0, initial, maximum };
}

/* A table with an initial element. */
const WITH_INITIAL_ELEMENT = 0x40;

export class WasmModule {
  bytes;
  /** @type {Section[]} */
  sections = [];
  /** Types of functions. @type {{ text: string, parameters: number, results: number }[]} */
  types = [];
  /** @type {Import[]} */
  imports = [];
  /** @type {WasmFunction[]} */
  functions = [];
  /** @type {Export[]} */
  exports = [];
  /** @type {Memory[]} */
  memories = [];
  tables = 0;
  tags = 0;
  /** Whether globals are imported or exported that change. */
  mutableGlobals = false;
  /** Whether constants are computed (the extension of constant expressions). */
  extendsConstants = false;
  /** Functions that a table, a global or code refers to, which may be called by a pointer.
   * @type {Set<number>} */
  addressed = new Set();

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    const magic = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < HEADER || magic.getUint32(0) !== 0x0061736d) {
      throw new Error('it is no WebAssembly file');
    }
    orDamaged(() => this.#readSections(new Reader(bytes, HEADER)));
  }

  /** @param {Reader} reader */
  #readSections(reader) {
    const { bytes } = this;
    while (!reader.done) {
      const id = reader.byte();
      const size = reader.number();
      const start = reader.position;
      const end = start + size;
      const contents = new Reader(bytes, start, end);
      const name = id === CUSTOM ? contents.name() : '';
      this.sections.push({ id, name, start, end });
      this.#readSection(id, name, contents);
      reader.position = end;
    }
  }

  /** How many of the functions are imported: they come first. */
  get importedFunctions() {
    return this.imports.filter(({ kind }) => kind === FUNCTION).length;
  }

  /**
   * @param {number} id
   * @param {string} name
   * @param {Reader} reader
   */
  #readSection(id, name, reader) {
    if (id === TYPES) this.types = reader.list(() => readFunctionType(reader));
    else if (id === IMPORTS) this.imports = reader.list(() => this.#readImport(reader));
    else if (id === FUNCTIONS) reader.list(() => this.#addFunction(reader.number()));
    else if (id === TABLES) reader.list(() => this.#readTable(reader));
    else if (id === MEMORIES) this.memories.push(...reader.list(() => readLimits(reader)));
    else if (id === GLOBALS) reader.list(() => this.#readGlobal(reader));
    else if (id === EXPORTS) this.exports = reader.list(() => readExport(reader));
    else if (id === ELEMENTS) reader.list(() => this.#readElements(reader));
    else if (id === CODE) this.#readCode(reader);
    else if (id === CUSTOM && name === 'name') this.#readNames(reader);
  }

  /** @param {number} type @param {Import} [imported] */
  #addFunction(type, imported) {
    const name = `${imported ? imported.name : 'function'}#${this.functions.length}`;
    const { text, parameters } = this.types[type];
    this.functions.push({ type: text, parameters, name, imported, start: 0, end: 0 });
  }

  /** @param {Reader} reader */
  #readImport(reader) {
    const imported = { module: reader.name(), name: reader.name(), kind: reader.byte() };
    if (imported.kind === FUNCTION) this.#addFunction(reader.number(), imported);
    else if (imported.kind === TABLE) this.#readTable(reader);
    else if (imported.kind === MEMORY) this.memories.push(readLimits(reader));
    else if (imported.kind === GLOBAL) {
      readValueType(reader);
      if (reader.byte() !== 0) this.mutableGlobals = true;
    } else if (imported.kind === TAG) {
      reader.byte();
      reader.skipNumber();
      this.tags++;
    }
    return imported;
  }

  /** @param {Reader} reader */
  #readTable(reader) {
    this.tables++;
    if (readValueType(reader) !== `${WITH_INITIAL_ELEMENT}`) readLimits(reader);
    else {
      reader.byte();
      readValueType(reader);
      readLimits(reader);
      this.#readConstant(reader);
    }
  }

  /** @param {Reader} reader */
  #readGlobal(reader) {
    readValueType(reader);
    reader.byte();
    this.#readConstant(reader);
  }

  /** @param {Reader} reader */
  #readConstant(reader) {
    readExpression(reader, (opcode, operand) => {
      if (opcode === REF_FUNC) this.addressed.add(operand);
      else if (ARITHMETIC.has(opcode)) this.extendsConstants = true;
    });
  }

  /** A segment of elements; the bits of its kind say of what it consists. @param {Reader} reader */
  #readElements(reader) {
    const kind = reader.number();
    const isActive = (kind & 1) === 0;
    const hasTableOrIsDeclared = (kind & 2) !== 0;
    const isOfExpressions = (kind & 4) !== 0;
    if (isActive && hasTableOrIsDeclared) reader.skipNumber();
    if (isActive) this.#readConstant(reader);
    if ((kind & 3) !== 0) {
      if (isOfExpressions) readValueType(reader);
      else reader.byte();
    }
    reader.list(() => {
      if (isOfExpressions) this.#readConstant(reader);
      else this.addressed.add(reader.number());
    });
  }

  /** @param {Reader} reader */
  #readCode(reader) {
    const first = this.importedFunctions;
    reader.list((index) => {
      const size = reader.number();
      const each = this.functions[first + index];
      each.start = reader.position;
      each.end = reader.position + size;
      reader.position = each.end;
    });
  }

  /** @param {Reader} reader */
  #readNames(reader) {
    while (!reader.done) {
      const kind = reader.byte();
      const end = reader.number() + reader.position;
      if (kind === FUNCTION_NAMES) {
        reader.list(() => {
          const index = reader.number();
          const name = reader.name();
          if (this.functions[index]) this.functions[index].name = name;
        });
      }
      reader.position = end;
    }
  }

  /**
   * The locals that the code of a function declares, apart from its parameters.
   * @param {WasmFunction} code
   * @returns {{ types: string[], groups: number, start: number, end: number }} the type of each, in
   *   how many groups of one type they are, and where these lie
   */
  readLocals({ start: begin, end: last }) {
    const reader = new Reader(this.bytes, begin, last);
    const groups = reader.number();
    const start = reader.position;
    /** @type {string[]} */
    const types = [];
    for (let group = 0; group < groups; group++) {
      const count = reader.number();
      types.push(.../** @type {string[]} */ (Array(count).fill(readValueType(reader))));
    }
    return { types, groups, start, end: reader.position };
  }

  /**
   * Reads the code of a function.
   * @param {WasmFunction} code
   * @param {import('./instructions.js').Visit} visit
   */
  readInstructions(code, visit) {
    const { name, end } = code;
    const reader = new Reader(this.bytes, this.readLocals(code).end, end);
    try {
      readExpression(reader, visit);
    } catch (error) {
      throw new Error(`${name}: ${/** @type {Error} */ (error).message}`, { cause: error });
    }
  }

  /**
   * The file, written anew.
   * @param {object} changes
   * @param {(name: string) => boolean} changes.keepsSection which of the custom sections remain, by
   *   their names; that of the names itself does not
   * @param {readonly Export[]} changes.exports
   * @param {readonly string[]} [changes.names] of the functions, by their indexes
   * @param {ReadonlyMap<WasmFunction, Uint8Array>} [changes.code] of the functions whose code changes
   * @returns {Uint8Array}
   */
  write({ keepsSection, exports, names, code }) {
    const parts = [this.bytes.subarray(0, HEADER)];
    for (const { id, name, start, end } of this.sections) {
      if (id === CUSTOM && (name === 'name' || !keepsSection(name))) continue;
      if (id === EXPORTS) parts.push(...section(id, encodeExports(exports)));
      else if (id === CODE && code) parts.push(...section(id, this.#encodeCode(code)));
      else parts.push(...section(id, this.bytes.subarray(start, end)));
    }
    if (names) parts.push(...section(CUSTOM, encodeNames(names)));
    return concatenate(parts);
  }

  /** @param {ReadonlyMap<WasmFunction, Uint8Array>} changed */
  #encodeCode(changed) {
    const defined = this.functions.filter(({ imported }) => !imported);
    const bodies = defined.flatMap((each) => {
      const body = changed.get(each) ?? this.bytes.subarray(each.start, each.end);
      return [encodeNumber(body.length), body];
    });
    return concatenate([encodeNumber(defined.length), ...bodies]);
  }
}

/** @param {Reader} reader @returns {Export} */
function readExport(reader) {
  return { name: reader.name(), kind: reader.byte(), index: reader.number() };
}

/** @param {readonly Export[]} exports */
const encodeExports = (exports) =>
  encodeList(
    exports.map(({ name, kind, index }) => [...encodeName(name), kind, ...encodeNumber(index)]),
  );

/** @param {readonly string[]} names */
function encodeNames(names) {
  const list = encodeList(
    names.map((name, index) => [...encodeNumber(index), ...encodeName(name)]),
  );
  return [...encodeName('name'), FUNCTION_NAMES, ...encodeNumber(list.length), ...list];
}

/**
 * @param {number} id
 * @param {Uint8Array | readonly number[]} contents
 * @returns {Uint8Array[]}
 */
const section = (id, contents) => [
  Uint8Array.from([id, ...encodeNumber(contents.length)]),
  Uint8Array.from(contents),
];

/** @param {string} path of a WebAssembly file */
export const readModule = (path) => new WasmModule(new Uint8Array(readFileSync(path)));
