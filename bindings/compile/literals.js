/**
 * The types of a module as its text has them: what reads a record is an object literal.
 */
import { BASIC_TYPES } from '../descriptors.js';

/** @typedef {import('./types.js').DescribedType} DescribedType */
/** @typedef {import('../descriptors.js').TypeKey} TypeKey */

/**
 * A property of an object literal that is one of its own, whatever its name.
 * @param {string} name
 */
const property = (name) => (name === '__proto__' ? `['${name}']` : name);

/**
 * Where a reader is: among the basic ones, `b`, or those made before, `m`.
 * @param {TypeKey} key
 */
const reader = (key) => (typeof key === 'number' ? `m[${key}]` : `b[${BASIC_TYPES.indexOf(key)}]`);

/**
 * What typed.js calls a RecordMaker.
 * @param {readonly { name: string, type: TypeKey, offset: number }[]} fields
 */
function recordMaker(fields) {
  const properties = fields.map(
    ({ name, type, offset }) => `${property(name)}: ${reader(type)}(a + ${offset})`,
  );
  return `(b, m) => (a) => ({ ${properties.join(', ')} })`;
}

/**
 * The list for defineTypes().
 * @param {readonly DescribedType[]} types
 */
export function typesText(types) {
  const texts = types.map(({ documentation: _, ...type }) => {
    const text = JSON.stringify(type);
    return type.fields ? `${text.slice(0, -1)},"make":${recordMaker(type.fields)}}` : text;
  });
  return `[${texts.map((text) => `\n  ${text},`).join('')}\n]`;
}
