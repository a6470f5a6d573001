/**
 * What JavaScript provides to C: the functions that the runtime imports.
 *
 * No exception of JavaScript may fly through C. What is thrown is handed over: a function that can
 * throw returns `-2 - handle` then.
 */
import { AsyncforError, typeName } from './errors.js';
import { OBJECT } from './memory.js';
import { callNext, callReturn, checkResult, openAnySource, openSource, within } from './sources.js';
import { SETTLED_UNUSABLE } from './waiters.js';

/** There is no such method, or no such value. */
export const ABSENT = -1;

/** A return() behind a next() that is under way is waited for so long, in milliseconds. */
const PATIENCE = 100;

/** The bytes of an async_value. */
const VALUE_SIZE = 16;

/**
 * @param {import('./instance.js').Instance} instance
 * @param {unknown} error
 */
const thrown = (instance, error) => -2 - instance.handles.add(error);

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
    return done ? instance.readStop() : read(item);
  };
}

/**
 * Iterators and promises that C waits for.
 * @param {import('./instance.js').Instance} instance
 */
function awaitingImports(instance) {
  const { handles, waiters } = instance;
  /** @type {import('./waiters.js').Read} */
  const converted = (value) => instance.readValueFor(value);
  /** @type {import('./waiters.js').Read} */
  const asItIs = (value) => instance.readAsItIs(value);
  const nextConverted = nextReader(instance, (item) =>
    instance.readValueFor(item, SETTLED_UNUSABLE),
  );
  const nextAsItIs = nextReader(instance, asItIs);
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
    await: (
      /** @type {number} */ index,
      /** @type {number} */ frame,
      /** @type {number} */ unconverted,
    ) => waiters.wait(handles.get(index), frame, unconverted ? asItIs : converted),
    thenable: (/** @type {number} */ index, /** @type {number} */ frame) =>
      attempt(instance, () => {
        const promise = promiseOf(handles.get(index));
        return promise ? waiters.wait(promise, frame, asItIs) : ABSENT;
      }),
    forget: (/** @type {number} */ waiter) => waiters.forget(waiter),
  };
}

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

/**
 * Values of JavaScript, their properties and calls.
 * @param {import('./instance.js').Instance} instance
 */
function valueImports(instance) {
  const { handles } = instance;
  /** @param {number} address */
  const nameAt = (address) => instance.memory.textAt(address);
  return {
    release: (/** @type {number} */ index) => handles.remove(index),
    type_name: (
      /** @type {number} */ index,
      /** @type {number} */ to,
      /** @type {number} */ size,
    ) => instance.memory.writeText(typeName(handles.get(index)), to, size),
    read: (/** @type {number} */ index, /** @type {number} */ to, /** @type {number} */ integers) =>
      attempt(instance, () => readInto(instance, handles.get(index), to, integers !== 0)),
    make: (/** @type {number} */ address) =>
      attempt(instance, () => handles.add(instance.readValue(address))),
    truth: (/** @type {number} */ index) => (handles.get(index) ? 1 : 0),
    get: (
      /** @type {number} */ index,
      /** @type {number} */ name,
      /** @type {number} */ position,
    ) =>
      attempt(instance, () =>
        // An index beyond 2^31 comes as a negative number.
        handles.add(handles.get(index)[name ? nameAt(name) : position >>> 0]),
      ),
    set: (/** @type {number} */ index, /** @type {number} */ name, /** @type {number} */ value) =>
      attempt(instance, () => {
        handles.get(index)[nameAt(name)] = instance.readValue(value);
        return 0;
      }),
    call: (
      /** @type {number} */ index,
      /** @type {number} */ name,
      /** @type {number} */ count,
      /** @type {number} */ given,
    ) =>
      attempt(instance, () => {
        const target = handles.get(index);
        const method = name ? nameAt(name) : undefined;
        const values = Array.from({ length: count }, (_, position) =>
          instance.readValue(given + position * VALUE_SIZE),
        );
        return handles.add(callFunction(target, method, values));
      }),
  };
}

/**
 * Writes what C has a type of its own for; everything else stays the value that it is.
 * @param {import('./instance.js').Instance} instance
 * @param {any} value
 * @param {number} to
 * @param {boolean} integers whether a bigint is to be an integer there
 */
function readInto({ memory, exports }, value, to, integers) {
  if (integers && typeof value === 'bigint') {
    if (BigInt.asIntN(64, value) !== value) return ABSENT;
    memory.storeInteger(value, to);
    return 0;
  }
  if (memory.convertPlain(value, exports.asyncfor_buffer)) memory.store(to);
  else memory.view.setUint32(to, OBJECT, true);
  return 0;
}

/**
 * @param {any} target
 * @param {string | undefined} method of the target; none: it is the function itself
 * @param {unknown[]} values
 */
function callFunction(target, method, values) {
  const called = method === undefined ? target : target[method];
  if (typeof called !== 'function') {
    throw new TypeError(`${method ?? typeName(target)} is not a function`);
  }
  return Reflect.apply(called, method === undefined ? undefined : target, values);
}

/**
 * The host: its clock, its console, the end.
 * @param {import('./instance.js').Instance} instance
 */
function hostImports(instance) {
  return {
    settled: (/** @type {number} */ observer, /** @type {number} */ outcome) =>
      instance.observers.tell(observer, outcome),
    clock: () => instance.clock.now(),
    wakeup: (/** @type {number} */ milliseconds) => instance.requestWakeup(milliseconds),
    report: (/** @type {number} */ message) =>
      // What has happened where nobody waits can be told nowhere else.
      // eslint-disable-next-line no-console
      console.error(`asyncfor: ${instance.memory.textAt(message)}`),
    fatal: (/** @type {number} */ message) => {
      throw new AsyncforError('StackOverflow', instance.memory.textAt(message));
    },
  };
}

/** Iterators that JavaScript has of C: a program has none. */
const noIterators = { own: () => 0, ended: () => {}, reason: () => ABSENT };

/** @param {import('./instance.js').Instance} instance */
export function runtimeImports(instance) {
  return {
    ...awaitingImports(instance),
    ...valueImports(instance),
    ...hostImports(instance),
    ...noIterators,
  };
}
