/**
 * The TypeScript declarations of a built module.
 */
import { types } from '../arguments.js';
import { RESERVED } from './names.js';

/** @typedef {import('../arguments.js').Definition} Definition */
/** @typedef {import('../arguments.js').Type} Type */

/** @param {Definition['item']} item */
const itemType = (item) => /** @type {Type} */ (types[item]).typescript;

/** @param {Definition['item']} type */
const parameterType = (type) => {
  const { typescriptParameter, typescript } = /** @type {Type} */ (types[type]);
  return typescriptParameter ?? typescript;
};

/** @param {Definition} definition */
function parameterList({ parameters }) {
  const list = parameters
    .filter(({ optional }) => !optional)
    .map(({ name, type }) => `${RESERVED.has(name) ? `${name}_` : name}: ${parameterType(type)}`);
  const options = parameters
    .filter(({ optional }) => optional)
    .map(({ name, type }) => `${name}?: ${parameterType(type)}`);
  options.push('signal?: AbortSignal');
  list.push(`options?: { ${options.join('; ')} }`);
  return list.join(', ');
}

/** @param {Definition['item']} item */
const iteratorType = (item) => `AsyncGenerator<${itemType(item)}, void, undefined> & Closable`;

/** @param {Definition} definition */
function comment({ documentation }) {
  if (!documentation) return '';
  return `/**\n${documentation
    .split('\n')
    .map((line) => ` * ${line.replaceAll('*/', '*\\/')}\n`)
    .join('')} */\n`;
}

/** @param {Definition} definition */
function memberType(definition) {
  const { kind, name, item } = definition;
  const list = parameterList(definition);
  const iterator = iteratorType(item);
  if (kind === 'function') return `  ${name}(${list}): Promise<${itemType(item)}>;`;
  if (kind === 'generator') return `  ${name}(${list}): ${iterator};`;
  return `  ${name}: { new (${list}): ${iterator}; (${list}): ${iterator} };`;
}

/** @param {Definition} definition */
function declaration(definition) {
  const { kind, name, item } = definition;
  const list = parameterList(definition);
  const iterator = iteratorType(item);
  const text = comment(definition);
  if (kind === 'function')
    return `${text}export function ${name}(${list}): Promise<${itemType(item)}>;\n`;
  if (kind === 'generator') return `${text}export function ${name}(${list}): ${iterator};\n`;
  return `${text}export const ${name}: { new (${list}): ${iterator}; (${list}): ${iterator} };\n`;
}

/** What every module's types begin with: they stand on their own, wherever the bindings are. */
const commonTypes = `/** An error that the runtime raised and that no class of ECMA-262 stands for. */
export class AsyncforError extends Error {
  constructor(code: string, message: string, options?: { cause?: unknown });
  /** The name of the error's type in C, or of what happened to the instance. */
  code: string;
}

/** A clock to run on instead of the host's, for tests. */
export interface Clock {
  /** Milliseconds, never going back. */
  now(): number;
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(timeout: any): void;
}

export interface InstanceOptions {
  /** The module's file, bytes or compiled code, instead of the file beside this one. */
  wasm?: WebAssembly.Module | ArrayBuffer | ArrayBufferView | URL | string;
  /** Bytes that the instance may use at most. */
  maximumMemory?: number;
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
  name: string;
  state: 'created' | 'running' | 'awaiting' | 'yielded' | 'ended';
  /** The file and line in C, or the stack of JavaScript, that made it. */
  madeAt: string;
}

/** What an iterator has besides the language's methods. */
export interface Closable {
  /** Ends the iteration, as \`return()\` does; settles when the cleanup is done. */
  close(): Promise<void>;
}`;

/**
 * @param {string} file
 * @param {readonly Definition[]} definitions
 */
export function generateTypes(file, definitions) {
  return `// Made from ${file} by asyncfor.

${commonTypes}
${definitions.map(declaration).join('\n')}
/** The members of an instance of its own. */
export interface Members {
${definitions.map(memberType).join('\n')}
  /** Settles when the instance is up. */
  ready(): Promise<void>;
  /** What lives in the instance at this moment. */
  stats(): Stats;
}

/** A separate instance with the same members. */
export function open(options?: InstanceOptions): Members;
/** Settles when the default instance is up. */
export function ready(): Promise<void>;
/** What lives in the default instance at this moment. */
export function stats(): Stats;
`;
}
