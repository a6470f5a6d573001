/**
 * A module: what is exported to JavaScript, over an instance that comes up when it is needed.
 */
import { define } from './define.js';
import { Instance, minimumMemory } from './instance.js';
import { isLocation } from './load.js';
import { checkOptions, clockOption } from './options.js';

/**
 * @typedef {import('./instance.js').InstanceOptions} InstanceOptions
 * @typedef {import('./instance.js').ModuleDescription} ModuleDescription
 */

/**
 * @param {ModuleDescription} description
 * @param {() => Instance} instance
 * @returns {Record<string, any>}
 */
function createMembers(description, instance) {
  /** @type {Record<string, any>} */
  const members = {};
  for (const definition of description.definitions) {
    const member = definition.define(definition, instance);
    const length = definition.parameters.filter(({ optional }) => !optional).length;
    define(member, 'name', definition.name, { writable: false });
    define(member, 'length', length, { writable: false });
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
  const instance = () => {
    if (!live || live.dead) live = new Instance(description, options);
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
  wasm: ['a URL, a string, bytes or a WebAssembly.Module', isLocation],
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
