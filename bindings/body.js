/**
 * The body of an async generator of ECMA-262 that runs in C, and the requests to it.
 *
 * An outcome that is there at once costs one call and one promise. Only what comes later waits in
 * a list.
 */
import { withArguments } from './arguments.js';
import { cancelBody } from './cancellation.js';
import { NotConverted } from './errors.js';
import { ITEM, PENDING, QUEUED, REFUSED } from './instance.js';
import { Requests } from './requests.js';

/**
 * @typedef {import('./instance.js').Instance} Instance
 * @typedef {import('./cancellation.js').Cancellation} Cancellation
 * @typedef {'next' | 'return' | 'throw'} Method
 */

/**
 * What there is of a body besides the object: nothing, once it has been given up.
 * @typedef {[Instance, pointer: number, observer: number, Cancellation | undefined] | []} Remains
 */

/** @param {Remains} remains that nobody needs any more */
function giveUp(remains) {
  if (remains.length === 0) return;
  const [instance, pointer, observer, cancellation] = remains;
  /* A signal's reason, for instance, may refer to the iterator. */
  remains.splice(0);
  cancellation?.stop();
  instance.observers.remove(observer);
  instance.debugging?.end(pointer);
  instance.call(() => instance.exports.asyncfor_release(pointer));
}

/**
 * Bodies that have started since the host's last turn. Most end before the next: only the others are
 * worth what it takes to be told when nobody refers to them any more.
 * @type {Set<Body>}
 */
const fresh = new Set();

/**
 * Iterators that nobody refers to any more: their bodies are closed. None is taken out when it ends,
 * because engines take longer for that than to call back in vain.
 */
const abandoned = new FinalizationRegistry(giveUp);

/** What C is told of an iterator that has ended. */
const ENDED = 1;

export class Body {
  #instance;
  #definition;
  /** @type {unknown[] | undefined} */
  #arguments;
  /** What a signal does to it. */
  cancellation;
  #madeAt;
  /** The generator in C; 0 before its start and after its end. */
  #pointer = 0;
  #ended = false;
  /** Why it could not start. @type {{ reason: unknown } | undefined} */
  #refusal;
  #observer = 0;
  /** What is given up if nobody refers to it any more. @type {Remains | undefined} */
  #watched;
  /** Requests whose outcome comes later. */
  #waiting = new Requests();
  /**
   * Requests that wait for what comes before all of them: the instance to be up, or the promise
   * that a return() was given. @type {(() => void)[] | undefined}
   */
  #held;
  /** What a cancellation between two requests came to. @type {Promise<any> | undefined} */
  #cancelled;

  /**
   * @param {Instance} instance
   * @param {import('./arguments.js').Definition} definition
   * @param {import('./arguments.js').Given} given what it was called with
   */
  constructor(instance, definition, { values, cancellation, madeAt }) {
    this.#instance = instance;
    this.#definition = definition;
    this.#arguments = values;
    this.cancellation = cancellation;
    this.#madeAt = madeAt;
  }

  /** @param {any} value */
  next(value) {
    const instance = this.#instance;
    if (this.#cancelled) return this.#takeCancelled();
    if (this.#pointer === 0 && !this.#start()) return this.#idle('next', value);
    if (value !== undefined) return this.#give(value, instance.exports.asyncfor_send);
    try {
      const outcome = instance.exports.asyncfor_next(this.#pointer);
      if (outcome >= ITEM && this.#waiting.none && !instance.dead) {
        return Promise.resolve({ value: instance.read(outcome - ITEM), done: false });
      }
      return this.answer(outcome);
    } catch (cause) {
      return Promise.reject(instance.die(cause));
    }
  }

  /** @param {any} value */
  return(value) {
    if (this.#cancelled) return this.#behindCancelled('return', value);
    if (this.#pointer === 0) return this.#idle('return', value);
    return this.#give(value, this.#instance.exports.asyncfor_return);
  }

  /** @param {any} error */
  throw(error) {
    if (this.#cancelled) return this.#behindCancelled('throw', error);
    if (this.#pointer === 0) return this.#idle('throw', error);
    const { exports, handles } = this.#instance;
    return this.#request(() => exports.asyncfor_throw(this.#pointer, handles.add(error)));
  }

  /**
   * The generator in C, if C may go on with it directly.
   * @param {Instance} instance
   * @returns {number} its address; ENDED: it has come to its end; 0: C may not
   */
  own(instance) {
    if (this.#instance !== instance || this.#cancelled || this.#held) return 0;
    if (this.#ended && this.#pointer === 0) return ENDED;
    return this.#pointer !== 0 || this.#start() ? this.#pointer : 0;
  }

  /**
   * Makes a request with a value.
   * @param {any} value
   * @param {(pointer: number, kind: number, number: number) => number} call
   */
  #give(value, call) {
    const { memory } = this.#instance;
    memory.keep(value);
    return this.#request(() => call(this.#pointer, memory.kind, memory.number));
  }

  /** @param {() => number} call */
  #request(call) {
    try {
      return this.answer(call());
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
    if (this.#ended || this.#refusal || this.#held) return false;
    if (!instance.exports || instance.dead) return false;
    const values = /** @type {unknown[]} */ (this.#arguments);
    this.#arguments = undefined;
    const cancellation = this.cancellation;
    if (cancellation && !this.#watch(cancellation)) return false;
    this.#pointer = this.#create(values);
    if (this.#pointer === 0) {
      cancellation?.stop();
      return false;
    }
    instance.debugging?.begin(this.#pointer, this.#madeAt);
    if (fresh.add(this).size === 1) instance.waiters.later(Body.#watchFresh);
    return true;
  }

  static #watchFresh() {
    for (const body of fresh) abandoned.register(body, (body.#watched = body.#remains()));
    fresh.clear();
  }

  /** @returns {Remains} */
  #remains() {
    return [this.#instance, this.#pointer, this.#observer, this.cancellation];
  }

  /**
   * @param {Cancellation} cancellation
   * @returns {boolean} false: the signal has aborted, or throws
   */
  #watch(cancellation) {
    try {
      if (!cancellation.aborted) {
        cancellation.watch(this, (body) => body.#cancel());
        return true;
      }
      this.#refusal = { reason: cancellation.reason };
    } catch (error) {
      this.#refusal = { reason: error };
    }
    return false;
  }

  /**
   * @param {unknown[]} values
   * @returns {number} 0: it cannot be created
   */
  #create(values) {
    const instance = this.#instance;
    this.#observer = instance.observers.add(undefined);
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
    if (pointer === 0) instance.observers.remove(this.#observer);
    return pointer;
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
    if (!this.#ended && !instance.exports && !this.#held) this.#hold(instance.ready);
    if (this.#held) return this.#behindHeld(method, value);
    const refusal = this.#refusal;
    this.#refusal = undefined;
    this.#ended = true;
    this.#arguments = undefined;
    if (refusal) return Promise.reject(refusal.reason);
    if (method === 'throw') return Promise.reject(value);
    if (method === 'next') return Promise.resolve({ value: undefined, done: true });
    return this.#returnIdle(value);
  }

  /**
   * Requests made from now on wait until a promise has settled.
   * @param {Promise<any>} promise
   */
  #hold(promise) {
    /** @type {(() => void)[]} */
    const held = [];
    this.#held = held;
    const goOn = () => {
      this.#held = undefined;
      /* The first of them may have the others wait for something else. */
      while (held.length > 0 && !this.#held) held.shift()?.();
      /** @type {(() => void)[] | undefined} */ (this.#held)?.push(...held);
    };
    promise.then(goOn, goOn);
  }

  /**
   * @param {Method} method
   * @param {any} value
   * @returns {Promise<any>}
   */
  #behindHeld(method, value) {
    return new Promise((resolve) => {
      this.#held?.push(() => resolve(this[method](value)));
    });
  }

  /**
   * return() of a body that is not there: what it is given is awaited, and requests that follow
   * wait for that (ECMA-262's AsyncGeneratorAwaitReturn).
   * @param {any} value
   * @returns {Promise<any>}
   */
  #returnIdle(value) {
    /** @type {Promise<any>} */
    const promise = new Promise((resolve) => resolve(Promise.resolve(value))).then((returned) => ({
      value: returned,
      done: true,
    }));
    this.#hold(promise);
    return promise;
  }

  /**
   * The promise for the outcome that a call gave back.
   * @param {number} outcome
   * @returns {Promise<any>}
   */
  answer(outcome) {
    if (this.#instance.dead) return Promise.reject(this.#instance.dead);
    if (outcome === PENDING || outcome === QUEUED) return this.#later(outcome === QUEUED);
    let promise;
    try {
      promise = Promise.resolve(this.#result(outcome));
    } catch (error) {
      promise = Promise.reject(error);
    }
    if (!this.#waiting.none) this.#goOn();
    return promise;
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
    } catch (error) {
      throw this.cancellation ? this.cancellation.translate(error) : error;
    } finally {
      if (ended) this.end();
    }
  }

  /**
   * @param {boolean} behind whether other requests come first
   * @returns {Promise<any>}
   */
  #later(behind) {
    this.#instance.observers.set(this.#observer, this);
    return this.#waiting.add(behind);
  }

  /** Has the requests answered that came while an outcome was on its way. */
  #goOn() {
    const instance = this.#instance;
    instance.call(() => instance.exports.asyncfor_go_on(this.#pointer));
    this.#endIfAnswered();
  }

  /** The body has ended: the memory in C goes once all requests have their answers. */
  end() {
    this.#ended = true;
    this.#endIfAnswered();
  }

  #endIfAnswered() {
    if (!this.#ended || this.#pointer === 0 || !this.#waiting.none) return;
    const remains = this.#watched ?? this.#remains();
    this.#pointer = 0;
    fresh.delete(this);
    giveUp(remains);
  }

  /**
   * The first waiting request has its outcome; or the instance has died, and all of them have.
   * @param {number} outcome
   * @param {Error} [died]
   */
  hear(outcome, died) {
    if (died) {
      while (!this.#waiting.none) this.#waiting.take().reject(died);
      return;
    }
    const instance = this.#instance;
    if (outcome >= ITEM) {
      this.#waiting.fulfil({ value: instance.read(outcome - ITEM), done: false });
      if (this.#waiting.none) instance.observers.set(this.#observer, undefined);
      return;
    }
    const waiting = this.#waiting.take();
    if (this.#waiting.none) instance.observers.set(this.#observer, undefined);
    try {
      waiting.resolve(this.#result(outcome));
    } catch (error) {
      waiting.reject(error);
    }
  }

  /** The signal has aborted. */
  #cancel() {
    const instance = this.#instance;
    const pointer = this.#pointer;
    if (pointer === 0 || !cancelBody(instance, pointer, () => this.#cancel())) return;
    const outcome = this.#request(() => instance.exports.asyncfor_raise_cancelled(pointer));
    this.#cancelled = outcome;
    outcome.catch(() => {});
  }

  /** The next request is answered by what the cancellation came to. */
  #takeCancelled() {
    const cancelled = /** @type {Promise<any>} */ (this.#cancelled);
    this.#cancelled = undefined;
    return cancelled;
  }

  /**
   * A request that asks for no item: only what went wrong in the cleanup is told first.
   * @param {'return' | 'throw'} method
   * @param {any} value
   * @returns {Promise<any>}
   */
  #behindCancelled(method, value) {
    const cancelled = this.#takeCancelled();
    /* Made at once: it keeps its place before the requests that follow. */
    const outcome = this[method](value);
    outcome.catch(() => {});
    return cancelled.then(
      () => outcome,
      (error) => {
        if (Object.is(error, this.cancellation?.reason)) return outcome;
        throw error;
      },
    );
  }
}
