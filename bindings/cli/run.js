/**
 * `asyncfor run`: builds a C file and prints what it gives.
 */
import { once } from 'node:events';
import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

import { describeDeclarations, isModule } from '../compile/describe.js';
import { findToolchain } from '../compile/toolchain.js';
import { readModule } from '../compile/wasm.js';
import { run as runProgram } from '../run.js';
import { callable, readCall, usage } from './call.js';
import { complete } from './complete.js';
import { UsageError, closest } from './errors.js';
import { Build } from './make.js';
import { WITH_VALUE, isInput, readPlan } from './plan.js';
import { makeTemporary } from './temporary.js';

/** @typedef {import('./call.js').Definition} Definition */

export const help = `asyncfor run: builds a C file and prints what it gives

Usage: asyncfor run FILE.c … [OPTIONS] [EXPORT [ARGUMENT …] [--OPTION VALUE …]]
       asyncfor run FILE.c … [OPTIONS] [ARGUMENT …]

  asyncfor run counter.c                          all exports that need no argument
  asyncfor run counter.c countdown 3 --delay 0.1  one of them, by its declared types
  asyncfor run program.c one two                  a main(), with its arguments

Items are printed one a line as they come, what a function gives likewise.

An argument is a number, true or false, text, or for binary data text; what C takes
as an async iterable is a file, - for standard input, or a JSON array; anything else
is JSON, or text. A parameter with a default is an option: max_length is
--max-length.

OPTIONS are those of \`asyncfor build\` that compile and link; see there.
`;

/**
 * Parts what is built from what is called: the call begins at the first word that is neither an
 * option nor a file, or behind `--`.
 * @param {string[]} args
 */
function splitArguments(args) {
  let index = 0;
  for (; index < args.length; index++) {
    const word = args[index];
    if (word === '--') return { build: args.slice(0, index), call: args.slice(index + 1) };
    if (Object.hasOwn(WITH_VALUE, word)) index++;
    else if (!word.startsWith('-') && !isInput(word)) break;
  }
  return { build: args.slice(0, index), call: args.slice(index) };
}

/** @param {any} value */
function format(value) {
  if (typeof value === 'string') return value;
  const colors = process.stdout.isTTY;
  return inspect(value, { colors, compact: true, breakLength: Infinity, maxArrayLength: null });
}

/**
 * Prints a line, no faster than it is read.
 * @param {unknown} value
 */
async function print(value) {
  if (!process.stdout.write(`${format(value)}\n`)) await once(process.stdout, 'drain');
}

/**
 * Calls an export and prints what it gives.
 * @param {Definition} definition
 * @param {any} member
 * @param {unknown[]} given
 */
async function call({ kind }, member, given) {
  if (kind === 'function') {
    const result = await member(...given);
    if (result !== undefined) await print(result);
    return;
  }
  for await (const item of member(...given)) await print(item);
}

/**
 * Which exports are to be called, and with what.
 * @param {readonly Definition[]} definitions
 * @param {string[]} words
 * @returns {[Definition, unknown[]][]}
 */
function readCalls(definitions, [name, ...words]) {
  const usages = definitions.map(usage);
  if (name === undefined) {
    const free = definitions.filter(({ parameters }) => parameters.every((each) => each.optional));
    if (free.length > 0) return free.map((definition) => [definition, []]);
    throw new UsageError('every export needs arguments: name one', usages);
  }
  const definition = definitions.find((each) => each.name === name);
  if (definition) return [[definition, readCall(definition, words)]];
  const known = closest(
    name,
    definitions.map((each) => each.name),
  );
  const question = known ? `; did you mean '${known}'?` : '';
  throw new UsageError(`there is no export '${name}'${question}`, known ? [] : usages);
}

/** Where an error comes from, but for what is of this command. @param {any} error */
function describeError(error) {
  if (typeof error?.stack !== 'string') return format(error);
  const own = new URL('.', import.meta.url).href;
  const stack = error.stack.split('\n');
  return stack
    .filter((/** @type {string} */ line) => !line.includes(own) && !line.includes('(node:internal'))
    .join('\n');
}

/**
 * @param {string} output the path of the module without its endings
 * @param {string[]} words
 * @returns {Promise<number>} the exit code
 */
async function runModule(output, words) {
  const declarations = describeDeclarations(readModule(`${output}.wasm`));
  const calls = readCalls(callable(declarations), words);
  const members = await import(pathToFileURL(`${output}.mjs`).href);
  for (const [definition, given] of calls) {
    if (calls.length > 1) console.log(`# ${definition.name}`);
    try {
      await call(definition, members[definition.name], given);
    } catch (error) {
      console.error(describeError(error));
      return 1;
    }
  }
  return 0;
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const { build: words, call: called } = splitArguments(args);
  const { plan } = readPlan(words);
  const toolchain = await findToolchain();
  const build = new Build(toolchain, plan, (text) => process.stderr.write(text));
  const output = join(makeTemporary(), parse(plan.output).name);
  const linked = await build.link();
  if (!plan.program && isModule(readModule(linked))) {
    await complete(linked, { ...plan, output }, toolchain);
    return runModule(output, called);
  }
  plan.program = true;
  await complete(await build.link(), { ...plan, output }, toolchain);
  return runProgram(`${output}.wasm`, { args: called });
}
