/**
 * Values of JavaScript that become what they are in C: copied, where they are text or bytes.
 */
import { BYTES, STRING } from './memory.js';
import { SETTLED_ERROR, SETTLED_VALUE } from './waiters.js';

/** @typedef {import('./instance.js').Instance} Instance */

const encoder = new TextEncoder();

/** @param {string} text */
export const encode = (text) => encoder.encode(text);

/** Throws for what is no buffer. @type {any} */
const byteLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get;

/**
 * The bytes of a value that is binary data; a buffer that is detached is none.
 * @param {any} value
 * @returns {Uint8Array | undefined}
 */
export function asBytes(value) {
  try {
    if (ArrayBuffer.isView(value)) {
      return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    }
    /* The tag, which buffers of other realms have too, comes first, because all else throws. */
    if (value?.[Symbol.toStringTag] !== 'ArrayBuffer') return undefined;
    return new Uint8Array(value, 0, Reflect.apply(byteLength, value, []));
  } catch {
    return undefined;
  }
}

/**
 * @param {Instance} instance
 * @param {number} size in bytes
 * @returns {number} the address of that much memory of C's
 */
export function reserve({ exports }, size) {
  const address = size < 2 ** 32 ? exports.asyncfor_buffer(size) : 0;
  if (address === 0) throw new RangeError(`asyncfor: no memory for ${size} bytes`);
  return address >>> 0;
}

/**
 * Copies bytes into memory of C's.
 * @param {Instance} instance
 * @param {Uint8Array} bytes
 * @returns {number} the address
 */
export function place(instance, bytes) {
  const address = reserve(instance, bytes.length);
  instance.memory.bytes.set(bytes, address);
  return address;
}

/**
 * Converts what C has a type of its own for, bigints apart: leaves it in the memory's fields.
 * @param {Instance} instance
 * @param {any} value
 * @returns {boolean} false: it is something else
 */
export function convertPlain(instance, value) {
  const { memory } = instance;
  if (memory.convertSmall(value)) return true;
  const isText = typeof value === 'string';
  const bytes = isText ? encode(value) : asBytes(value);
  if (!bytes) return false;
  memory.converted(isText ? STRING : BYTES, place(instance, bytes), bytes.length);
  return true;
}

/**
 * Converts a value for the coroutine that waits for it; what C has no type for stays what it is.
 * @param {Instance} instance
 * @param {any} value
 * @param {number} [otherwise] what becomes of an error of the conversion
 * @returns {number} how the wait is settled
 */
export function readValueFor(instance, value, otherwise = SETTLED_ERROR) {
  try {
    if (!convertPlain(instance, value)) instance.memory.refer(value);
    return SETTLED_VALUE;
  } catch (error) {
    return instance.readError(error, otherwise);
  }
}

/** What waits for values as what they are in C. @type {import('./instance.js').Extension} */
export function conversion(instance) {
  const { handles, waiters } = instance;
  /** @type {import('./waiters.js').Read} */
  const read = (value) => readValueFor(instance, value);
  return {
    asyncfor: {
      await_converted: (/** @type {number} */ index, /** @type {number} */ frame) =>
        waiters.wait(handles.get(index), frame, read),
    },
  };
}
