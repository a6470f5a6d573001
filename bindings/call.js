/**
 * A call of an asynchronous function in C: a promise for its result.
 */
import { readCall, withArguments } from './arguments.js';
import { cancelBody } from './cancellation.js';
import { NotConverted } from './errors.js';
import { FAILED, PENDING } from './instance.js';

/**
 * @typedef {import('./instance.js').Instance} Instance
 */

class Call {
  #instance;
  #given;
  #cancellation;
  #pointer = 0;
  #observer;
  /** @type {(value: any) => void} */
  #resolve;
  /** @type {(error: any) => void} */
  #reject;

  /**
   * @param {Instance} instance
   * @param {import('./arguments.js').Given} given
   * @param {(value: any) => void} resolve
   * @param {(error: any) => void} reject
   */
  constructor(instance, given, resolve, reject) {
    this.#instance = instance;
    this.#given = given;
    this.#cancellation = given.cancellation;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#observer = instance.observers.add(this);
  }

  /**
   * It has its outcome, or the instance has died.
   * @param {number} outcome
   * @param {Error} [died]
   */
  hear(outcome, died) {
    if (died) this.#reject(died);
    else this.#answer(outcome);
  }

  /** @param {import('./arguments.js').Definition} definition */
  start(definition) {
    const instance = this.#instance;
    const { values, madeAt } = this.#given;
    try {
      this.#watch();
      this.#pointer = withArguments(instance, definition, values, (address) =>
        instance.exports.asyncfor_create(address, this.#observer),
      );
    } catch (error) {
      if (!(error instanceof NotConverted)) throw error;
      this.#end(() => this.#reject(error.reason));
      return;
    }
    instance.debugging?.begin(this.#pointer, madeAt);
    this.#answer(this.#pointer === 0 ? FAILED : instance.exports.asyncfor_start(this.#pointer));
  }

  /** A signal that is not the host's may throw. */
  #watch() {
    try {
      this.#cancellation?.watch(this, (made) => made.#cancel());
    } catch (error) {
      throw new NotConverted(error);
    }
  }

  /** @param {number} outcome */
  #answer(outcome) {
    if (outcome === PENDING) return;
    let settle;
    try {
      const { value } = this.#instance.result(outcome);
      settle = () => this.#resolve(value);
    } catch (error) {
      const translated = this.#cancellation ? this.#cancellation.translate(error) : error;
      settle = () => this.#reject(translated);
    }
    this.#end(settle);
  }

  /** @param {() => void} settle */
  #end(settle) {
    const pointer = this.#pointer;
    this.#pointer = 0;
    this.#cancellation?.stop();
    this.#instance.observers.remove(this.#observer);
    this.#instance.debugging?.end(pointer);
    if (pointer !== 0) this.#instance.exports.asyncfor_release(pointer);
    settle();
  }

  /** The signal has aborted. */
  #cancel() {
    if (this.#pointer === 0) return;
    cancelBody(this.#instance, this.#pointer, () => this.#cancel());
  }
}

/**
 * Calls a function once the instance is up.
 * @param {Instance} instance
 * @param {import('./arguments.js').Definition} definition
 * @param {import('./arguments.js').Given} given
 * @returns {Promise<any>}
 */
function call(instance, definition, given) {
  const { cancellation } = given;
  return new Promise((resolve, reject) => {
    const begin = () => {
      if (instance.dead) throw instance.dead;
      if (cancellation?.aborted) throw cancellation.reason;
      instance.call(() => new Call(instance, given, resolve, reject).start(definition));
    };
    const start = () => {
      try {
        begin();
      } catch (error) {
        reject(error);
      }
    };
    if (instance.exports || instance.dead) start();
    else instance.ready.then(start, start);
  });
}

/**
 * The export that a function of C becomes.
 * @param {import('./arguments.js').Definition} definition
 * @param {() => Instance} instance
 */
export const defineFunction =
  (definition, instance) =>
  async (/** @type {unknown[]} */ ...given) => {
    const live = instance();
    return call(live, definition, readCall(definition, live, given));
  };
