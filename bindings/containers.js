/**
 * Containers of the runtime on their way to JavaScript: copied, to any depth. What is met twice is
 * made once, and nothing recurses, so that neither depth nor a container that holds itself is a
 * special case.
 */
import { define } from './define.js';
import { OBJECT } from './memory.js';
import { makeObject } from './objects.js';
import { setProperty } from './properties.js';

/** What an object becomes, in the order of C's async__shape; containers are the last. */
const [, , , , ITERATOR, ARRAY, SET, MAP] = Array(8).keys();

/** The kind of an entry that was deleted. */
const DELETED = OBJECT + 1;

/** The bytes of an async_value. */
const VALUE_SIZE = 16;

/** @param {number} shape */
function emptyContainer(shape) {
  if (shape === ARRAY) return [];
  if (shape === SET) return new Set();
  return shape === MAP ? new Map() : {};
}

/** An object on its way, with what it refers to. */
class Crossing {
  #instance;
  #memory;
  #view;
  #address;
  /** What the object at that address has become. @type {unknown} */
  #outermost;
  /** The same of all, by address, once there are more. @type {Map<number, unknown> | undefined} */
  #made = undefined;
  /** Reads what is still to be read into objects that have been made. @type {(() => void)[]} */
  #unread = [];
  /** @type {{ return: () => unknown }[]} */
  #iterators = [];

  /**
   * @param {import('./instance.js').Instance} instance
   * @param {number} address
   */
  constructor(instance, address) {
    this.#instance = instance;
    this.#address = address;
    this.#memory = instance.memory;
    this.#view = this.#memory.view;
  }

  /** @returns {any} */
  cross() {
    try {
      this.#outermost = this.#make(this.#address);
      for (const read of this.#unread) read();
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
    const instance = this.#instance;
    const parts = instance.exports.asyncfor_container_parts(address);
    const shape = this.#view.getUint32(parts, true);
    if (shape >= ARRAY) return this.#makeContainer(shape, parts);
    const { made, cause } = makeObject(instance, address, parts);
    if (cause) this.#unread.push(() => define(made, 'cause', this.#object(cause)));
    if (shape === ITERATOR) this.#iterators.push(made);
    return made;
  }

  /**
   * @param {number} shape
   * @param {number} parts
   */
  #makeContainer(shape, parts) {
    const [from, size, stride] = [4, 8, 12].map((at) => this.#view.getUint32(parts + at, true));
    const target = emptyContainer(shape);
    this.#unread.push(() => this.#read(shape, target, from, from + size, stride));
    return target;
  }

  /**
   * Reads a container's items.
   * @param {number} shape
   * @param {any} target
   * @param {number} from the address of the first
   * @param {number} to the end of the last
   * @param {number} stride
   */
  #read(shape, target, from, to, stride) {
    const { bytes } = this.#memory;
    for (let at = from; at < to; at += stride) {
      if (bytes[at] === DELETED) continue;
      const item = this.#value(bytes, at);
      if (shape === ARRAY) target.push(item);
      else if (shape === SET) target.add(item);
      else {
        const value = this.#value(bytes, at + stride - VALUE_SIZE);
        if (shape === MAP) target.set(item, value);
        else setProperty(target, item, value);
      }
    }
  }

  /**
   * @param {Uint8Array} bytes
   * @param {number} at
   */
  #value(bytes, at) {
    const kind = bytes[at];
    if (kind === OBJECT) return this.#object(this.#view.getUint32(at + 8, true));
    return this.#memory.read(kind, at);
  }
}

/** @type {import('./instance.js').Extension} */
export function containers(instance) {
  instance.fromC = (address) => new Crossing(instance, address).cross();
  return {};
}
