/**
 * What is to be built, and by what: the arguments of `asyncfor build`, read and checked.
 */
import { statSync } from 'node:fs';
import { basename, dirname, extname, parse, resolve } from 'node:path';

import { canWrite } from '../compile/cache.js';
import { explainRefusedFlag } from '../compile/refused-flags.js';
import { UsageError } from './errors.js';
import { readOptions } from './options.js';

/**
 * @typedef {object} Plan
 * @property {string[]} inputs sources, objects and archives, in the order of the link
 * @property {string[]} compiler flags of the user's for each source
 * @property {string[]} linker flags of the user's for the link
 * @property {string} output the path of what is made, without its endings
 * @property {boolean} debug
 * @property {boolean} program whether it has a main(); else it is a module
 * @property {boolean} singleFile whether the WebAssembly goes into the module
 */

/** Flags of the compiler and the linker whose value may stand in the next argument, and who gets them. */
export const WITH_VALUE = /** @type {const} */ ({
  '-I': 'compiler',
  '-D': 'compiler',
  '-U': 'compiler',
  '-isystem': 'compiler',
  '-iquote': 'compiler',
  '-include': 'compiler',
  '-L': 'linker',
  '-l': 'linker',
  '-s': 'linker',
});

/** Flags that stand alone. @type {[pattern: RegExp, receiver: 'compiler' | 'linker' | 'both'][]} */
const ALONE = [
  [/^(-sUSE_\w+(=.*)?|--use-port=.*)$/, 'both'],
  [/^-Wl,/, 'linker'],
  [/^-(O[0-3sz]?|W.*|f.*|m.*|g.*|std=.*|pedantic)$/, 'compiler'],
];

const SOURCES = ['.c', '.cc', '.cpp', '.cxx'];
const LINKED = ['.o', '.a'];

/** Options of our own. */
export const OPTIONS = /** @type {const} */ ({
  output: { type: 'string', short: 'o' },
  debug: { type: 'boolean' },
  program: { type: 'boolean' },
  'single-file': { type: 'boolean' },
  report: { type: 'boolean' },
  watch: { type: 'boolean', short: 'w' },
  quiet: { type: 'boolean', short: 'q' },
});

/** @param {string} file */
export const isSource = (file) => SOURCES.includes(extname(file));

/** Whether something typed is a file to build from. @param {string} word */
export const isInput = (word) => isSource(word) || LINKED.includes(extname(word));

/** @param {string} flag */
function refuseFlag(flag) {
  const reason = explainRefusedFlag(flag);
  if (reason) throw new UsageError(reason);
}

/**
 * Parts the flags of the compiler and the linker from what is ours.
 * @param {string[]} args
 */
export function splitFlags(args) {
  const split = {
    compiler: /** @type {string[]} */ ([]),
    linker: /** @type {string[]} */ ([]),
    rest: /** @type {string[]} */ ([]),
  };
  for (let index = 0; index < args.length; index++) {
    const argument = args[index];
    refuseFlag(argument);
    const alone = ALONE.find(([pattern]) => pattern.test(argument));
    const [flag, receiver] =
      Object.entries(WITH_VALUE).find(([name]) => argument.startsWith(name)) ?? [];
    if (argument === '--') {
      split.rest.push(...args.slice(index));
      break;
    } else if (alone) {
      if (alone[1] !== 'linker') split.compiler.push(argument);
      if (alone[1] !== 'compiler') split.linker.push(argument);
    } else if (receiver) {
      split[receiver].push(argument);
      if (argument !== flag) continue;
      if (++index === args.length) throw new UsageError(`option '${flag}' needs a value`);
      if (flag === '-s') refuseFlag(args[index]);
      split[receiver].push(args[index]);
    } else split.rest.push(argument);
  }
  return split;
}

/** What there is at a path; below a file there is nothing. @param {string} path */
function statOf(path) {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** @param {string} file */
export function checkFile(file) {
  const stats = statOf(file);
  if (!stats) throw new Error(`there is no file '${file}'`);
  if (!stats.isFile()) throw new Error(`'${file}' is no file`);
}

/** @param {string} file */
function checkInput(file) {
  if (!isInput(file)) {
    throw new UsageError(
      `'${file}' is no source (${SOURCES.join(', ')}), object (.o) or archive (.a)`,
    );
  }
  checkFile(file);
}

/** The folder that is there, of which others are to be made. @param {string} folder */
function nearestFolder(folder) {
  for (let nearest = resolve(folder); ; nearest = dirname(nearest)) {
    if (statOf(nearest)) return nearest;
  }
}

/**
 * Checks that files can be written beside a path, before anything is compiled.
 * @param {string} path
 */
function checkFolder(path) {
  const folder = nearestFolder(dirname(path));
  const refused = !statSync(folder).isDirectory()
    ? 'is no folder'
    : !canWrite(folder) && 'is read-only';
  if (refused) throw new Error(`cannot write into '${dirname(path)}': ${folder} ${refused}`);
}

/**
 * Checks where a module is to go.
 * @param {string} output as it was typed
 * @returns {string} the path without its endings
 */
export function readOutput(output) {
  const expected = `-o must name a file, such as dist/counter, got '${output}'`;
  const path = output.replace(/\.(mjs|wasm)$/, '');
  const name = basename(path);
  if (/[\\/]$/.test(path) || /^\.*$/.test(name)) throw new UsageError(expected);
  if (/\.(js|cjs|ts|html)$/.test(name)) {
    throw new UsageError(`${expected}; what is made is ${parse(name).name}.mjs`);
  }
  const [odd] = name.match(/[\p{Cc}#?%'"`\\]/u) ?? [];
  if (odd) throw new UsageError(`${expected}: a URL does not take ${JSON.stringify(odd)}`);
  if (path === output && statOf(path)?.isDirectory()) {
    throw new UsageError(`${expected}, which is a folder`);
  }
  checkFolder(path);
  return path;
}

/**
 * Reads the arguments of a command that builds.
 * @param {string[]} args
 * @returns {{ plan: Plan, watch: boolean, report: boolean, quiet: boolean }}
 * @throws {Error} that says which argument is wrong, what was expected and what came
 */
export function readPlan(args) {
  const { compiler, linker, rest } = splitFlags(args);
  const { values, positionals: inputs } = readOptions(rest, OPTIONS);
  const sources = inputs.filter(isSource);
  for (const input of inputs) checkInput(input);
  if (sources.length === 0) throw new UsageError('expected a C file, such as counter.c');
  const plan = {
    inputs,
    compiler,
    linker,
    output: readOutput(values.output ?? `${parse(sources[0]).name}.mjs`),
    debug: values.debug ?? false,
    program: values.program ?? false,
    singleFile: values['single-file'] ?? false,
  };
  const { watch = false, report = false, quiet = false } = values;
  return { plan, watch, report, quiet };
}
