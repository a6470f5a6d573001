/**
 * What the runtime needs of its host: a clock and a wake-up.
 */

/**
 * @param {string} name
 * @returns {any} a module of Node, where there is one
 */
export function builtin(name) {
  return /** @type {any} */ (globalThis).process?.getBuiltinModule?.(name);
}

/**
 * Whether this is the main thread of a page, where engines refuse to compile and to instantiate more
 * than a few kilobytes (Chromium up to 114) or megabytes of WebAssembly at once.
 */
export const onPage = () => typeof document !== 'undefined';

/**
 * A clock to run on instead of the host's, for tests.
 * @typedef {object} Clock
 * @property {() => number} now milliseconds, never going back
 * @property {(callback: () => void, milliseconds: number) => unknown} setTimeout
 * @property {(timeout: any) => void} clearTimeout
 */

/** The longest delay that hosts accept, in milliseconds. */
const LONGEST = 0x7fffffff;

/** @type {Clock} */
export const hostClock = {
  now: () => performance.now(),
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (timeout) => clearTimeout(timeout),
};

/**
 * A function that calls back as soon as the host has served its own events.
 * @param {() => void} callback
 * @returns {() => void}
 */
export function immediately(callback) {
  if (typeof setImmediate === 'function') return () => void setImmediate(callback);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = callback;
  return () => port2.postMessage(null);
}

/** What has a microtask: in Node at a quarter of the cost of queueMicrotask. */
const soon = Promise.resolve();

/** One wake-up at a time; an earlier one takes the place of a later one. */
export class Wakeup {
  #callback;
  #immediately;
  #clock;
  /** @type {unknown} */
  #timeout;

  /**
   * @param {() => void} callback
   * @param {Clock} clock
   */
  constructor(callback, clock) {
    this.#callback = callback;
    this.#clock = clock;
    this.#immediately =
      clock === hostClock ? immediately(callback) : () => void clock.setTimeout(callback, 0);
  }

  /** @param {number} milliseconds below 0: in a microtask, whatever the clock */
  request(milliseconds) {
    this.cancel();
    if (milliseconds < 0) void soon.then(this.#callback);
    else if (milliseconds === 0) this.#immediately();
    else this.#timeout = this.#clock.setTimeout(this.#callback, Math.min(milliseconds, LONGEST));
  }

  /** A clock that throws is asked once. */
  cancel() {
    const timeout = this.#timeout;
    this.#timeout = undefined;
    if (timeout !== undefined) this.#clock.clearTimeout(timeout);
  }
}
