/**
 * What an AbortSignal does to a body in C: CancelledError is raised where the body is suspended.
 */
import { AsyncforError, describe } from './errors.js';

/** How a body takes a cancellation, in the order of C's. */
export const [NOT_CANCELLED, CANCELLED, RUNNING, IDLE] = Array(4).keys();

/**
 * @param {any} value
 * @returns {value is AbortSignal}
 */
function isSignal(value) {
  try {
    return (
      typeof value?.aborted === 'boolean' &&
      typeof value.addEventListener === 'function' &&
      typeof value.removeEventListener === 'function'
    );
  } catch {
    return false;
  }
}

/**
 * Refuses what is no signal.
 * @param {string} name of the function that was called
 * @param {unknown} signal
 */
export function checkSignal(name, signal) {
  if (signal === undefined || isSignal(signal)) return;
  throw new TypeError(`${name}(): option 'signal' must be an AbortSignal, got ${describe(signal)}`);
}

/**
 * What each signal is to cancel. A signal has one listener, however many bodies it cancels: hosts
 * warn of more than a few.
 * @type {WeakMap<AbortSignal, { cancellations: Set<Cancellation>, onAbort: () => void }>}
 */
const watched = new WeakMap();

/** @param {AbortSignal} signal */
function listen(signal) {
  /** @type {Set<Cancellation>} */
  const cancellations = new Set();
  const onAbort = () => {
    for (const cancellation of cancellations) cancellation.fire();
  };
  const entry = { cancellations, onAbort };
  signal.addEventListener('abort', onAbort);
  watched.set(signal, entry);
  return entry;
}

/** One body and the signal that cancels it. */
export class Cancellation {
  #signal;
  /** What happens then. */
  #onAbort = () => {};
  #instance;

  /**
   * @param {AbortSignal} signal
   * @param {import('./instance.js').Instance} instance
   */
  constructor(signal, instance) {
    this.#signal = signal;
    this.#instance = instance;
  }

  get aborted() {
    return this.#signal.aborted;
  }

  /** @returns {any} */
  get reason() {
    return this.#signal.reason;
  }

  /**
   * Tells a target once the signal aborts, which may live longer: the target is referred to weakly.
   * @template {object} T
   * @param {T} target
   * @param {(target: T) => void} cancel
   */
  watch(target, cancel) {
    const reference = new WeakRef(target);
    this.#onAbort = () => {
      const found = reference.deref();
      if (found) cancel(found);
    };
    const { cancellations } = watched.get(this.#signal) ?? listen(this.#signal);
    cancellations.add(this);
    this.#instance.cancellations.add(this);
  }

  /** The signal has aborted. */
  fire() {
    this.stop();
    this.#onAbort();
  }

  /** Leaves nothing behind on the signal, as far as it lets us. */
  stop() {
    this.#instance.cancellations.delete(this);
    const entry = watched.get(this.#signal);
    if (!entry?.cancellations.delete(this) || entry.cancellations.size > 0) return;
    watched.delete(this.#signal);
    try {
      this.#signal.removeEventListener('abort', entry.onAbort);
    } catch {
      /* It finds nothing to cancel. */
    }
  }

  /**
   * What people are to get for an error that ended the body.
   * @param {any} error
   */
  translate(error) {
    const cancelled = error instanceof AsyncforError && error.code === 'CancelledError';
    return cancelled && this.aborted ? this.reason : error;
  }
}

/**
 * Cancels a body.
 * @param {import('./instance.js').Instance} instance
 * @param {number} pointer
 * @param {() => void} again called once a body that is running now has come to a stop
 * @returns {boolean} true: it stands between two requests, where nothing has happened yet
 */
export function cancelBody(instance, pointer, again) {
  let answer = NOT_CANCELLED;
  instance.call(() => {
    answer = instance.exports.asyncfor_cancel(pointer);
  });
  if (answer === RUNNING) queueMicrotask(again);
  return answer === IDLE;
}
