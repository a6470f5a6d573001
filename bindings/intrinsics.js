/**
 * What ECMA-262 calls intrinsics and gives no name to.
 */
import { builtin } from './host.js';

/**
 * An async iterator that is the host's own: of events in Node, where they are loaded already and
 * streams are not, elsewhere of a stream.
 * @returns {any} undefined: there is none
 */
function hostIterator() {
  const { node, bun, deno } = /** @type {any} */ (globalThis).process?.versions ?? {};
  const events = node && !bun && !deno ? builtin('node:events') : undefined;
  if (events) {
    const iterator = events.on(new events.EventEmitter(), 'nothing');
    iterator.return();
    return iterator;
  }
  const stream = typeof ReadableStream === 'function' ? new ReadableStream() : undefined;
  return /** @type {any} */ (stream)?.values?.();
}

/**
 * %AsyncIteratorPrototype%, which all async iterators of the engine's own inherit from. Where the
 * host has none at hand an object does the same.
 * @returns {any}
 */
function findAsyncIteratorPrototype() {
  let found = hostIterator();
  while (found) {
    const above = Object.getPrototypeOf(found);
    if (above === Object.prototype && Object.hasOwn(found, Symbol.asyncIterator)) return found;
    found = above;
  }
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

export const AsyncIteratorPrototype = findAsyncIteratorPrototype();

/**
 * True if a property of an object is a certain value, its own or inherited; no getter is asked.
 * @param {object} object
 * @param {PropertyKey} key
 * @param {unknown} expected
 */
export function holds(object, key, expected) {
  for (let holder = object; holder; holder = Object.getPrototypeOf(holder)) {
    const property = Object.getOwnPropertyDescriptor(holder, key);
    if (property) return property.value === expected;
  }
  return false;
}
