/**
 * The declared types of what lies in memory, and of objects.
 */
import { asBytes, convertPlain, encode, place } from './conversion.js';
import { BOOL, BYTES, DOUBLE, OBJECT, STRING } from './memory.js';

/**
 * @typedef {import('./instance.js').Instance} Instance
 * @typedef {import('./declared.js').Type} Type
 */

/** @type {Type['write']} */
function writeBytes(instance, address, value, free) {
  const bytes = typeof value === 'string' ? encode(value) : value;
  const data = place(instance, bytes);
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
export function writeObject(instance, address, value) {
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

/** Of the first word of an async_value: what it points to is counted. */
const OWNED = 1 << 8;

/**
 * Writes what was converted last as an async_value.
 * @param {import('./memory.js').Memory} memory
 * @param {number} address
 */
export function storeConverted({ kind, number, size, view }, address) {
  view.setUint32(address, kind | (kind === STRING || kind === BYTES ? OWNED : 0), true);
  view.setUint32(address + 4, size, true);
  if (kind === BOOL) view.setUint8(address + 8, number);
  else if (kind === DOUBLE) view.setFloat64(address + 8, number, true);
  else view.setUint32(address + 8, number, true);
}

/**
 * Reads a value of C's, whatever it is.
 * @param {import('./instance.js').Instance} instance
 * @param {number} address
 * @returns {any} throws a TypeError for what is nothing in JavaScript
 */
export function readValue(instance, address) {
  const { memory } = instance;
  const kind = memory.bytes[address];
  if (kind < OBJECT) return memory.read(kind, address);
  return instance.fromC(memory.view.getUint32(address + 8, true));
}

/**
 * No property of an object is looked up here: that may run code which calls back, and there is one
 * place for arguments.
 * @type {Type['write']}
 */
function writeValue(instance, address, value) {
  const { memory } = instance;
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  const opaque = isObject && !copies.has(value);
  if (opaque || !convertPlain(instance, value)) {
    memory.converted(OBJECT, createObject(instance, instance.handles.add(value)));
  }
  storeConverted(memory, address);
}

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
