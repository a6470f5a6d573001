/**
 * What ECMA-262 calls intrinsics and gives no name to.
 */

/** %AsyncIteratorPrototype%, which all async iterators of the engine's own inherit from. */
export const AsyncIteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf(async function* () {}.prototype),
);
