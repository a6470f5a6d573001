/**
 * A call of an asynchronous function in C: a promise for its result.
 */
import { withArguments } from './arguments.js';
import { NotConverted } from './errors.js';
import { AWAIT, Awaited, FAILED, PENDING } from './instance.js';

/** @typedef {import('./instance.js').Instance} Instance */

class Call {
  #instance;
  #pointer = 0;
  #observer = 0;
  /** What was picked up. */
  #awaited = new Awaited();
  /** @type {(value: any) => void} */
  #resolve;
  /** @type {(error: any) => void} */
  #reject;

  /**
   * @param {Instance} instance
   * @param {(value: any) => void} resolve
   * @param {(error: any) => void} reject
   */
  constructor(instance, resolve, reject) {
    this.#instance = instance;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /**
   * @param {import('./arguments.js').Definition} definition
   * @param {unknown[]} values
   */
  start(definition, values) {
    const instance = this.#instance;
    this.#observer = instance.observers.reserve();
    instance.observers.set(this.#observer, (outcome, died) => {
      if (died) this.#reject(died);
      else this.#answer(outcome);
    });
    try {
      this.#pointer = withArguments(instance, definition, values, (address) =>
        instance.exports.asyncfor_create(address, this.#observer),
      );
    } catch (error) {
      if (!(error instanceof NotConverted)) throw error;
      this.#end(() => this.#reject(error.reason));
      return;
    }
    this.#answer(this.#pointer === 0 ? FAILED : instance.exports.asyncfor_start(this.#pointer));
  }

  /** @param {number} outcome */
  #answer(outcome) {
    const instance = this.#instance;
    if (outcome === AWAIT) {
      this.#pickUp();
      return;
    }
    instance.flush();
    if (outcome === PENDING) return;
    let settle;
    try {
      const { value } = instance.result(outcome);
      settle = () => this.#resolve(value);
    } catch (error) {
      settle = () => this.#reject(error);
    }
    this.#end(settle);
  }

  /** Waits for the one promise that the body waits for. */
  #pickUp() {
    const promise = this.#instance.awaited.moveTo(this.#awaited);
    this.#instance.pickUp(promise, this.#fulfilled, this.#rejected);
  }

  /** @param {any} value */
  #fulfilled = (value) => {
    const { frame, kind } = this.#awaited;
    const instance = this.#instance;
    instance.call(() => this.#answer(instance.fulfilled(frame, this.#pointer, kind, value)));
  };

  /** @param {any} error */
  #rejected = (error) => {
    const { frame } = this.#awaited;
    const instance = this.#instance;
    instance.call(() => this.#answer(instance.rejected(frame, this.#pointer, error)));
  };

  /** @param {() => void} settle */
  #end(settle) {
    this.#instance.observers.release(this.#observer);
    if (this.#pointer !== 0) this.#instance.exports.asyncfor_release(this.#pointer);
    settle();
  }
}

/**
 * Calls a function once the instance is up.
 * @param {Instance} instance
 * @param {import('./arguments.js').Definition} definition
 * @param {unknown[]} values
 * @returns {Promise<any>}
 */
export function call(instance, definition, values) {
  return new Promise((resolve, reject) => {
    const start = () => {
      if (instance.dead) reject(instance.dead);
      else instance.call(() => new Call(instance, resolve, reject).start(definition, values));
    };
    if (instance.exports || instance.dead) start();
    else instance.ready.then(start, start);
  });
}
