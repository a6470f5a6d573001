/**
 * What a built module uses of the bindings: all of it, under one name.
 */
export { AsyncforError } from './errors.js';
export { defineModule } from './module.js';
export { defineTypes } from './typed.js';
export * from './types.js';
