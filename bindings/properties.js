/**
 * Properties of objects whose keys are data.
 */
import { define } from './define.js';

/**
 * Sets a property of the object's own: a plain assignment would be up to a setter if there is one.
 * @param {any} target
 * @param {string} key
 * @param {unknown} value
 */
export function setProperty(target, key, value) {
  if (key in target) define(target, key, value, { enumerable: true });
  else target[key] = value;
}
