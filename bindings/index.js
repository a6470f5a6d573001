/**
 * What built modules use of the bindings: the core, and what only some of them need.
 */
export { defineFunction } from './call.js';
export { defineClass } from './classes.js';
export { conversion } from './conversion.js';
export { consuming } from './consuming.js';
export { containers } from './containers.js';
export { debugging, defineDump, defineTrace } from './debugging.js';
export { defineAhead } from './ahead.js';
export { AsyncforError } from './errors.js';
export { defineGenerator } from './generators.js';
export { iterableType } from './iterables.js';
export { defineModule } from './module.js';
export * from './numbers.js';
export { plainIterators } from './plain.js';
export { thenables } from './thenables.js';
export { defineTypes } from './typed.js';
export { bytesType, jsFunctionType, jsValueType, stringType, valueType } from './types.js';
export { valuesOfJavaScript } from './values.js';
export { wasi } from './wasi.js';
