/**
 * The object behind `for await`: an async generator of ECMA-262, over a body that runs in C.
 */
import { Body } from './body.js';
import { define } from './define.js';
import { typeName } from './errors.js';
import { AsyncIteratorPrototype } from './intrinsics.js';

/** @typedef {import('./body.js').Method} Method */

export class Iterator {
  #body;

  /**
   * @param {import('./instance.js').Instance} instance
   * @param {import('./arguments.js').Definition} definition
   * @param {import('./arguments.js').Given} given what it was called with
   */
  constructor(instance, definition, given) {
    this.#body = new Body(instance, definition, given);
  }

  /**
   * @param {any} value
   * @returns {Body | undefined} undefined: it is no iterator of ours
   */
  static bodyOf(value) {
    return typeof value === 'object' && value !== null && #body in value ? value.#body : undefined;
  }

  /** @param {any} value */
  next(value) {
    let body;
    try {
      /* Faster than to ask whether there is such a field. */
      body = this.#body;
    } catch {
      return request(this, 'next', value);
    }
    return body.next(value);
  }

  /** @param {any} value */
  return(value) {
    return request(this, 'return', value);
  }

  /** @param {any} error */
  throw(error) {
    return request(this, 'throw', error);
  }

  /**
   * Ends the iteration, as return() does without a value.
   * @returns {Promise<void>} settles when the cleanup is done
   */
  async close() {
    await request(this, 'return');
  }
}

/**
 * @param {unknown} iterator
 * @param {Method} method
 * @param {any} [value]
 * @returns {Promise<any>}
 */
function request(iterator, method, value) {
  const body = Iterator.bodyOf(iterator);
  if (body) return body[method](value);
  const got = typeName(iterator);
  return Promise.reject(
    new TypeError(`${method}() must be called on an async iterator of asyncfor, got ${got}`),
  );
}

const { prototype } = Iterator;
/** The methods that iterators are born with. */
export const original = { next: prototype.next, return: prototype.return };
/* As of a generator, what made it is not to be had from it. */
Reflect.deleteProperty(prototype, 'constructor');
Object.setPrototypeOf(prototype, AsyncIteratorPrototype);
define(prototype, Symbol.toStringTag, 'AsyncGenerator', { writable: false });
if (Symbol.asyncDispose && !(Symbol.asyncDispose in prototype)) {
  define(prototype, Symbol.asyncDispose, prototype.close);
}
