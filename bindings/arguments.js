/**
 * Arguments: checked at the call against what the C declares, written to C when it runs.
 */
import { Cancellation, checkSignal } from './cancellation.js';
import { Refusal, take } from './declared.js';
import { describe, isRevoked, NotConverted } from './errors.js';

/**
 * A declared parameter. Those with a default are properties of one trailing options object.
 * @typedef {object} Parameter
 * @property {string} name
 * @property {import('./declared.js').Type} type
 * @property {number} offset in the C struct
 * @property {boolean} [optional]
 */

/**
 * What a module exports.
 * @typedef {object} Definition
 * @property {string} name
 * @property {(definition: Definition, instance: () => Instance) => Function} define makes what is
 *   exported
 * @property {number} index in the module's table
 * @property {number} [ahead] how far a generator may run ahead, in items
 * @property {readonly Parameter[]} parameters
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
 * Checks what an export was called with.
 * @param {Definition} definition
 * @param {Instance} instance
 * @param {unknown[]} given
 * @returns {Given}
 */
export function readCall(definition, instance, given) {
  const { values, signal } = checkArguments(definition, given);
  const cancellation = signal && new Cancellation(signal, instance);
  return { values, cancellation, madeAt: instance.debugging?.callersStack() };
}

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
 * @param {string} what is wrong with a call
 */
const misuse = (definition, what) =>
  new TypeError(`${definition.name}(): ${what}; usage: ${signature(definition)}`);

/**
 * @param {Definition} definition
 * @param {Parameter} parameter
 * @param {unknown} value
 */
function check(definition, parameter, value) {
  const { type } = parameter;
  const kept = take(type, value);
  const why = Refusal.reason(kept);
  if (why === undefined) return kept;
  const what = parameter.optional ? 'option' : 'argument';
  throw new TypeError(
    `${definition.name}(): ${what} '${parameter.name}' must be ${type.expected}${why}`,
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
    throw misuse(definition, `the options must be an object, got ${describe(options)}`);
  }
  const { signal } = options;
  checkSignal(definition.name, signal);
  for (const key of Object.keys(options)) {
    if (key === 'signal' || optional.some(({ name }) => name === key)) continue;
    throw misuse(definition, `there is no option '${key}'`);
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
function checkArguments(definition, given) {
  const { parameters } = definition;
  const required = parameters.filter(({ optional }) => !optional);
  const optional = parameters.filter((parameter) => parameter.optional);
  if (given.length < required.length) {
    const { name, type } = required[given.length];
    throw misuse(definition, `argument '${name}' is missing: expected ${type.expected}`);
  }
  const most = required.length + 1;
  if (given.length > most) {
    const words = most === 1 ? 'argument' : 'arguments';
    throw misuse(definition, `expected at most ${most} ${words}, got ${given.length}`);
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
    type.write(instance, slot + offset, values[index], buffers);
  });
}
