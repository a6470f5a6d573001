/**
 * The TypeScript declarations of a built module.
 */
import { debugMembers } from './debug-members.js';
import { RESERVED } from './names.js';
import { types as basicTypes } from './types.js';

/** @typedef {import('./types.js').Definition} Definition */
/** @typedef {import('./types.js').DeclaredType} DeclaredType */
/** @typedef {import('./types.js').DescribedType} DescribedType */
/** @typedef {import('./types.js').Declarations} Declarations */
/** @typedef {import('../descriptors.js').TypeKey} TypeKey */

/** Types of numbers, as the items of arrays. @type {Record<string, string>} */
const TYPED_ARRAYS = {
  int: 'NumberArray',
  double: 'NumberArray',
  int64: 'NumberArray | BigInt64Array | BigUint64Array',
};

/** @param {string} key @returns {DeclaredType} */
const basic = (key) => basicTypes[/** @type {keyof typeof basicTypes} */ (key)];

/**
 * What is called with or without `new`.
 * @param {string} list of parameters
 * @param {string} result
 * @param {string} [indent]
 */
const constructible = (list, result, indent = '') =>
  [
    '{',
    '  /** As without `new`. */',
    `  new (${list}): ${result};`,
    `  (${list}): ${result};`,
    '}',
  ].join(`\n${indent}`);

/** The declarations of a module's exports and records. */
class Writer {
  #types;

  /** @param {readonly DescribedType[]} types */
  constructor(types) {
    this.#types = types;
  }

  /**
   * The type of what comes from C.
   * @param {TypeKey} key
   * @returns {string}
   */
  given(key) {
    if (typeof key === 'string') return basic(key).typescript;
    const { sort, of, name } = this.#types[key];
    if (of === undefined) return /** @type {string} */ (name);
    const item = this.given(of);
    if (sort === 'optional') return item === 'any' ? item : `${item} | undefined`;
    return /[ |]/.test(item) ? `(${item})[]` : `${item}[]`;
  }

  /**
   * The type of what C takes; of an optional that of what may be left out.
   * @param {TypeKey} key
   * @returns {string}
   */
  taken(key) {
    if (typeof key === 'string') {
      const { typescriptParameter, typescript } = basic(key);
      return typescriptParameter ?? typescript;
    }
    const { sort, of } = this.#types[key];
    if (of === undefined) return this.given(key);
    if (sort === 'optional') return this.taken(of);
    const item = this.taken(of);
    const array = /[ |]/.test(item) ? `readonly (${item})[]` : `readonly ${item}[]`;
    return typeof of === 'string' && of in TYPED_ARRAYS ? `${array} | ${TYPED_ARRAYS[of]}` : array;
  }

  /** @param {Definition} definition */
  parameters({ parameters }) {
    const list = parameters
      .filter(({ optional }) => !optional)
      .map(({ name, type }) => `${RESERVED.has(name) ? `${name}_` : name}: ${this.taken(type)}`);
    const options = parameters
      .filter(({ optional }) => optional)
      .map(({ name, type }) => `${name}?: ${this.taken(type)}`);
    options.push('signal?: AbortSignal');
    list.push(`options?: { ${options.join('; ')} }`);
    return list.join(', ');
  }

  /** @param {Definition} definition */
  #iterator({ item }) {
    return `AsyncGenerator<${this.given(item)}, void, undefined> & Closable`;
  }

  /** @param {Definition} definition */
  member(definition) {
    const { kind, name, item } = definition;
    const list = this.parameters(definition);
    const iterator = this.#iterator(definition);
    const text = comment(definition, '  ');
    if (kind === 'function') return `${text}  ${name}(${list}): Promise<${this.given(item)}>;`;
    if (kind === 'generator') return `${text}  ${name}(${list}): ${iterator};`;
    return `${text}  ${name}: ${constructible(list, iterator, '  ')};`;
  }

  /** @param {Definition} definition */
  declaration(definition) {
    const { kind, name, item } = definition;
    const list = this.parameters(definition);
    const iterator = this.#iterator(definition);
    const text = comment(definition);
    if (kind === 'function')
      return `${text}export function ${name}(${list}): Promise<${this.given(item)}>;\n`;
    if (kind === 'generator') return `${text}export function ${name}(${list}): ${iterator};\n`;
    return `${text}export const ${name}: ${constructible(list, iterator)};\n`;
  }

  /** @param {DescribedType} type */
  record(type) {
    const { name, fields = [] } = type;
    const list = fields.map((field) => {
      const optional =
        typeof field.type === 'number' && this.#types[field.type].sort === 'optional';
      return `  ${field.name}${optional ? '?' : ''}: ${this.given(field.type)};\n`;
    });
    return `${comment(type)}export interface ${name} {\n${list.join('')}}\n`;
  }
}

/**
 * @param {{ documentation?: string }} documented
 * @param {string} [indent]
 */
function comment({ documentation }, indent = '') {
  if (!documentation) return '';
  const lines = documentation.split('\n').map((line) => ` * ${line.replaceAll('*/', '*\\/')}`);
  return ['/**', ...lines, ' */'].map((line) => `${indent}${line}\n`).join('');
}

/**
 * The types of the host that are mentioned, each under its own name: a project may be without the
 * DOM's types, or Node's.
 */
const hostTypes = `type Global<Name extends string> = typeof globalThis extends Record<
  Name,
  { prototype: infer Type }
>
  ? Type
  : never;
type AbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Type } }
  ? Type
  : {
      readonly aborted: boolean;
      readonly reason: any;
      addEventListener(type: 'abort', listener: () => void): void;
      removeEventListener(type: 'abort', listener: () => void): void;
    };
type Blob = Global<'Blob'>;
type ReadableStream = Global<'ReadableStream'>;
type URL = Global<'URL'>;
type WebAssemblyModule = typeof globalThis extends {
  WebAssembly: { Module: { prototype: infer Type } };
}
  ? Type
  : never;
type NumberArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;
/* What is not exported above is not exported at all. */
export {};
`;

/** What every module's types begin with: they stand on their own, wherever the bindings are. */
const commonTypes = `/** An error that the runtime raised and that no class of ECMA-262 stands for. */
export class AsyncforError extends Error {
  /** The runtime makes these; a test may. */
  constructor(code: string, message: string, options?: { cause?: unknown });
  /** The name of the error's type in C, or of what happened to the instance. */
  code: string;
}

/** A clock to run on instead of the host's, for tests. */
export interface Clock {
  /** Milliseconds, never going back. */
  now(): number;
  /** Calls back once after a time; gives what clearTimeout() takes. */
  setTimeout(callback: () => void, milliseconds: number): unknown;
  /** Takes such a call back, if it has not happened. */
  clearTimeout(timeout: any): void;
}

/** What open() takes. */
export interface InstanceOptions {
  /** The module's file, bytes or compiled code, instead of the file beside this one. */
  wasm?: WebAssemblyModule | ArrayBuffer | ArrayBufferView | URL | string;
  /** Bytes that the instance may use at most. */
  maximumMemory?: number;
  /** What the instance goes by, instead of the host's clock. */
  clock?: Clock;
}

/** What lives in an instance at a moment. All are 0 once everything has ended, but \`pooled\`. */
export interface Stats {
  /** Coroutines that are created and not ended: of these ... */
  coroutines: number;
  /** ... so many have been started and hold a stack. */
  stacks: number;
  /** Values of JavaScript that C refers to. */
  handles: number;
  /** Blocks of memory held. */
  allocations: number;
  /** Their size. */
  bytes: number;
  /** Bytes of stacks kept for the next coroutine, part of no other figure. */
  pooled: number;
  /** In a debug build, the coroutines themselves, and where each was made. */
  live?: Living[];
}

/** A coroutine that has not ended. */
export interface Living {
  /** What C calls it. */
  name: string;
  /** What it does at this moment. */
  state: 'created' | 'running' | 'awaiting' | 'yielded' | 'ended';
  /** The file and line in C, or the stack of JavaScript, that made it. */
  madeAt: string;
}

/** What an iterator has besides the language's methods. */
export interface Closable {
  /** Ends the iteration, as \`return()\` does; settles when the cleanup is done. */
  close(): Promise<void>;
}`;

/** What the members of a debug build are of. */
const debugTypes = `
/** A coroutine that has not ended, and what it waits for. */
export interface Coroutine extends Living {
  /** What it waits for, in words; undefined: it does not wait. */
  waitsFor: string | undefined;
  /** Since when its state is what it is, in milliseconds on the instance's clock. */
  since: number;
  /** The coroutines that it waits for; one for which several wait is below one of these only. */
  awaited: Coroutine[];
}

/** What a coroutine has done. */
export interface TraceEvent {
  /** It runs; awaits something, which may be there; waits; has an item, a result or an error. */
  kind: 'enter' | 'await' | 'suspend' | 'settle';
  /** Tells the coroutine from the others that live at that moment. */
  coroutine: number;
  /** What C calls it. */
  name: string;
  /** Of an await and a suspension: what is waited for. */
  awaits?: string;
  /** When, in milliseconds on the instance's clock. */
  time: number;
}
`;

/**
 * The text of a module's types.
 * @param {string} file the name of the WebAssembly file
 * @param {Declarations} declarations
 * @param {boolean} [debug] whether it is a debug build
 */
export function generateTypes(file, { definitions, types: described }, debug = false) {
  const added = debug ? debugMembers(definitions) : [];
  const writer = new Writer(described);
  const records = described.filter(({ sort }) => sort === 'record');
  return `// Made from ${file} by asyncfor.

${commonTypes}
${debug ? debugTypes : ''}${[...records.map((type) => writer.record(type)), ...definitions.map((each) => writer.declaration(each))].join('\n')}
/** The members of an instance of its own. */
export interface Members {
${definitions.map((each) => writer.member(each)).join('\n')}
  /** Settles when the instance is up. */
  ready(): Promise<void>;
  /** What lives in the instance at this moment. */
  stats(): Stats;
${added.map(({ name, list, given, ...each }) => `${comment(each, '  ')}  ${name}(${list}): ${given};\n`).join('')}}

/** A separate instance with the same members. */
export function open(options?: InstanceOptions): Members;
/** Settles when the default instance is up. */
export function ready(): Promise<void>;
/** What lives in the default instance at this moment. */
export function stats(): Stats;
${added.map(({ name, list, given, ...each }) => `${comment(each)}export function ${name}(${list}): ${given};\n`).join('')}
${hostTypes}`;
}
