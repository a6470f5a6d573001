/**
 * A module: what is exported to JavaScript, over an instance that comes up when it is needed.
 */
import { checkArguments } from './arguments.js';
import { call } from './call.js';
import { Cancellation } from './cancellation.js';
import { Instance, minimumMemory } from './instance.js';
import { Iterator } from './iterator.js';
import { asBytes } from './memory.js';
import { checkOptions, clockOption } from './options.js';
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
 * What open() understands.
 * @param {number} least the fewest bytes of memory that the module can do with
 * @returns {Record<string, import('./options.js').Option>}
 */
const openOptions = (least) => ({
  wasm: [
    'a URL, a string, bytes or a WebAssembly.Module',
    (value) =>
      typeof value === 'string' ||
      value instanceof URL ||
      value instanceof WebAssembly.Module ||
      asBytes(value) !== undefined,
  ],
  maximumMemory: [
    `a number of bytes, at least ${least}`,
    (value) => typeof value === 'number' && value >= least,
  ],
  clock: clockOption,
});

/**
 * What a built module exports.
 * @param {ModuleDescription} description
 * @returns {Record<string, any>}
 */
export function defineModule(description) {
  return {
    ...instantiate(description, {}),
    open: (options = {}) => {
      checkOptions('open()', options, openOptions(minimumMemory(description)));
      const opened = instantiate(description, options);
      opened.stats();
      return opened;
    },
  };
}
