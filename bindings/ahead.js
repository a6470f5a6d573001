/**
 * Iterators of generators that run ahead of who asks: most requests are answered without a call
 * into C.
 */
import { readCall } from './arguments.js';
import { Body } from './body.js';
import { define } from './define.js';
import { typeName } from './errors.js';
import { AsyncIteratorPrototype } from './intrinsics.js';

/** @typedef {import('./arguments.js').Definition} Definition */
/** @typedef {import('./instance.js').Instance} Instance */

/** What the address of a generator is greater than: Body has such for what is none. */
const NO_ADDRESS = 1;

/** What a call gives: so many items, shifted by so many bits, and the outcome of what follows. */
const OUTCOME_BITS = 4;
/** Which is this, if nothing does. */
const NOTHING = 15;

class AheadIterator {
  #body;
  #instance;
  #most;
  /** What has been had and not been asked for: up to `count`, the next of them at `at`. */
  #items;
  #at = 0;
  #count = 0;
  /** What follows on the items, if that is known. @type {Promise<any> | undefined} */
  #follows = undefined;

  /**
   * @param {Instance} instance
   * @param {Definition} definition
   * @param {import('./arguments.js').Given} given
   */
  constructor(instance, definition, given) {
    this.#body = new Body(instance, definition, given);
    this.#instance = instance;
    this.#most = /** @type {number} */ (definition.ahead);
    this.#items = new Float64Array(this.#most);
  }

  /** @param {any} value */
  next(value) {
    let at;
    try {
      /* Faster than to ask whether there is such a field. */
      at = this.#at;
    } catch {
      return refuse(this, 'next');
    }
    if (at < this.#count) {
      this.#at = at + 1;
      return Promise.resolve({ value: this.#items[at], done: false });
    }
    const answer = this.#follows ?? this.#body.next(value);
    this.#follows = undefined;
    this.#runAhead();
    return answer;
  }

  #runAhead() {
    const instance = this.#instance;
    const pointer = this.#body.own(instance);
    if (pointer <= NO_ADDRESS) return;
    try {
      const told = instance.exports.asyncfor_ahead(pointer, this.#most) >>> 0;
      this.#take(told >>> OUTCOME_BITS);
      const outcome = told & NOTHING;
      if (outcome !== NOTHING) this.#keep(this.#body.answer(outcome));
    } catch (cause) {
      this.#keep(Promise.reject(instance.die(cause)));
    }
  }

  /** @param {number} count of the items that have been had */
  #take(count) {
    const { exports, memory } = this.#instance;
    const address = exports.asyncfor_had() >>> 0;
    this.#at = 0;
    this.#count = count;
    this.#items.set(new Float64Array(memory.bytes.buffer, address, count));
  }

  /** Whoever asks for it hears of its error. @param {Promise<any>} follows */
  #keep(follows) {
    follows.catch(() => {});
    this.#follows = follows;
  }

  #forget() {
    this.#count = 0;
    this.#follows = undefined;
  }

  /** @param {any} value */
  return(value) {
    if (!isOne(this)) return refuse(this, 'return');
    this.#forget();
    return this.#body.return(value);
  }

  /** @param {any} error */
  throw(error) {
    if (!isOne(this)) return refuse(this, 'throw');
    this.#forget();
    return this.#body.throw(error);
  }

  /** Ends the iteration, as return() does without a value. */
  async close() {
    await this.return(undefined);
  }

  /** @param {any} value */
  static isOne(value) {
    return typeof value === 'object' && value !== null && #body in value;
  }
}

const { isOne } = AheadIterator;

/**
 * @param {unknown} iterator
 * @param {string} method
 * @returns {Promise<any>}
 */
const refuse = (iterator, method) =>
  Promise.reject(
    new TypeError(
      `${method}() must be called on an async iterator of asyncfor, got ${typeName(iterator)}`,
    ),
  );

const { prototype } = AheadIterator;
Reflect.deleteProperty(prototype, 'constructor');
Object.setPrototypeOf(prototype, AsyncIteratorPrototype);
define(prototype, Symbol.toStringTag, 'AsyncGenerator', { writable: false });
if (Symbol.asyncDispose && !(Symbol.asyncDispose in prototype)) {
  define(prototype, Symbol.asyncDispose, prototype.close);
}

/**
 * The export that a generator of C becomes which may run ahead.
 * @param {Definition} definition
 * @param {() => Instance} instance
 */
export function defineAhead(definition, instance) {
  const Member = class extends AheadIterator {};
  const { generator } = {
    /** @param {unknown[]} given */
    generator(...given) {
      const live = instance();
      return new Member(live, definition, readCall(definition, live, given));
    },
  };
  Reflect.deleteProperty(Member.prototype, 'constructor');
  Object.defineProperty(generator, 'prototype', { value: Member.prototype, writable: true });
  return generator;
}
