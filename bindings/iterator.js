/**
 * The object behind `for await`: an async generator of ECMA-262 whose body runs in C.
 *
 * An outcome that is there at once costs one call and one promise. An outcome that waits for a
 * single promise costs no other than the one that its `then` makes. Only what comes later, and
 * what is queued, waits in a list here.
 */
import { withArguments } from './arguments.js';
import { NotConverted, typeName } from './errors.js';
import { AWAIT, Awaited, ITEM, PENDING, QUEUED, REFUSED } from './instance.js';

/**
 * @typedef {{ resolve: (result: any) => void, reject: (error: any) => void }} Waiting
 * @typedef {'next' | 'return' | 'throw'} Method
 */

const AsyncIteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf(async function* () {}.prototype),
);

/** Iterators that nobody refers to any more: their bodies are closed. */
const abandoned = new FinalizationRegistry(
  (/** @type {{ instance: import('./instance.js').Instance, pointer: number }} */ held) => {
    const { instance, pointer } = held;
    instance.call(() => instance.exports.asyncfor_release(pointer));
  },
);

const resolved = Promise.resolve();

export class Iterator {
  #instance;
  #definition;
  /** @type {unknown[] | undefined} */
  #arguments;
  /** The generator in C; 0 before its start and after its end. */
  #pointer = 0;
  #ended = false;
  /** Why it could not start. @type {{ reason: unknown } | undefined} */
  #refusal = undefined;
  #observer = 0;
  /** Requests whose outcome comes later. @type {Waiting[]} */
  #waiting = [];
  /** Calls made before the instance is up. @type {(() => void)[] | undefined} */
  #early = undefined;
  /** What was picked up. @type {Awaited | undefined} */
  #awaited = undefined;
  /** @type {((value: any) => any) | undefined} */
  #fulfilled = undefined;
  /** @type {((error: any) => any) | undefined} */
  #rejected = undefined;
  /** @type {import('./observers.js').Observer | undefined} */
  #onOutcome = undefined;

  /**
   * @param {import('./instance.js').Instance} instance
   * @param {import('./arguments.js').Definition} definition
   * @param {unknown[]} values checked arguments, in the order of the parameters
   */
  constructor(instance, definition, values) {
    this.#instance = instance;
    this.#definition = definition;
    this.#arguments = values;
  }

  /** @param {any} value */
  static #is(value) {
    return typeof value === 'object' && value !== null && #pointer in value;
  }

  /** @param {any} [value] */
  next(value) {
    if (!Iterator.#is(this)) return wrongThis(this, 'next');
    const instance = this.#instance;
    if (this.#pointer === 0 && !this.#start()) return this.#idle('next', value);
    if (value !== undefined) return this.#give(value, instance.exports.asyncfor_send);
    try {
      const outcome = instance.exports.asyncfor_next(this.#pointer);
      if (outcome >= ITEM && instance.awaited.frame === 0 && this.#waiting.length === 0) {
        return Promise.resolve({ value: instance.read(outcome - ITEM), done: false });
      }
      return this.#answer(outcome);
    } catch (cause) {
      return Promise.reject(instance.die(cause));
    }
  }

  /** @param {any} [value] */
  return(value) {
    if (!Iterator.#is(this)) return wrongThis(this, 'return');
    if (this.#pointer === 0) return this.#idle('return', value);
    return this.#give(value, this.#instance.exports.asyncfor_return);
  }

  /** @param {any} [error] */
  throw(error) {
    if (!Iterator.#is(this)) return wrongThis(this, 'throw');
    if (this.#pointer === 0) return this.#idle('throw', error);
    const { exports, handles } = this.#instance;
    return this.#request(() => exports.asyncfor_throw(this.#pointer, handles.add(error)));
  }

  /**
   * Makes a request with a value.
   * @param {any} value
   * @param {(pointer: number, kind: number, number: number, size: number) => number} call
   */
  #give(value, call) {
    const { memory, exports } = this.#instance;
    try {
      memory.convert(value, exports.asyncfor_buffer);
    } catch (error) {
      return Promise.reject(error);
    }
    const { kind, number, size } = memory;
    return this.#request(() => call(this.#pointer, kind, number, size));
  }

  /** @param {() => number} call */
  #request(call) {
    try {
      return this.#answer(call());
    } catch (cause) {
      return Promise.reject(this.#instance.die(cause));
    }
  }

  /**
   * Creates the generator in C, if it can be now.
   * @returns {boolean}
   */
  #start() {
    const instance = this.#instance;
    if (this.#ended || this.#early || !instance.exports || instance.dead) return false;
    const values = /** @type {unknown[]} */ (this.#arguments);
    this.#arguments = undefined;
    this.#observer = instance.observers.reserve();
    let pointer = 0;
    try {
      pointer = withArguments(instance, this.#definition, values, (address) =>
        instance.exports.asyncfor_create(address, this.#observer),
      );
      if (pointer === 0) this.#refusal = { reason: instance.readObject() };
    } catch (cause) {
      if (cause instanceof NotConverted) this.#refusal = cause;
      else instance.die(cause);
    }
    this.#pointer = pointer;
    if (pointer === 0) {
      instance.observers.release(this.#observer);
      return false;
    }
    abandoned.register(this, { instance, pointer }, this);
    return true;
  }

  /**
   * A request to a body that is not there: it has ended, has not started, or cannot start.
   * @param {Method} method
   * @param {any} value
   * @returns {Promise<any>}
   */
  #idle(method, value) {
    const instance = this.#instance;
    if (instance.dead) return Promise.reject(instance.dead);
    if (!this.#ended && (this.#early || !instance.exports)) return this.#whenUp(method, value);
    const refusal = this.#refusal;
    this.#refusal = undefined;
    this.#ended = true;
    this.#arguments = undefined;
    if (refusal) return Promise.reject(refusal.reason);
    if (method === 'throw') return Promise.reject(value);
    if (method === 'next') return Promise.resolve({ value: undefined, done: true });
    return Promise.resolve(value).then((returned) => ({ value: returned, done: true }));
  }

  /**
   * @param {Method} method
   * @param {any} value
   */
  #whenUp(method, value) {
    if (!this.#early) {
      /** @type {(() => void)[]} */
      const calls = [];
      this.#early = calls;
      const run = () => {
        this.#early = undefined;
        for (const call of calls) call();
      };
      this.#instance.ready.then(run, run);
    }
    return new Promise((resolve) => {
      this.#early?.push(() => resolve(this[method](value)));
    });
  }

  /**
   * The promise for the outcome that a call gave back.
   * @param {number} outcome
   * @returns {Promise<any>}
   */
  #answer(outcome) {
    if (outcome === PENDING || outcome === QUEUED) {
      this.#instance.flush();
      return this.#later(outcome === QUEUED);
    }
    if (outcome === AWAIT) return this.#pickUp();
    this.#instance.flush();
    const promise = this.#outcome(outcome);
    if (this.#waiting.length > 0) this.#goOn();
    return promise;
  }

  /** @param {number} outcome */
  #outcome(outcome) {
    try {
      return Promise.resolve(this.#result(outcome));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * What a request has come to: returns or throws it. An item that JavaScript cannot have ends the
   * iteration.
   * @param {number} outcome
   */
  #result(outcome) {
    let ended = outcome !== REFUSED;
    try {
      const result = this.#instance.result(outcome);
      ended = result.done;
      return result;
    } finally {
      if (ended) this.#end();
    }
  }

  /**
   * Waits for the one promise that the body waits for; its `then` makes the promise to return.
   * @returns {Promise<any>}
   */
  #pickUp() {
    const instance = this.#instance;
    const awaited = (this.#awaited ??= new Awaited());
    const promise = instance.awaited.moveTo(awaited);
    this.#fulfilled ??= (value) =>
      this.#collect(() => instance.fulfilled(awaited.frame, this.#pointer, awaited.kind, value));
    this.#rejected ??= (error) =>
      this.#collect(() => instance.rejected(awaited.frame, this.#pointer, error));
    return instance.pickUp(promise, this.#fulfilled, this.#rejected);
  }

  /**
   * What that promise settles with, once the body has gone on.
   * @param {() => number} call
   * @returns {any}
   */
  #collect(call) {
    const instance = this.#instance;
    if (instance.dead) throw instance.dead;
    let outcome;
    try {
      outcome = call();
    } catch (cause) {
      throw instance.die(cause);
    }
    if (outcome === AWAIT) return this.#pickUp();
    instance.flush();
    if (outcome === PENDING) return this.#later(false);
    if (this.#waiting.length > 0) resolved.then(() => this.#goOn());
    if (outcome >= ITEM) return { value: instance.read(outcome - ITEM), done: false };
    return this.#result(outcome);
  }

  /**
   * @param {boolean} behind whether other requests come first
   * @returns {Promise<any>}
   */
  #later(behind) {
    this.#onOutcome ??= (outcome, died) => this.#settle(outcome, died);
    this.#instance.observers.set(this.#observer, this.#onOutcome);
    return new Promise((resolve, reject) => {
      if (behind) this.#waiting.push({ resolve, reject });
      else this.#waiting.unshift({ resolve, reject });
    });
  }

  /** Has the requests answered that came while an outcome was on its way. */
  #goOn() {
    const instance = this.#instance;
    instance.call(() => instance.exports.asyncfor_go_on(this.#pointer));
    this.#endIfAnswered();
  }

  /** The body has ended: the memory in C goes once all requests have their answers. */
  #end() {
    this.#ended = true;
    this.#endIfAnswered();
  }

  #endIfAnswered() {
    if (!this.#ended || this.#pointer === 0 || this.#waiting.length > 0) return;
    const instance = this.#instance;
    abandoned.unregister(this);
    instance.observers.release(this.#observer);
    const pointer = this.#pointer;
    this.#pointer = 0;
    instance.call(() => instance.exports.asyncfor_release(pointer));
  }

  /**
   * The first waiting request has its outcome; or the instance has died, and all of them have.
   * @param {number} outcome
   * @param {Error} [died]
   */
  #settle(outcome, died) {
    if (died) {
      for (const waiting of this.#waiting.splice(0)) waiting.reject(died);
      return;
    }
    const instance = this.#instance;
    const waiting = /** @type {Waiting} */ (this.#waiting.shift());
    if (this.#waiting.length === 0) instance.observers.set(this.#observer, undefined);
    try {
      waiting.resolve(this.#result(outcome));
    } catch (error) {
      waiting.reject(error);
    }
  }
}

/**
 * @param {unknown} value
 * @param {Method} method
 */
function wrongThis(value, method) {
  return Promise.reject(
    new TypeError(
      `${method}() must be called on an async iterator of asyncfor, got ${typeName(value)}`,
    ),
  );
}

Object.setPrototypeOf(Iterator.prototype, AsyncIteratorPrototype);
Object.defineProperty(Iterator.prototype, Symbol.toStringTag, {
  value: 'AsyncGenerator',
  configurable: true,
});
