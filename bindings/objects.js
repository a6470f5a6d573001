/**
 * Objects of the runtime on their way to JavaScript: what JavaScript threw or passed, and errors.
 *
 * C says where the parts of an object lie, and they are read from there: one call for each object,
 * however much it holds. What is met twice is made once, and nothing recurses, so that neither
 * depth nor what holds itself is a special case.
 */
import { errorFromC } from './errors.js';

/** What an object becomes, in the order of C's async__shape; containers come behind these. */
const [NOTHING, , HANDLE, ERROR, ITERATOR] = Array(5).keys();

/**
 * Defines a property whatever its name and whatever Object.prototype has come to.
 * @param {object} target
 * @param {PropertyKey} key
 * @param {unknown} value
 * @param {boolean} enumerable
 */
export function define(target, key, value, enumerable) {
  const attributes = { value, enumerable, writable: true, configurable: true };
  Object.defineProperty(target, key, attributes);
}

/** An object on its way, with what it refers to. */
export class Crossing {
  #address;
  /** What the object at that address has become. @type {unknown} */
  #outermost;
  /** The same of all, by address, once there are more. @type {Map<number, unknown> | undefined} */
  #made = undefined;
  /** @type {{ return: () => unknown }[]} */
  #iterators = [];

  instance;
  memory;
  view;
  /** Reads what is still to be read into objects that have been made. @type {(() => void)[]} */
  unread = [];

  /**
   * @param {import('./instance.js').Instance} instance
   * @param {number} address
   */
  constructor(instance, address) {
    this.instance = instance;
    this.#address = address;
    this.memory = instance.memory;
    this.view = this.memory.view;
  }

  /** @returns {any} */
  cross() {
    try {
      this.#outermost = this.#make(this.#address);
      for (const read of this.unread) read();
      return this.#outermost;
    } catch (error) {
      for (const iterator of this.#iterators) iterator.return();
      throw error;
    }
  }

  /** @param {number} address */
  object(address) {
    this.#made ??= new Map([[this.#address, this.#outermost]]);
    const known = this.#made.get(address);
    if (known !== undefined) return known;
    const value = this.#make(address);
    this.#made.set(address, value);
    return value;
  }

  /**
   * Has C take an object apart.
   * @param {number} address
   * @returns {number} where its parts are
   */
  parts(address) {
    return this.instance.exports.asyncfor_parts(address);
  }

  /**
   * Makes what a container becomes, in a module that has some: see containers.js.
   * @param {number} _shape
   * @param {number} _parts
   * @returns {unknown}
   */
  makeContainer(_shape, _parts) {
    return undefined;
  }

  /**
   * Makes what an object becomes, with nothing in it yet.
   * @param {number} address
   */
  #make(address) {
    const { instance, view } = this;
    const parts = this.parts(address);
    const shape = view.getUint32(parts, true);
    if (shape > ITERATOR) return this.makeContainer(shape, parts);
    if (shape === ERROR) return this.#makeError(parts + 4);
    if (shape === ITERATOR) {
      const iterator = new instance.PlainIterator(instance, address);
      this.#iterators.push(iterator);
      return iterator;
    }
    const first = view.getUint32(parts + 4, true);
    if (shape === HANDLE) return instance.handles.get(first);
    throw this.#refusal(shape, first);
  }

  /**
   * @param {number} shape
   * @param {number} name of a type
   */
  #refusal(shape, name) {
    const type = this.memory.textAt(name);
    const message =
      shape === NOTHING
        ? `cannot hand ${type} to JavaScript`
        : `a key of an object must be str, not ${type}`;
    return errorFromC('TypeError', message);
  }

  /** @param {number} parts of an error: its type, message, cause, trail */
  #makeError(parts) {
    const [type, message, cause, trail, length] = [0, 4, 8, 12, 16].map((at) =>
      this.view.getUint32(parts + at, true),
    );
    const names = Array.from({ length }, (_, step) => this.#textIn(trail + step * 4));
    const error = errorFromC(this.memory.textAt(type), this.memory.textAt(message), names);
    if (cause !== 0) {
      this.unread.push(() => define(error, 'cause', this.object(cause), false));
    }
    return error;
  }

  /** @param {number} place of the address of a text */
  #textIn(place) {
    return this.memory.textAt(this.view.getUint32(place, true));
  }
}
