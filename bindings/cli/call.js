/**
 * A call of an export, typed as words on a command line: `countdown 3 --delay 0.1`.
 */
import { createReadStream } from 'node:fs';

import * as basicTypes from '../index.js';
import { UsageError, closest } from './errors.js';
import { checkFile } from './plan.js';

/** @typedef {import('../compile/types.js').Declarations} Declarations */
/** @typedef {import('../declared.js').Type} Type */

/**
 * A parameter with the name of its type: of an optional, that of what it is if it is given.
 * @typedef {object} Parameter
 * @property {string} name
 * @property {string} type
 * @property {boolean} optional
 */

/**
 * What can be called.
 * @typedef {object} Definition
 * @property {string} name
 * @property {'generator' | 'function' | 'class'} kind
 * @property {readonly Parameter[]} parameters
 */

/**
 * @param {import('../compile/types.js').TypeKey} key
 * @param {Declarations['types']} types
 * @returns {string}
 */
function typeName(key, types) {
  if (typeof key === 'string') return key;
  const { sort, of = sort, name = sort } = types[key];
  return sort === 'optional' ? typeName(of, types) : name;
}

/**
 * @param {Declarations} declarations
 * @returns {Definition[]}
 */
export const callable = ({ definitions, types }) =>
  definitions.map(({ name, kind, parameters }) => ({
    name,
    kind,
    parameters: parameters.map((each) => ({ ...each, type: typeName(each.type, types) })),
  }));

/** The basic type of a name, if it is one. @param {string} name @returns {Type | undefined} */
const basicType = (name) => /** @type {Record<string, any>} */ (basicTypes)[`${name}Type`];

/** What JSON says, else the text itself. @param {string} text */
function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * The items of a JSON array, else the chunks of a file, or of standard input.
 * @param {string} text
 */
function readIterable(text) {
  const list = text.startsWith('[') && readJson(text);
  if (Array.isArray(list)) {
    return (async function* items() {
      yield* list;
    })();
  }
  if (text === '-') return process.stdin;
  checkFile(text);
  return createReadStream(text);
}

/** @param {string} text */
const readNumber = (text) => (/^[-+]?(\d|\.\d|Infinity$)/.test(text) ? Number(text) : undefined);

/**
 * What stands for a value of each declared type, where it is not JSON; what is undefined cannot be
 * read as that type.
 * @type {Record<string, (text: string) => unknown>}
 */
const READERS = {
  bool: (text) => ({ true: true, false: false })[text],
  int: readNumber,
  int64: (text) => (/^[-+]?\d+$/.test(text) ? BigInt(text) : undefined),
  double: (text) => (text === 'NaN' ? NaN : readNumber(text)),
  string: (text) => text,
  bytes: (text) => new TextEncoder().encode(text),
  iterable: readIterable,
};

/**
 * @param {Definition} definition
 * @param {Parameter} parameter
 * @param {string} text
 */
function readValue(definition, parameter, text) {
  const { name, type, optional } = parameter;
  const value = (READERS[type] ?? readJson)(text);
  const basic = basicType(type);
  if (!basic || (value !== undefined && basic.accepts(value))) return value;
  const what = optional ? `--${optionName(name)}` : `'${name}'`;
  throw new UsageError(`${definition.name}: ${what} must be ${basic.expected}, got '${text}'`);
}

/** As options are written: `maximumLength` is --maximum-length. @param {string} name */
const optionName = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * How a definition is called on the command line.
 * @param {Definition} definition
 */
export function usage({ name, parameters }) {
  const words = parameters.map((parameter) => {
    if (!parameter.optional) return parameter.name.toUpperCase();
    const option = `--${optionName(parameter.name)}`;
    return parameter.type === 'bool'
      ? `[${option}]`
      : `[${option} ${parameter.type.toUpperCase()}]`;
  });
  return [name, ...words].join(' ');
}

/**
 * @param {Definition} definition
 * @param {string} word which is an option
 * @param {string[]} rest the words behind it, of which its value is taken
 * @returns {[name: string, value: unknown]}
 */
function readOption(definition, word, rest) {
  const [, typed, inline] = /** @type {RegExpMatchArray} */ (word.match(/^--([^=]*)=?(.*)$/s));
  const options = definition.parameters.filter(({ optional }) => optional);
  const find = (/** @type {string} */ name) =>
    options.find((each) => each.name === name || optionName(each.name) === name);
  const negated = typed.startsWith('no-') ? find(typed.slice(3)) : undefined;
  if (negated?.type === 'bool') return [negated.name, false];
  const parameter = find(typed);
  if (!parameter) {
    const known = closest(
      `--${typed}`,
      options.map(({ name }) => `--${optionName(name)}`),
    );
    const question = known ? `; did you mean '${known}'?` : '';
    throw new UsageError(`${definition.name} has no option '--${typed}'${question}`, [
      usage(definition),
    ]);
  }
  if (word.includes('=')) return [parameter.name, readValue(definition, parameter, inline)];
  if (parameter.type === 'bool') return [parameter.name, true];
  const text = rest.shift();
  if (text === undefined) throw new UsageError(`${definition.name}: '--${typed}' needs a value`);
  return [parameter.name, readValue(definition, parameter, text)];
}

/**
 * Reads the words behind the name of an export by the types that it declares.
 * @param {Definition} definition
 * @param {readonly string[]} words
 * @returns {unknown[]} what to call the export with
 * @throws {UsageError} that says which word is wrong, and what was expected
 */
export function readCall(definition, words) {
  const required = definition.parameters.filter(({ optional }) => !optional);
  /** @type {unknown[]} */
  const values = [];
  /** @type {Record<string, unknown>} */
  const options = {};
  const rest = [...words];
  let onlyValues = false;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!onlyValues && word === '--') onlyValues = true;
    else if (!onlyValues && word.startsWith('--')) {
      const [name, value] = readOption(definition, word, rest);
      options[name] = value;
    } else if (values.length < required.length) {
      values.push(readValue(definition, required[values.length], word));
    } else throw new UsageError(`'${word}' is one argument too many`, [usage(definition)]);
  }
  if (values.length < required.length) {
    const { name, type } = required[values.length];
    const expected = basicType(type)?.expected ?? `JSON of type ${type}`;
    throw new UsageError(`'${name}' is missing, ${expected}`, [usage(definition)]);
  }
  return Object.keys(options).length > 0 ? [...values, options] : values;
}
