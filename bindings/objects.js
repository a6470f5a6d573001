/**
 * Objects of the runtime on their way to JavaScript: containers, errors and plain iterators.
 *
 * C says where the parts of an object lie, and they are read from there: one call for each object,
 * however much it holds. What is met twice is made once, and nothing recurses, so that neither
 * depth nor a container that holds itself is a special case.
 */
import { errorFromC } from './errors.js';
import { OBJECT } from './memory.js';
import { PlainIterator } from './plain.js';

/** What an object becomes, in the order of C's async__shape. */
const [NOTHING, NO_KEY, HANDLE, ERROR, ITERATOR, ARRAY, SET, MAP] = Array(8).keys();

/** The kind of an entry that was deleted. */
const DELETED = OBJECT + 1;

/** The bytes of an async_value. */
const VALUE_SIZE = 16;

/**
 * What is still to be read into an object that has been made: a container's items, from their
 * address to their end; of an error the address of its cause.
 * @typedef {{ shape: number, target: any, from: number, to: number, stride: number }} Unread
 */

/**
 * Defines a property whatever its name and whatever Object.prototype has come to.
 * @param {object} target
 * @param {PropertyKey} key
 * @param {unknown} value
 * @param {boolean} enumerable
 */
function define(target, key, value, enumerable) {
  const attributes = { value, enumerable, writable: true, configurable: true };
  Object.defineProperty(target, key, attributes);
}

class Crossing {
  #instance;
  #memory;
  #bytes;
  #view;
  #address;
  /** What the object at that address has become. @type {unknown} */
  #outermost;
  /** The same of all, by address, once there are more. @type {Map<number, unknown> | undefined} */
  #made = undefined;
  /** @type {Unread[]} */
  #unread = [];
  /** @type {PlainIterator[]} */
  #iterators = [];

  /**
   * @param {import('./instance.js').Instance} instance
   * @param {number} address
   */
  constructor(instance, address) {
    this.#instance = instance;
    this.#address = address;
    this.#memory = instance.memory;
    this.#bytes = this.#memory.bytes;
    this.#view = this.#memory.view;
  }

  /** @returns {any} */
  cross() {
    try {
      this.#outermost = this.#make(this.#address);
      for (const unread of this.#unread) this.#read(unread);
      return this.#outermost;
    } catch (error) {
      for (const iterator of this.#iterators) iterator.return();
      throw error;
    }
  }

  /** @param {number} address */
  #object(address) {
    this.#made ??= new Map([[this.#address, this.#outermost]]);
    const known = this.#made.get(address);
    if (known !== undefined) return known;
    const value = this.#make(address);
    this.#made.set(address, value);
    return value;
  }

  /**
   * Makes what an object becomes, with nothing in it yet.
   * @param {number} address
   */
  #make(address) {
    const view = this.#view;
    const parts = this.#instance.exports.asyncfor_parts(address);
    const shape = view.getUint32(parts, true);
    const first = view.getUint32(parts + 4, true);
    if (shape === HANDLE) return this.#instance.handles.get(first);
    if (shape === ITERATOR) return this.#makeIterator(address);
    if (shape <= NO_KEY) throw this.#refusal(shape, first);
    if (shape === ERROR) return this.#makeError(parts + 4);
    const second = view.getUint32(parts + 8, true);
    const third = view.getUint32(parts + 12, true);
    const target = emptyContainer(shape);
    this.#unread.push({ shape, target, from: first, to: first + second, stride: third });
    return target;
  }

  /**
   * @param {number} shape
   * @param {number} name of a type
   */
  #refusal(shape, name) {
    const type = this.#memory.textAt(name);
    const message =
      shape === NOTHING
        ? `cannot hand ${type} to JavaScript`
        : `a key of an object must be str, not ${type}`;
    return errorFromC('TypeError', message);
  }

  /** @param {number} address */
  #makeIterator(address) {
    const iterator = new PlainIterator(this.#instance, address);
    this.#iterators.push(iterator);
    return iterator;
  }

  /** @param {number} parts of an error: its type, message, cause, trail */
  #makeError(parts) {
    const [type, message, cause, trail, length] = [0, 4, 8, 12, 16].map((at) =>
      this.#view.getUint32(parts + at, true),
    );
    const names = Array.from({ length }, (_, step) => this.#textIn(trail + step * 4));
    const target = errorFromC(this.#memory.textAt(type), this.#memory.textAt(message), names);
    if (cause !== 0) this.#unread.push({ shape: ERROR, target, from: cause, to: 0, stride: 0 });
    return target;
  }

  /** @param {number} place of the address of a text */
  #textIn(place) {
    return this.#memory.textAt(this.#view.getUint32(place, true));
  }

  /** @param {Unread} unread */
  #read({ shape, target, from, to, stride }) {
    if (shape === ERROR) {
      define(target, 'cause', this.#object(from), false);
      return;
    }
    for (let at = from; at < to; at += stride) {
      if (this.#bytes[at] === DELETED) continue;
      const item = this.#value(at);
      if (shape === ARRAY) target.push(item);
      else if (shape === SET) target.add(item);
      else if (shape === MAP) target.set(item, this.#value(at + stride - VALUE_SIZE));
      else setProperty(target, item, this.#value(at + stride - VALUE_SIZE));
    }
  }

  /** @param {number} at */
  #value(at) {
    const kind = this.#bytes[at];
    if (kind === OBJECT) return this.#object(this.#view.getUint32(at + 8, true));
    return this.#memory.read(kind, at);
  }
}

/** @param {number} shape */
function emptyContainer(shape) {
  if (shape === ARRAY) return [];
  if (shape === SET) return new Set();
  return shape === MAP ? new Map() : {};
}

/**
 * Sets a property of the object's own: a plain assignment would be up to a setter if there is one.
 * @param {any} target
 * @param {string} key
 * @param {unknown} value
 */
export function setProperty(target, key, value) {
  if (key in target) define(target, key, value, true);
  else target[key] = value;
}

/**
 * What an object of the runtime is in JavaScript.
 * @param {import('./instance.js').Instance} instance
 * @param {number} address
 * @returns {any} throws a TypeError for what is nothing there
 */
export function fromC(instance, address) {
  return new Crossing(instance, address).cross();
}
