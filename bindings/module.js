/**
 * A module: what is exported to JavaScript, over an instance that comes up when it is needed.
 */
import { checkArguments } from './arguments.js';
import { call } from './call.js';
import { Cancellation } from './cancellation.js';
import { describe, isRevoked } from './errors.js';
import { Instance, minimumMemory } from './instance.js';
import { Iterator } from './iterator.js';
import { asBytes } from './memory.js';
import { iteratorImports } from './own.js';

/**
 * @typedef {import('./instance.js').InstanceOptions} InstanceOptions
 * @typedef {import('./instance.js').ModuleDescription} ModuleDescription
 * @typedef {import('./arguments.js').Definition} Definition
 */

/**
 * Checks what an export was called with.
 * @param {Definition} definition
 * @param {Instance} instance
 * @param {unknown[]} given
 * @returns {import('./arguments.js').Given}
 */
function readCall(definition, instance, given) {
  const { values, signal } = checkArguments(definition, given);
  const cancellation = signal && new Cancellation(signal, instance);
  return { values, cancellation, madeAt: instance.debug ? callersStack() : undefined };
}

/** The stack above the bindings. */
function callersStack() {
  const lines = (new Error().stack ?? '').split('\n');
  const own = lines.findLastIndex((line) => line.includes(import.meta.url));
  return lines
    .slice(own + 1)
    .map((line) => line.trim())
    .join('\n');
}

/**
 * @param {Definition} definition
 * @param {() => Instance} instance
 */
function createFunction(definition, instance) {
  return async (/** @type {unknown[]} */ ...given) => {
    const live = instance();
    return call(live, definition, readCall(definition, live, given));
  };
}

/**
 * A function that creates iterators; as one of ECMA-262, it has a prototype that they inherit.
 * @param {Definition} definition
 * @param {() => Instance} instance
 */
function createIterable(definition, instance) {
  const Member = class extends Iterator {};
  const create = (/** @type {unknown[]} */ given) => {
    const live = instance();
    return new Member(live, definition, readCall(definition, live, given));
  };
  if (definition.kind === 'class') {
    const constructor = function (/** @type {unknown[]} */ ...given) {
      return create(given);
    };
    constructor.prototype = Member.prototype;
    Object.defineProperty(Member.prototype, 'constructor', {
      value: constructor,
      writable: true,
      configurable: true,
    });
    return constructor;
  }
  const { generator } = {
    /** @param {unknown[]} given */
    generator(...given) {
      return create(given);
    },
  };
  Reflect.deleteProperty(Member.prototype, 'constructor');
  Object.defineProperty(generator, 'prototype', { value: Member.prototype, writable: true });
  return generator;
}

/**
 * @param {ModuleDescription} description
 * @param {() => Instance} instance
 * @returns {Record<string, any>}
 */
function createMembers(description, instance) {
  /** @type {Record<string, any>} */
  const members = {};
  for (const definition of description.definitions) {
    const create = definition.kind === 'function' ? createFunction : createIterable;
    const member = create(definition, instance);
    const length = definition.parameters.filter(({ optional }) => !optional).length;
    Object.defineProperty(member, 'name', { value: definition.name, configurable: true });
    Object.defineProperty(member, 'length', { value: length, configurable: true });
    members[definition.name] = member;
  }
  return members;
}

/**
 * The members of a module, and what goes with each of its instances.
 * @param {ModuleDescription} description
 * @param {InstanceOptions} options
 */
function instantiate(description, options) {
  /** @type {Instance | undefined} */
  let live;
  const imports = (/** @type {Instance} */ created) => ({
    asyncfor: { ...iteratorImports(created), ...description.types?.imports(created) },
  });
  const instance = () => {
    if (!live || live.dead) live = new Instance(description, options, imports);
    return live;
  };
  return {
    ...createMembers(description, instance),
    ready: () => instance().ready,
    stats: () => instance().stats(),
  };
}

/**
 * What open() understands: what each option must be, and whether a value is that.
 * @type {Record<string, [expected: string, accepts: (value: any, least: number) => boolean]>}
 */
const OPTIONS = {
  wasm: [
    'a URL, a string, bytes or a WebAssembly.Module',
    (value) =>
      typeof value === 'string' ||
      value instanceof URL ||
      value instanceof WebAssembly.Module ||
      asBytes(value) !== undefined,
  ],
  maximumMemory: [
    'a number of bytes, at least',
    (value, least) => typeof value === 'number' && value >= least,
  ],
  clock: [
    'an object with the functions now, setTimeout and clearTimeout',
    (value) =>
      ['now', 'setTimeout', 'clearTimeout'].every((name) => typeof value?.[name] === 'function'),
  ],
};

/**
 * @param {any} options
 * @param {number} least the fewest bytes of memory that the module can do with
 * @returns {InstanceOptions}
 */
function checkOptions(options, least) {
  if (typeof options !== 'object' || options === null || isRevoked(options)) {
    throw new TypeError(`open(): the options must be an object, got ${describe(options)}`);
  }
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(OPTIONS, key)) {
      const known = Object.keys(OPTIONS).join(', ');
      throw new TypeError(`open(): there is no option '${key}'; there are ${known}`);
    }
    const [expected, accepts] = OPTIONS[key];
    if (value === undefined || accepts(value, least)) continue;
    const must = key === 'maximumMemory' ? `${expected} ${least}` : expected;
    throw new TypeError(`open(): option '${key}' must be ${must}, got ${describe(value)}`);
  }
  return options;
}

/**
 * What a built module exports.
 * @param {ModuleDescription} description
 * @returns {Record<string, any>}
 */
export function defineModule(description) {
  return {
    ...instantiate(description, {}),
    open: (options = {}) => {
      const opened = instantiate(description, checkOptions(options, minimumMemory(description)));
      opened.stats();
      return opened;
    },
  };
}
