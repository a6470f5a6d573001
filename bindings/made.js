/**
 * The types that are made of others, as they are taken from JavaScript: arrays, optionals, records.
 * A value is read once, at the call, part by part; what is refused is named.
 */
import { reserve } from './conversion.js';
import { Refusal, take } from './declared.js';
import { describe, isRevoked } from './errors.js';
import { iterableType } from './iterables.js';
import { boolType, doubleType, int64Type, intType } from './numbers.js';
import { bytesType, jsFunctionType, jsValueType, stringType, valueType } from './types.js';

/**
 * @typedef {import('./instance.js').Instance} Instance
 * @typedef {import('./declared.js').Type} Type
 */

/** A type with its size in C. @typedef {Type & { size: number }} SizedType */

/** The bytes before the data in a box, and before the value in an optional. */
export const HEAD = 8;

/** In the order of C's async__sort. @type {readonly SizedType[]} */
export const basicTypes = [
  { ...boolType, size: 1 },
  { ...intType, size: 4 },
  { ...int64Type, size: 8 },
  { ...doubleType, size: 8 },
  { ...stringType, size: 8 },
  { ...bytesType, size: 8 },
  { ...iterableType, size: 4 },
  { ...valueType, size: 16 },
  { ...jsValueType, size: 4 },
  { ...jsFunctionType, size: 4 },
];

/** An engine ends the process when it has no room for the items of an array. */
const MOST_ITEMS = 2 ** 25;

/** The types of numbers, which typed arrays are of. */
const numbers = [1, 2, 3].map((sort) => basicTypes[sort]);

/** @type {Type['accepts']} */
const accepts = () => true;

/**
 * Memory of C's, filled with zeros.
 * @param {Instance} instance
 * @param {number} size in bytes
 * @param {number[]} free takes its address
 */
export function reserveZeros(instance, size, free) {
  const address = reserve(instance, size);
  free.push(address);
  instance.memory.bytes.fill(0, address, address + size);
  return address;
}

/**
 * @param {any} value
 * @param {SizedType} item
 */
function isArray(value, item) {
  if (isRevoked(value)) return false;
  if (Array.isArray(value)) return true;
  return ArrayBuffer.isView(value) && !(value instanceof DataView) && numbers.includes(item);
}

/**
 * C's `struct { const T *items; size_t count; }`.
 * @param {number} size
 * @param {SizedType} item
 * @returns {SizedType}
 */
export function arrayType(size, item) {
  return {
    size,
    expected: numbers.includes(item) ? 'an array or a typed array' : 'an array',
    accepts,
    take(value) {
      if (!isArray(value, item)) return new Refusal(`, got ${describe(value)}`);
      const { length } = value;
      if (length > MOST_ITEMS) {
        return new Refusal(` of at most ${MOST_ITEMS} items, got ${length}`);
      }
      const kept = [];
      for (let index = 0; index < length; index++) {
        const each = take(item, value[index]);
        const why = Refusal.reason(each);
        if (why !== undefined) {
          return new Refusal(`: item ${index} must be ${item.expected}${why}`);
        }
        kept.push(each);
      }
      return kept;
    },
    write(instance, address, kept, free) {
      const items = reserveZeros(instance, kept.length * item.size, free);
      instance.memory.view.setUint32(address, items, true);
      for (const [index, each] of kept.entries()) {
        /* One more each time: so much is given up if a later one fails. */
        instance.memory.view.setUint32(address + 4, index + 1, true);
        item.write(instance, items + index * item.size, each, free);
      }
    },
  };
}

/**
 * C's `struct { bool given; T value; }`.
 * @param {number} size
 * @param {SizedType} item
 * @returns {SizedType}
 */
export function optionalType(size, item) {
  return {
    size,
    expected: item.expected,
    accepts,
    take: (value) => (value === undefined ? undefined : take(item, value)),
    write(instance, address, kept, free) {
      if (kept === undefined) return;
      instance.memory.view.setUint8(address, 1);
      item.write(instance, address + HEAD, kept, free);
    },
  };
}

/**
 * @param {number} size
 * @param {string} name
 * @param {readonly { name: string, type: Type, offset: number }[]} fields
 * @returns {SizedType}
 */
export function recordType(size, name, fields) {
  return {
    size,
    expected: `a record ${name}`,
    accepts,
    take(value) {
      if (isRevoked(value) || typeof value !== 'object' || !value || Array.isArray(value)) {
        return new Refusal(`, got ${describe(value)}`);
      }
      const kept = [];
      for (const field of fields) {
        const each = take(field.type, value[field.name]);
        const why = Refusal.reason(each);
        if (why !== undefined) {
          return new Refusal(`: field '${field.name}' must be ${field.type.expected}${why}`);
        }
        kept.push(each);
      }
      return kept;
    },
    write(instance, address, kept, free) {
      for (const [index, { type, offset }] of fields.entries()) {
        type.write(instance, address + offset, kept[index], free);
      }
    },
  };
}
