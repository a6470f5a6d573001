/**
 * Writes the ES module and the types that go with a built WebAssembly file:
 *
 *     node generate.js FILE.wasm [BINDINGS]
 *
 * BINDINGS is how the written module imports the bindings: a package or a relative folder. For a
 * program it is left out, and the file is only checked.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

import { types } from '../arguments.js';
import { checkImports, describeDefinitions, describeMemory, isDebugBuild } from './describe.js';

/** @typedef {import('../arguments.js').Definition} Definition */
/** @typedef {import('../arguments.js').Type} Type */

/** Names that an ES module cannot export or bind, and those that every module exports itself. */
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum ' +
    'eval export extends false finally for function if implements import in instanceof interface ' +
    'let new null package private protected public return static super switch this throw true try ' +
    'typeof var void while with yield AsyncforError open ready stats'
  ).split(' '),
);

/**
 * Refuses names that do not work in JavaScript, where maximum_length is maximumLength.
 * @param {string} where
 * @param {readonly { name: string }[]} named
 * @param {boolean} exported
 */
function checkNames(where, named, exported) {
  const seen = new Set();
  for (const { name } of named) {
    if (exported && RESERVED.has(name)) {
      throw new Error(`${where}: '${name}' is a name that JavaScript or asyncfor keeps for itself`);
    }
    if (seen.has(name)) throw new Error(`${where}: two are called '${name}' in JavaScript`);
    seen.add(name);
  }
}

/** @param {readonly Definition[]} definitions */
function checkDefinitions(definitions) {
  checkNames('ASYNC_MODULE', definitions, true);
  for (const { name, parameters } of definitions) {
    checkNames(`the parameters of ${name}`, parameters, false);
  }
  return definitions;
}

/**
 * @param {string} file the name of the WebAssembly file
 * @param {string} bindings
 * @param {readonly Definition[]} definitions
 * @param {{ initial: number, maximum: number }} memory in pages
 * @param {boolean} debug whether it is a debug build
 */
export function generateModule(file, bindings, definitions, memory, debug) {
  const described = definitions.map(({ documentation: _, ...definition }) => definition);
  const names = definitions.map(({ name }) => name);
  return `// Made from ${file} by asyncfor.
import { AsyncforError } from '${bindings}/errors.js';
import { defineModule } from '${bindings}/module.js';

const module = /* @__PURE__ */ defineModule({
  wasm: () => new URL('./${file}', import.meta.url),
  memory: ${JSON.stringify(memory)},
  definitions: ${JSON.stringify(described)},${debug ? '\n  debug: true,' : ''}
});
export { AsyncforError };
export const { ${[...names, 'open', 'ready', 'stats'].join(', ')} } = module;
`;
}

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

/**
 * @param {string} path of the WebAssembly file
 * @param {string | undefined} bindings
 */
function main(path, bindings) {
  const file = basename(path);
  const wasm = readFileSync(path);
  checkImports(wasm);
  if (bindings === undefined) return;
  const stem = path.replace(/\.wasm$/, '');
  const definitions = checkDefinitions(describeDefinitions(wasm));
  const memory = describeMemory(wasm);
  const module = generateModule(file, bindings, definitions, memory, isDebugBuild(wasm));
  writeFileSync(`${stem}.mjs`, module);
  writeFileSync(`${stem}.d.mts`, generateTypes(file, definitions));
}

/* By its name: the path may lead through links. */
if (process.argv[1]?.endsWith('build/generate.js')) {
  const [path, bindings] = process.argv.slice(2);
  try {
    main(path, bindings);
  } catch (error) {
    console.error(`${basename(path)}: ${/** @type {Error} */ (error).message}`);
    process.exitCode = 1;
  }
}
