/**
 * Containers of the runtime on their way to JavaScript: copied, to any depth.
 */
import { OBJECT } from './memory.js';
import { Crossing, define } from './objects.js';

/** What a container becomes, in the order of C's async__shape. */
const [, , , , , ARRAY, SET, MAP] = Array(8).keys();

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

class ContainerCrossing extends Crossing {
  /** @override @param {number} address */
  parts(address) {
    return this.instance.exports.asyncfor_container_parts(address);
  }

  /**
   * @override
   * @param {number} shape
   * @param {number} parts
   */
  makeContainer(shape, parts) {
    const [from, size, stride] = [4, 8, 12].map((at) => this.view.getUint32(parts + at, true));
    const target = emptyContainer(shape);
    this.unread.push(() => this.#read(shape, target, from, from + size, stride));
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
    const { bytes } = this.memory;
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
    if (kind === OBJECT) return this.object(this.view.getUint32(at + 8, true));
    return this.memory.read(kind, at);
  }
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

/** @type {import('./instance.js').Extension} */
export function containers(instance) {
  instance.Crossing = ContainerCrossing;
  return {};
}
