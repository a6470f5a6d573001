/**
 * What C needs to await what it is given only if that can be awaited.
 */
import { ABSENT, attempt } from './imports.js';

/**
 * The promise that ECMA-262's PromiseResolve makes of a value with `then`, which is looked up once.
 * @param {any} value
 * @returns {Promise<any> | undefined} undefined: it has none
 */
function promiseOf(value) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
    return undefined;
  }
  if (value instanceof Promise && value.constructor === Promise) return value;
  const { then } = value;
  if (typeof then !== 'function') return undefined;
  /* The job that calls it comes in a turn of its own, as the language has it. */
  return Promise.resolve({
    then: (/** @type {any} */ resolve, /** @type {any} */ reject) =>
      void Reflect.apply(then, value, [resolve, reject]),
  });
}

/** @type {import('./instance.js').Extension} */
export const thenables = (instance) => ({
  asyncfor: {
    thenable: (/** @type {number} */ index, /** @type {number} */ frame) =>
      attempt(instance, () => {
        const promise = promiseOf(instance.handles.get(index));
        return promise ? instance.waiters.wait(promise, frame, instance.readAsItIs) : ABSENT;
      }),
  },
});
