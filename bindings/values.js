/**
 * What C does with values of JavaScript: reads them, their properties, and calls them.
 */
import { convertPlain } from './conversion.js';
import { typeName } from './errors.js';
import { ABSENT, attempt } from './imports.js';
import { INT, OBJECT } from './memory.js';
import { readValue, storeConverted } from './types.js';

/** The bytes of an async_value. */
const VALUE_SIZE = 16;

/**
 * Writes what C has a type of its own for; everything else stays the value that it is.
 * @param {import('./instance.js').Instance} instance
 * @param {any} value
 * @param {number} to
 * @param {boolean} integers whether a bigint is to be an integer there
 */
function readInto(instance, value, to, integers) {
  const { memory } = instance;
  if (integers && typeof value === 'bigint') {
    if (BigInt.asIntN(64, value) !== value) return ABSENT;
    memory.view.setUint32(to, INT, true);
    memory.view.setBigInt64(to + 8, value, true);
    return 0;
  }
  if (convertPlain(instance, value)) storeConverted(memory, to);
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

/** @type {import('./instance.js').Extension} */
export function valuesOfJavaScript(instance) {
  const { handles } = instance;
  /** @param {number} address */
  const nameAt = (address) => instance.memory.textAt(address);
  return {
    asyncfor: {
      read: (
        /** @type {number} */ index,
        /** @type {number} */ to,
        /** @type {number} */ integers,
      ) => attempt(instance, () => readInto(instance, handles.get(index), to, integers !== 0)),
      make: (/** @type {number} */ address) =>
        attempt(instance, () => handles.add(readValue(instance, address))),
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
          handles.get(index)[nameAt(name)] = readValue(instance, value);
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
            readValue(instance, given + position * VALUE_SIZE),
          );
          return handles.add(callFunction(target, method, values));
        }),
    },
  };
}
