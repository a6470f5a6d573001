/**
 * Async iterables of JavaScript, as C consumes them: the steps of `for await` (ECMA-262,
 * sections "GetIterator", "ForIn/OfBodyEvaluation" and "AsyncIteratorClose").
 */

/**
 * An iterator with its next method, which is looked up once.
 * @typedef {{ iterator: any, next: any }} Source
 */

/**
 * @param {unknown} value
 * @returns {value is object}
 */
const isObject = (value) =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/**
 * A stream of an engine in which streams are not iterable themselves.
 * @param {ReadableStream} stream
 */
function readStream(stream) {
  const reader = stream.getReader();
  return {
    next: async () => {
      const result = await reader.read();
      if (result.done) reader.releaseLock();
      return result;
    },
    return: async () => {
      const cancelled = reader.cancel();
      reader.releaseLock();
      await cancelled;
      return { done: true, value: undefined };
    },
  };
}

/**
 * True for what async_for accepts.
 * @param {any} value
 */
export function isAsyncIterable(value) {
  if (value === null || value === undefined) return false;
  return value[Symbol.asyncIterator] != null || typeof value.getReader === 'function';
}

/**
 * @param {any} iterable
 * @returns {Source | undefined} undefined: it is not async iterable
 */
export function openSource(iterable) {
  if (iterable === null || iterable === undefined) return undefined;
  const method = iterable[Symbol.asyncIterator];
  let iterator;
  if (method !== undefined && method !== null) {
    if (typeof method !== 'function') {
      throw new TypeError('Symbol.asyncIterator of the iterable is not a function');
    }
    iterator = Reflect.apply(method, iterable, []);
    if (!isObject(iterator)) {
      throw new TypeError('Result of the Symbol.asyncIterator method is not an object');
    }
  } else if (typeof iterable.getReader === 'function') {
    iterator = readStream(iterable);
  } else {
    return undefined;
  }
  return { iterator, next: /** @type {any} */ (iterator).next };
}

/**
 * @param {Source} source
 * @returns {unknown} what next() gave: to be awaited
 */
export function callNext({ iterator, next }) {
  if (typeof next !== 'function') throw new TypeError('next of the iterator is not a function');
  return Reflect.apply(next, iterator, []);
}

/**
 * @param {Source} source
 * @returns {{ result: unknown } | undefined} what return() gave; undefined: there is none
 */
export function callReturn({ iterator }) {
  const method = iterator.return;
  if (method === undefined || method === null) return undefined;
  if (typeof method !== 'function') {
    throw new TypeError('return of the iterator is not a function');
  }
  return { result: Reflect.apply(method, iterator, []) };
}

/**
 * Refuses what is no iterator result.
 * @param {unknown} result
 * @returns {any}
 */
export function checkResult(result) {
  if (!isObject(result)) {
    throw new TypeError(`Iterator result ${String(result)} is not an object`);
  }
  return result;
}
