/**
 * The options of a command, as `parseArgs` of node:util reads them, with messages of our own.
 */
import { parseArgs } from 'node:util';

import { UsageError, closest } from './errors.js';

/** @typedef {NonNullable<import('node:util').ParseArgsConfig['options']>} OptionTable */

/**
 * @param {any} error of parseArgs
 * @param {OptionTable} options
 */
function explain(error, options) {
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const [, typed] = /** @type {RegExpMatchArray} */ (error.message.match(/'([^']*)'/));
    const name = closest(
      typed,
      Object.keys(options).map((key) => `--${key}`),
    );
    return `unknown option '${typed}'${name ? `; did you mean '${name}'?` : ''}`;
  }
  /* Such as: Option '-o, --output <value>' argument missing. */
  const [sentence] = error.message.split(/\n|\. /);
  return sentence[0].toLowerCase() + sentence.slice(1);
}

/**
 * @template {OptionTable} T
 * @param {string[]} args
 * @param {T} options
 * @throws {UsageError}
 */
export function readOptions(args, options) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(explain(error, options));
  }
}
