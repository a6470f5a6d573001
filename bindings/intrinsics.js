/**
 * What ECMA-262 calls intrinsics and gives no name to.
 */

/** %AsyncIteratorPrototype%, which all async iterators of the engine's own inherit from. */
export const AsyncIteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf(async function* () {}.prototype),
);

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
