/**
 * The export that a class of C becomes: it is called with `new`, or without.
 */
import { define } from './define.js';
import { iteratorsOf } from './generators.js';

/**
 * @param {import('./arguments.js').Definition} definition
 * @param {() => import('./instance.js').Instance} instance
 */
export function defineClass(definition, instance) {
  const { create, prototype } = iteratorsOf(definition, instance);
  const constructor = function (/** @type {unknown[]} */ ...given) {
    return create(given);
  };
  constructor.prototype = prototype;
  define(prototype, 'constructor', constructor);
  return constructor;
}
