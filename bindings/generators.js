/**
 * The exports that create iterators; as a function of ECMA-262 that does, each has a prototype
 * that its iterators inherit.
 */
import { readCall } from './arguments.js';
import { Iterator } from './iterator.js';

/**
 * @typedef {import('./arguments.js').Definition} Definition
 * @typedef {import('./instance.js').Instance} Instance
 */

/**
 * @param {Definition} definition
 * @param {() => Instance} instance
 */
export function iteratorsOf(definition, instance) {
  const Member = class extends Iterator {};
  const create = (/** @type {unknown[]} */ given) => {
    const live = instance();
    return new Member(live, definition, readCall(definition, live, given));
  };
  return { create, prototype: Member.prototype };
}

/**
 * The export that a generator of C becomes.
 * @param {Definition} definition
 * @param {() => Instance} instance
 */
export function defineGenerator(definition, instance) {
  const { create, prototype } = iteratorsOf(definition, instance);
  const { generator } = {
    /** @param {unknown[]} given */
    generator(...given) {
      return create(given);
    },
  };
  Reflect.deleteProperty(prototype, 'constructor');
  Object.defineProperty(generator, 'prototype', { value: prototype, writable: true });
  return generator;
}
