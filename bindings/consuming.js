/**
 * What C needs to consume JavaScript's async iterables, and iterators of its own that JavaScript
 * hands back.
 */
import { ABSENT, attempt, thrown } from './imports.js';
import { Iterator } from './iterator.js';
import { callNext, callReturn, checkResult, openAnySource, openSource, within } from './sources.js';
import { SETTLED_STOP, SETTLED_UNUSABLE } from './waiters.js';

/** A return() behind a next() that is under way is waited for so long, in milliseconds. */
const PATIENCE = 100;

/**
 * What reads the outcome of a next().
 * @param {import('./instance.js').Instance} instance
 * @param {import('./waiters.js').Read} read reads its item
 * @returns {import('./waiters.js').Read}
 */
function nextReader(instance, read) {
  return (result) => {
    let done;
    let item;
    try {
      done = checkResult(result).done;
      if (!done) item = result.value;
    } catch (error) {
      return instance.readError(error);
    }
    if (!done) return read(item);
    instance.memory.keep(undefined);
    return SETTLED_STOP;
  };
}

/**
 * Iterators of JavaScript.
 * @param {import('./instance.js').Instance} instance
 */
function sourceImports(instance) {
  const { handles, waiters } = instance;
  const nextConverted = nextReader(instance, (item) =>
    instance.readValueFor(item, SETTLED_UNUSABLE),
  );
  const nextAsItIs = nextReader(instance, instance.readAsItIs);
  /** @type {import('./waiters.js').Read} */
  const returned = (result) => {
    try {
      checkResult(result);
    } catch (error) {
      return instance.readError(error);
    }
    return instance.readValueFor(undefined);
  };
  return {
    iterator: (/** @type {number} */ index, /** @type {number} */ orSync) =>
      attempt(instance, () => {
        const source = (orSync ? openAnySource : openSource)(handles.get(index));
        return source ? handles.add(source) : ABSENT;
      }),
    next: (
      /** @type {number} */ index,
      /** @type {number} */ frame,
      /** @type {number} */ unconverted,
    ) => {
      try {
        const result = callNext(handles.get(index));
        return waiters.wait(result, frame, unconverted ? nextAsItIs : nextConverted);
      } catch (error) {
        return thrown(instance, error);
      }
    },
    return: (
      /** @type {number} */ index,
      /** @type {number} */ frame,
      /** @type {number} */ interrupted,
    ) =>
      attempt(instance, () => {
        const called = callReturn(handles.get(index));
        if (!called) return ABSENT;
        const { clock } = instance;
        const result = interrupted ? within(called.result, PATIENCE, clock) : called.result;
        return waiters.wait(result, frame, returned);
      }),
  };
}

/**
 * Iterators that JavaScript has of C.
 * @param {import('./instance.js').Instance} instance
 */
function iteratorImports(instance) {
  const { handles } = instance;
  return {
    own: (/** @type {number} */ index) => Iterator.own(instance, handles.get(index)),
    ended: (/** @type {number} */ index) => Iterator.ended(handles.get(index)),
    reason: (/** @type {number} */ index) =>
      attempt(instance, () => {
        const aborted = Iterator.aborted(handles.get(index));
        return aborted ? handles.add(aborted.reason) : ABSENT;
      }),
  };
}

/** @type {import('./instance.js').Extension} */
export const consuming = (instance) => ({
  asyncfor: { ...sourceImports(instance), ...iteratorImports(instance) },
});
