/**
 * The declared types: what each takes, and how it is written to C.
 *
 * A built module refers to those of its parameters, and has no others inside.
 */
import { describe, isRevoked } from './errors.js';
import { asBytes, encode } from './memory.js';
import { isAsyncIterable } from './sources.js';

/** @typedef {import('./instance.js').Instance} Instance */

/**
 * What a declared type is to JavaScript.
 * @typedef {object} Type
 * @property {string} expected as it stands in messages
 * @property {(value: any) => boolean} accepts
 * @property {(value: any) => any} [keep] what is kept of the value between the call and the start
 * @property {(value: any) => any} [take] in the place of these two, for what is made of others:
 *   what is kept, or a Refusal
 * @property {(instance: Instance, address: number, value: any, free: number[]) => void} write puts
 *   what was kept to where C has zeros, and adds to `free` the memory that C then copies
 */

/** Why a value is not of a type. */
export class Refusal {
  #why;

  /** @param {string} why what follows on "must be …" */
  constructor(why) {
    this.#why = why;
  }

  /**
   * The reason, if what take() gave is a refusal: nothing is asked of a value, which may be a proxy.
   * @param {any} kept
   * @returns {string | undefined}
   */
  static reason(kept) {
    return typeof kept === 'object' && kept !== null && #why in kept ? kept.#why : undefined;
  }
}

/**
 * @param {Type} type
 * @param {any} value
 * @returns {any} what is kept of the value, or a Refusal
 */
export function take(type, value) {
  if (type.take) return type.take(value);
  if (!type.accepts(value)) return new Refusal(`, got ${describe(value)}`);
  return type.keep ? type.keep(value) : value;
}

/** @type {Type['write']} */
function writeBytes(instance, address, value, free) {
  const bytes = typeof value === 'string' ? encode(value) : value;
  const data = instance.memory.place(bytes, instance.exports.asyncfor_buffer);
  free.push(data);
  instance.memory.view.setUint32(address, data, true);
  instance.memory.view.setUint32(address + 4, bytes.length, true);
}

/**
 * @param {Instance} instance
 * @param {number} handle
 */
function createObject(instance, handle) {
  const object = instance.exports.asyncfor_object(handle);
  if (object === 0) throw new RangeError('asyncfor: no memory for an object');
  return object;
}

/** @type {Type['write']} */
function writeObject(instance, address, value) {
  const object = createObject(instance, instance.handles.add(value));
  instance.memory.view.setUint32(address, object, true);
}

/** The copies of binary data among the arguments. @type {WeakSet<object>} */
const copies = new WeakSet();

/** @param {any} value */
function keepValue(value) {
  const bytes = asBytes(value)?.slice();
  if (!bytes) return value;
  copies.add(bytes);
  return bytes;
}

/**
 * No property of an object is looked up here: that may run code which calls back, and there is one
 * place for arguments.
 * @type {Type['write']}
 */
function writeValue(instance, address, value) {
  const { memory, exports } = instance;
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  const opaque = isObject && !copies.has(value);
  if (opaque || !memory.convertPlain(value, exports.asyncfor_buffer)) {
    memory.object(createObject(instance, instance.handles.add(value)));
  }
  memory.store(address);
}

/** @type {Type} */
export const boolType = {
  expected: 'a boolean',
  accepts: (value) => typeof value === 'boolean',
  write: ({ memory }, address, value) => memory.view.setUint8(address, value ? 1 : 0),
};

/** @type {Type} */
export const intType = {
  expected: 'an integer of 32 bits',
  accepts: (value) => Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31,
  write: ({ memory }, address, value) => memory.view.setInt32(address, value, true),
};

/** @type {Type} */
export const int64Type = {
  expected: 'an integer of 64 bits (a bigint or a safe integer)',
  accepts: (value) =>
    typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value),
  write: ({ memory }, address, value) => memory.view.setBigInt64(address, BigInt(value), true),
};

/** @type {Type} */
export const doubleType = {
  expected: 'a number',
  accepts: (value) => typeof value === 'number',
  write: ({ memory }, address, value) => memory.view.setFloat64(address, value, true),
};

/** @type {Type} */
export const stringType = {
  expected: 'a string',
  accepts: (value) => typeof value === 'string',
  write: writeBytes,
};

/** @type {Type} */
export const bytesType = {
  expected: 'binary data (a Uint8Array, another view or an ArrayBuffer)',
  accepts: (value) => asBytes(value) !== undefined,
  keep: (value) => /** @type {Uint8Array} */ (asBytes(value)).slice(),
  write: writeBytes,
};

/** @type {Type} */
export const iterableType = {
  expected: 'an async iterable',
  accepts: (value) => !isRevoked(value) && isAsyncIterable(value),
  write: writeObject,
};

/** @type {Type} */
export const valueType = {
  expected: 'a value',
  accepts: () => true,
  keep: keepValue,
  write: writeValue,
};

/** @type {Type} */
export const jsValueType = {
  expected: 'a value',
  accepts: () => true,
  write: writeObject,
};

/** @type {Type} */
export const jsFunctionType = {
  expected: 'a function',
  accepts: (value) => typeof value === 'function',
  write: writeObject,
};
