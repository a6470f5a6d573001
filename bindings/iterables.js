/**
 * What C can consume: the declared type of async iterables.
 */
import { isRevoked } from './errors.js';
import { writeObject } from './types.js';

/** @param {any} value */
export const isStream = (value) => typeof value.getReader === 'function';

/** @param {any} value */
export const isBlob = (value) => typeof Blob === 'function' && value instanceof Blob;

/**
 * True for what async_for accepts.
 * @param {any} value
 */
export function isAsyncIterable(value) {
  if (value === null || value === undefined) return false;
  return value[Symbol.asyncIterator] != null || isStream(value) || isBlob(value);
}

/** @type {import('./declared.js').Type} */
export const iterableType = {
  expected: 'an async iterable',
  accepts: (value) => !isRevoked(value) && isAsyncIterable(value),
  write: writeObject,
};
