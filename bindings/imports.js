/**
 * What JavaScript provides to C in every module: the functions that the runtime imports.
 *
 * No exception of JavaScript may fly through C. What is thrown is handed over: a function that can
 * throw returns `-2 - handle` then.
 */
import { AsyncforError, typeName } from './errors.js';

/** There is no such method, or no such value. */
export const ABSENT = -1;

/**
 * @param {import('./instance.js').Instance} instance
 * @param {() => number} call
 */
export function attempt(instance, call) {
  try {
    return call();
  } catch (error) {
    return thrown(instance, error);
  }
}

/**
 * @param {import('./instance.js').Instance} instance
 * @param {unknown} error
 */
export const thrown = (instance, error) => -2 - instance.handles.add(error);

/**
 * Values and promises of JavaScript.
 * @param {import('./instance.js').Instance} instance
 */
function valueImports(instance) {
  const { handles, waiters } = instance;
  return {
    release: (/** @type {number} */ index) => handles.remove(index),
    type_name: (
      /** @type {number} */ index,
      /** @type {number} */ to,
      /** @type {number} */ size,
    ) => {
      const name = typeName(handles.get(index));
      const { bytes } = instance.memory;
      const { written } = new TextEncoder().encodeInto(name, bytes.subarray(to, to + size - 1));
      bytes[to + written] = 0;
    },
    await: (/** @type {number} */ index, /** @type {number} */ frame) =>
      waiters.wait(handles.get(index), frame, instance.readAsItIs),
    forget: (/** @type {number} */ waiter) => waiters.forget(waiter),
  };
}

/**
 * The host: its clock, its console, the end.
 * @param {import('./instance.js').Instance} instance
 */
function hostImports(instance) {
  return {
    settled: (/** @type {number} */ observer, /** @type {number} */ outcome) =>
      instance.observers.get(observer)?.hear(outcome),
    clock: () => instance.clock.now(),
    wakeup: (/** @type {number} */ milliseconds) => instance.wakeup.request(milliseconds),
    report: (/** @type {number} */ message) =>
      // What has happened where nobody waits can be told nowhere else.
      // eslint-disable-next-line no-console
      console.error(`asyncfor: ${instance.memory.textAt(message)}`),
    fatal: (/** @type {number} */ message) => {
      throw new AsyncforError('StackOverflow', instance.memory.textAt(message));
    },
  };
}

/** @param {import('./instance.js').Instance} instance */
export const runtimeImports = (instance) => ({
  ...valueImports(instance),
  ...hostImports(instance),
});
