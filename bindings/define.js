/**
 * Properties as the engine defines those of its own objects.
 */

/**
 * Defines a property whatever its name and whatever Object.prototype has come to. It is
 * configurable.
 * @param {object} target
 * @param {PropertyKey} key
 * @param {unknown} value
 * @param {{ writable?: boolean, enumerable?: boolean }} [attributes]
 */
export function define(target, key, value, { writable = true, enumerable = false } = {}) {
  Object.defineProperty(target, key, { value, writable, enumerable, configurable: true });
}
