/**
 * What C needs to consume JavaScript's async iterables, and iterators of its own that JavaScript
 * hands back.
 */
import { readValueFor } from './conversion.js';
import { ABSENT, attempt, thrown } from './imports.js';
import { AsyncIteratorPrototype } from './intrinsics.js';
import { Iterator, original } from './iterator.js';
import { callNext, callReturn, checkResult, openAnySource, openSource, within } from './sources.js';
import { SETTLED_STOP, SETTLED_UNUSABLE, SETTLED_VALUE } from './waiters.js';

/** What async iterators are born with. */
const asyncIterator = AsyncIteratorPrototype[Symbol.asyncIterator];

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
    readValueFor(instance, item, SETTLED_UNUSABLE),
  );
  const nextAsItIs = nextReader(instance, instance.readAsItIs);
  /** @type {import('./waiters.js').Read} */
  const returned = (result) => {
    try {
      checkResult(result);
    } catch (error) {
      return instance.readError(error);
    }
    instance.memory.keep(undefined);
    return SETTLED_VALUE;
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
 * True if a property of an object is a certain value, its own or inherited; no getter is asked.
 * @param {object} object
 * @param {PropertyKey} key
 * @param {unknown} expected
 */
function holds(object, key, expected) {
  for (let holder = object; holder; holder = Object.getPrototypeOf(holder)) {
    const property = Object.getOwnPropertyDescriptor(holder, key);
    if (property) return property.value === expected;
  }
  return false;
}

/**
 * True if a loop of JavaScript over an iterator of ours would do what C can do without it.
 * @param {object} iterator
 */
const isUnpatched = (iterator) =>
  holds(iterator, 'next', original.next) &&
  holds(iterator, 'return', original.return) &&
  holds(iterator, Symbol.asyncIterator, asyncIterator);

/**
 * Iterators that JavaScript has of C.
 * @param {import('./instance.js').Instance} instance
 */
function iteratorImports(instance) {
  const { handles } = instance;
  return {
    own: (/** @type {number} */ index) => {
      const iterator = handles.get(index);
      const body = Iterator.bodyOf(iterator);
      return body && isUnpatched(iterator) ? body.own(instance) : 0;
    },
    ended: (/** @type {number} */ index) => Iterator.bodyOf(handles.get(index))?.end(),
    reason: (/** @type {number} */ index) =>
      attempt(instance, () => {
        const cancellation = Iterator.bodyOf(handles.get(index))?.cancellation;
        return cancellation?.aborted ? handles.add(cancellation.reason) : ABSENT;
      }),
  };
}

/** @type {import('./instance.js').Extension} */
export const consuming = (instance) => ({
  asyncfor: { ...sourceImports(instance), ...iteratorImports(instance) },
});
