/**
 * Plain iterators of C, as iterators of JavaScript: each step is one call, and nothing waits.
 */

/** What the engine gives all iterators. */
const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

/** Iterators that nobody refers to any more: C drops them. */
const abandoned = new FinalizationRegistry(
  (/** @type {{ instance: import('./instance.js').Instance, pointer: number }} */ held) => {
    const { instance, pointer } = held;
    instance.call(() => instance.exports.asyncfor_drop(pointer));
  },
);

/**
 * The next result of an iterator.
 * @param {import('./instance.js').Instance} instance
 * @param {number} iterator
 * @returns {{ value: any, done: boolean }}
 */
function step(instance, iterator) {
  let outcome;
  try {
    outcome = instance.exports.asyncfor_step(iterator);
  } catch (cause) {
    throw instance.die(cause);
  }
  return instance.result(outcome);
}

class PlainIterator {
  #instance;
  /** The iterator in C, which this holds; 0 after its end. */
  #pointer;

  /**
   * @param {import('./instance.js').Instance} instance
   * @param {number} pointer
   */
  constructor(instance, pointer) {
    this.#instance = instance;
    this.#pointer = pointer;
    instance.exports.asyncfor_hold(pointer);
    abandoned.register(this, { instance, pointer }, this);
  }

  next() {
    if (this.#pointer === 0) return { value: undefined, done: true };
    let ended = true;
    try {
      const result = step(this.#instance, this.#pointer);
      ended = result.done;
      return result;
    } finally {
      if (ended) this.#drop();
    }
  }

  /** @param {any} [value] */
  return(value) {
    if (this.#pointer !== 0) this.#drop();
    return { value, done: true };
  }

  /** The cleanup of a generator that nothing else holds runs there and then. */
  #drop() {
    const instance = this.#instance;
    const pointer = this.#pointer;
    this.#pointer = 0;
    abandoned.unregister(this);
    instance.call(() => instance.exports.asyncfor_drop(pointer));
  }
}

/* As of a generator, what made it is not to be had from it. */
Reflect.deleteProperty(PlainIterator.prototype, 'constructor');
Object.setPrototypeOf(PlainIterator.prototype, IteratorPrototype);

/** @type {import('./instance.js').Extension} */
export function plainIterators(instance) {
  instance.PlainIterator = PlainIterator;
  return {};
}
