/**
 * Async iterables of JavaScript, as C consumes them: the steps of `for await` (ECMA-262,
 * sections "GetIterator", "ForIn/OfBodyEvaluation" and "AsyncIteratorClose").
 */
import { isBlob, isStream } from './iterables.js';

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
 * A stream, read by a reader: for engines in which streams are not iterable themselves.
 * @param {ReadableStream} stream
 * @param {{ preventCancel?: boolean }} [options] as of ReadableStream.prototype.values()
 */
export function readStream(stream, { preventCancel = false } = {}) {
  const reader = stream.getReader();
  return {
    next: async () => {
      try {
        const result = await reader.read();
        if (result.done) reader.releaseLock();
        return result;
      } catch (error) {
        reader.releaseLock();
        throw error;
      }
    },
    return: async () => {
      const cancelled = preventCancel ? undefined : reader.cancel();
      reader.releaseLock();
      await cancelled;
      return { done: true, value: undefined };
    },
  };
}

/**
 * @param {any} iterable
 * @param {any} method that makes the iterator
 * @param {string} name of the method
 */
function callIteratorMethod(iterable, method, name) {
  if (typeof method !== 'function') {
    throw new TypeError(`Symbol.${name} of the iterable is not a function`);
  }
  const iterator = Reflect.apply(method, iterable, []);
  if (isObject(iterator)) return iterator;
  throw new TypeError(`Result of the Symbol.${name} method is not an object`);
}

/**
 * @param {any} iterator
 * @returns {Source}
 */
const sourceOf = (iterator) => ({ iterator, next: iterator.next });

/**
 * @param {any} iterable
 * @returns {Source | undefined} undefined: it is not async iterable
 */
export function openSource(iterable) {
  if (iterable === null || iterable === undefined) return undefined;
  const method = iterable[Symbol.asyncIterator];
  if (method !== undefined && method !== null) {
    return sourceOf(callIteratorMethod(iterable, method, 'asyncIterator'));
  }
  if (isStream(iterable)) return sourceOf(readStream(iterable));
  return isBlob(iterable) ? openSource(iterable.stream()) : undefined;
}

/**
 * The same for whatever `for await` takes: plain iterables, too.
 * @param {any} iterable
 * @returns {Source | undefined} undefined: it is not iterable
 */
export function openAnySource(iterable) {
  const source = openSource(iterable);
  if (source || iterable === null || iterable === undefined) return source;
  const method = iterable[Symbol.iterator];
  if (method === undefined || method === null) return undefined;
  return sourceOf(new FromSyncIterator(callIteratorMethod(iterable, method, 'iterator')));
}

/** A plain iterator as an async one: ECMA-262, "Async-from-Sync Iterator Objects". */
class FromSyncIterator {
  #source;

  /** @param {any} iterator */
  constructor(iterator) {
    this.#source = sourceOf(iterator);
  }

  next() {
    const result = checkResult(callNext(this.#source));
    const done = Boolean(result.done);
    return this.#unwrap(result.value, done, !done);
  }

  return() {
    const called = callReturn(this.#source);
    if (!called) return { value: undefined, done: true };
    const result = checkResult(called.result);
    const done = Boolean(result.done);
    return this.#unwrap(result.value, done, false);
  }

  /**
   * @param {any} item that may be a promise
   * @param {boolean} done
   * @param {boolean} closes whether a rejection closes the iterator
   */
  async #unwrap(item, done, closes) {
    try {
      return { value: await item, done };
    } catch (error) {
      if (closes) this.#closeAfterError();
      throw error;
    }
  }

  /** What comes of it gives way to the error that is on its way. */
  #closeAfterError() {
    try {
      callReturn(this.#source);
    } catch {
      /* As IteratorClose has it for a throw completion. */
    }
  }
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

/**
 * A promise for what a promise comes to, or for an empty object when that takes too long.
 * @param {unknown} promise
 * @param {number} milliseconds
 * @param {import('./host.js').Clock} clock
 */
export function within(promise, milliseconds, clock) {
  return new Promise((resolve) => {
    const timeout = clock.setTimeout(() => resolve({}), milliseconds);
    const settle = () => {
      clock.clearTimeout(timeout);
      resolve(promise);
    };
    Promise.resolve(promise).then(settle, settle);
  });
}
