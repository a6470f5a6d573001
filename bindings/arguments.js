/**
 * Arguments: checked at the call against what the C declares, written to C when it runs.
 */
import { checkSignal } from './cancellation.js';
import { describe, isRevoked, NotConverted } from './errors.js';
import { asBytes, encode } from './memory.js';
import { isAsyncIterable } from './sources.js';

/**
 * A declared parameter. Those with a default are properties of one trailing options object.
 * @typedef {object} Parameter
 * @property {string} name
 * @property {keyof typeof types} type
 * @property {number} offset in the C struct
 * @property {boolean} optional
 */

/**
 * What a module exports.
 * @typedef {object} Definition
 * @property {string} name
 * @property {'generator' | 'function' | 'class'} kind
 * @property {number} index in the module's table
 * @property {readonly Parameter[]} parameters
 * @property {keyof typeof types} item
 * @property {string} [documentation]
 */

/** @typedef {import('./instance.js').Instance} Instance */

/**
 * What an export was called with.
 * @typedef {object} Given
 * @property {unknown[]} values checked, in the order of the parameters; undefined stands for the
 *   default
 * @property {import('./cancellation.js').Cancellation | undefined} cancellation
 * @property {string | undefined} madeAt the call's stack, in a debug build
 */

/**
 * What a declared type is to JavaScript.
 * @typedef {object} Type
 * @property {string} expected as it stands in messages
 * @property {string} typescript
 * @property {string} [typescriptParameter] where what is taken is wider than what is given
 * @property {(value: any) => boolean} accepts
 * @property {(value: any) => any} [keep] what is kept of the value between the call and the start
 * @property {(instance: Instance, address: number, value: any, free: number[]) => void} write
 */

/** @type {Type['write']} */
function writeBytes(instance, address, value, free) {
  const bytes = typeof value === 'string' ? encode(value) : value;
  const data = instance.memory.place(bytes, instance.exports.asyncfor_buffer);
  free.push(data);
  instance.memory.view.setUint32(address, data, true);
  instance.memory.view.setUint32(address + 4, bytes.length, true);
}

/**
 * @param {Instance} instance
 * @param {number} handle
 */
function createObject(instance, handle) {
  const object = instance.exports.asyncfor_object(handle);
  if (object === 0) throw new RangeError('asyncfor: no memory for an object');
  return object;
}

/** @type {Type['write']} */
function writeObject(instance, address, value) {
  const object = createObject(instance, instance.handles.add(value));
  instance.memory.view.setUint32(address, object, true);
}

/** The copies of binary data among the arguments. @type {WeakSet<object>} */
const copies = new WeakSet();

/** @param {any} value */
function keepValue(value) {
  const bytes = asBytes(value)?.slice();
  if (!bytes) return value;
  copies.add(bytes);
  return bytes;
}

/**
 * No property of an object is looked up here: that may run code which calls back, and there is one
 * place for arguments.
 * @type {Type['write']}
 */
function writeValue(instance, address, value) {
  const { memory, exports } = instance;
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  const opaque = isObject && !copies.has(value);
  if (opaque || !memory.convertPlain(value, exports.asyncfor_buffer)) {
    memory.object(createObject(instance, instance.handles.add(value)));
  }
  memory.store(address);
}

const integers = { lowest: -0x80000000, highest: 0x7fffffff };

/** The declared types, in the order of C's async__declared_type. */
export const types = /** @satisfies {Record<string, Type>} */ ({
  bool: {
    expected: 'a boolean',
    typescript: 'boolean',
    accepts: (value) => typeof value === 'boolean',
    write: ({ memory }, address, value) => memory.view.setUint8(address, value ? 1 : 0),
  },
  int: {
    expected: 'an integer of 32 bits',
    typescript: 'number',
    accepts: (value) =>
      Number.isInteger(value) && value >= integers.lowest && value <= integers.highest,
    write: ({ memory }, address, value) => memory.view.setInt32(address, value, true),
  },
  int64: {
    expected: 'an integer of 64 bits (a bigint or a safe integer)',
    typescript: 'number | bigint',
    accepts: (value) =>
      typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value),
    write: ({ memory }, address, value) => memory.view.setBigInt64(address, BigInt(value), true),
  },
  double: {
    expected: 'a number',
    typescript: 'number',
    accepts: (value) => typeof value === 'number',
    write: ({ memory }, address, value) => memory.view.setFloat64(address, value, true),
  },
  string: {
    expected: 'a string',
    typescript: 'string',
    accepts: (value) => typeof value === 'string',
    write: writeBytes,
  },
  bytes: {
    expected: 'binary data (a Uint8Array, another view or an ArrayBuffer)',
    typescript: 'Uint8Array',
    typescriptParameter: 'ArrayBufferView | ArrayBuffer',
    accepts: (value) => asBytes(value) !== undefined,
    keep: (value) => /** @type {Uint8Array} */ (asBytes(value)).slice(),
    write: writeBytes,
  },
  iterable: {
    expected: 'an async iterable',
    typescript: 'AsyncIterable<unknown>',
    typescriptParameter: 'AsyncIterable<unknown> | ReadableStream | Blob',
    accepts: (value) => !isRevoked(value) && isAsyncIterable(value),
    write: writeObject,
  },
  value: {
    expected: 'a value',
    typescript: 'any',
    accepts: () => true,
    keep: keepValue,
    write: writeValue,
  },
  jsValue: {
    expected: 'a value',
    typescript: 'any',
    accepts: () => true,
    write: writeObject,
  },
});

/**
 * How an export is called, as it stands in messages.
 * @param {Definition} definition
 */
function signature({ name, parameters }) {
  const positional = parameters.filter(({ optional }) => !optional).map((each) => each.name);
  const options = parameters.filter(({ optional }) => optional).map((each) => each.name);
  positional.push(`{ ${[...options, 'signal'].join(', ')} }`);
  return `${name}(${positional.join(', ')})`;
}

/**
 * @param {Definition} definition
 * @param {Parameter} parameter
 * @param {unknown} value
 */
function check(definition, parameter, value) {
  /** @type {Type} */
  const type = types[parameter.type];
  if (type.accepts(value)) return type.keep ? type.keep(value) : value;
  const what = parameter.optional ? 'option' : 'argument';
  throw new TypeError(
    `${definition.name}(): ${what} '${parameter.name}' must be ${type.expected}, got ${describe(value)}`,
  );
}

/**
 * @param {Definition} definition
 * @param {any} options
 * @param {readonly Parameter[]} optional
 * @returns {AbortSignal | undefined} the signal among them
 */
function checkOptions(definition, options, optional) {
  if (options === undefined) return undefined;
  if (typeof options !== 'object' || options === null || isRevoked(options)) {
    throw new TypeError(
      `${definition.name}(): the options must be an object, got ${describe(options)}; usage: ${signature(definition)}`,
    );
  }
  const { signal } = options;
  checkSignal(definition.name, signal);
  for (const key of Object.keys(options)) {
    if (key === 'signal' || optional.some(({ name }) => name === key)) continue;
    throw new TypeError(
      `${definition.name}(): there is no option '${key}'; usage: ${signature(definition)}`,
    );
  }
  return signal;
}

/**
 * Checks what an export was called with.
 * @param {Definition} definition
 * @param {unknown[]} given
 * @returns {{ values: unknown[], signal: AbortSignal | undefined }} the values in the order of the
 *   parameters; undefined stands for the default
 */
export function checkArguments(definition, given) {
  const { parameters } = definition;
  const required = parameters.filter(({ optional }) => !optional);
  const optional = parameters.filter((parameter) => parameter.optional);
  if (given.length < required.length) {
    const { name, type } = required[given.length];
    throw new TypeError(
      `${definition.name}(): argument '${name}' is missing: expected ${types[type].expected}; usage: ${signature(definition)}`,
    );
  }
  const most = required.length + 1;
  if (given.length > most) {
    throw new TypeError(
      `${definition.name}(): expected at most ${most} ${most === 1 ? 'argument' : 'arguments'}, got ${given.length}; usage: ${signature(definition)}`,
    );
  }
  const options = /** @type {any} */ (given[required.length]);
  const signal = checkOptions(definition, options, optional);
  let position = 0;
  const values = parameters.map((parameter) => {
    if (!parameter.optional) return check(definition, parameter, given[position++]);
    const value = options?.[parameter.name];
    return value === undefined ? undefined : check(definition, parameter, value);
  });
  return { values, signal };
}

/**
 * Writes checked arguments to where C creates from.
 * @param {Instance} instance
 * @param {Definition} definition
 * @param {unknown[]} values
 * @param {(definition: number) => number} create what is called with the address of the definition
 * @returns {number} what it returned
 * @throws {NotConverted} when there is no memory for a value, or it is gone
 */
export function withArguments(instance, definition, values, create) {
  const { exports, memory } = instance;
  const address = memory.view.getUint32(exports.asyncfor_module() + definition.index * 4, true);
  /** @type {number[]} */
  const buffers = [];
  try {
    writeArguments(instance, definition, exports.asyncfor_arguments(address), values, buffers);
  } catch (error) {
    exports.asyncfor_abandon(address);
    for (const buffer of buffers) exports.asyncfor_discard(buffer);
    throw new NotConverted(error);
  }
  const created = create(address);
  for (const buffer of buffers) exports.asyncfor_discard(buffer);
  return created;
}

/**
 * @param {Instance} instance
 * @param {Definition} definition
 * @param {number} slot where they go; 0: no memory
 * @param {unknown[]} values
 * @param {number[]} buffers takes the addresses of what is needed only until the creation
 */
function writeArguments(instance, definition, slot, values, buffers) {
  if (slot === 0) throw new RangeError(`${definition.name}(): no memory for the arguments`);
  definition.parameters.forEach(({ type, offset, optional }, index) => {
    if (optional && values[index] === undefined) return;
    /** @type {Type} */ (types[type]).write(instance, slot + offset, values[index], buffers);
  });
}
