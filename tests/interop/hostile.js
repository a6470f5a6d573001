/** Values that do what values should not, and the least iterables. */

export const FAILED = new Error('hostile');
export const fail = () => {
  throw FAILED;
};

/** @param {any} value */
export const item = (value) => ({ done: false, value });
export const END = { done: true, value: undefined };

/** @param {(step: number) => any} step what next() gives @param {any} [more] members of the iterator */
export function iterable(step, more) {
  let steps = 0;
  const iterator = { next: () => step(steps++), return: () => ({}), ...more };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** @param {AsyncIterable<any>} source */
export async function collect(source) {
  const items = [];
  for await (const each of source) items.push(each);
  return items;
}

/** @param {object} target */
export function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return /** @type {any} */ (proxy);
}

/** Every trap throws. */
export const trapped = () =>
  /** @type {any} */ (new Proxy(function () {}, new Proxy({}, { get: () => fail })));
