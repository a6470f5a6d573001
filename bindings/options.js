/**
 * The options of open() and run(): checked against what there is.
 */
import { describe, isRevoked } from './errors.js';

/**
 * What an option must be, and whether a value is that.
 * @typedef {readonly [expected: string, accepts: (value: any) => boolean]} Option
 */

/** A clock to run on, as host.js has it. @type {Option} */
export const clockOption = [
  'an object with the functions now, setTimeout and clearTimeout',
  (value) =>
    ['now', 'setTimeout', 'clearTimeout'].every((name) => typeof value?.[name] === 'function'),
];

/**
 * @param {string} call as it stands in messages
 * @param {any} options
 * @param {Record<string, Option>} table by the names of the options
 * @throws {TypeError} that names the option, what was expected and what came
 */
export function checkOptions(call, options, table) {
  if (typeof options !== 'object' || options === null || isRevoked(options)) {
    throw new TypeError(`${call}: the options must be an object, got ${describe(options)}`);
  }
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(table, key)) {
      const known = Object.keys(table).join(', ');
      throw new TypeError(`${call}: there is no option '${key}'; there are ${known}`);
    }
    const [expected, accepts] = table[key];
    if (value === undefined || accepts(value)) continue;
    throw new TypeError(`${call}: option '${key}' must be ${expected}, got ${describe(value)}`);
  }
}
