/**
 * What ECMA-262 calls intrinsics and gives no name to.
 */

/**
 * %AsyncIteratorPrototype%, which all async iterators of the engine's own inherit from: those of
 * streams are at hand without any code that runs. An engine whose streams have none gets an object
 * that does the same.
 * @returns {any}
 */
function findAsyncIteratorPrototype() {
  const stream = typeof ReadableStream === 'function' ? new ReadableStream() : undefined;
  let found = /** @type {any} */ (stream)?.values?.();
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
