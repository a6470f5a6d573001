/**
 * Cases that any engine can run, on any implementation of async generators and of `for await`:
 * nothing here or in `behaviours` imports what only Node has.
 */

/**
 * The result of a step of a plain generator.
 * @typedef {{ done?: boolean, value?: any }} StepResult
 */

/**
 * The body of an async generator: a plain generator that yields what is to be done. The outcome of
 * an await and what a yield receives come back by its methods.
 * @typedef {object} Stepper
 * @property {(value?: any) => StepResult} next
 * @property {(error: any) => StepResult} throw
 * @property {(value?: any) => StepResult} return
 */

/**
 * How a loop over an iterable goes.
 * @typedef {object} ConsumeOptions
 * @property {number} [breakAfter] leave the loop while handling the n-th value
 * @property {number} [throwAfter] fail with `error` there
 * @property {any} [error]
 * @property {(value: any, index: number) => any} [onValue] called and awaited for each value
 */

/**
 * An implementation.
 * @typedef {object} Adapter
 * @property {string} name
 * @property {(stepper: Stepper, remake?: () => Stepper) => AsyncGenerator<any, any, any>} fromStepper
 * @property {(iterable: any, options?: ConsumeOptions) => Promise<any[]>} consume the values that
 *   the body of the loop saw
 * @property {object} [prototype] that all generators share
 * @property {() => Record<string, number>} [stats] what lives: all 0 once everything has ended
 */

/**
 * A behaviour.
 * @typedef {object} Case
 * @property {string} id as `J01` or `C01`; several cases may prove one
 * @property {'must' | 'spec' | 'shape' | 'newspec' | 'tick'} level
 * @property {string} title
 * @property {boolean} [slow] needs more than a second
 * @property {() => boolean} [applies] false: this engine lacks what the case is about
 * @property {(adapter: Adapter) => Promise<void>} run
 */

/** How long a case may take, in milliseconds. */
const LIMIT = 20_000;

/**
 * @param {unknown} condition
 * @param {string} what
 */
export function ok(condition, what) {
  if (!condition) throw new Error(what);
}

/** @param {unknown} value */
function show(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value !== 'object' || value === null || value instanceof Error) return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/**
 * The very same value.
 * @param {unknown} actual
 * @param {unknown} expected
 * @param {string} [what]
 */
export function is(actual, expected, what = 'value') {
  if (!Object.is(actual, expected)) {
    throw new Error(`${what}: got ${show(actual)}, expected ${show(expected)}`);
  }
}

/**
 * The same structure: of arrays and plain objects the parts, of everything else the identity.
 * @param {any} actual
 * @param {any} expected
 * @param {string} [what]
 */
export function same(actual, expected, what = 'value') {
  const isPlain = (/** @type {any} */ value) =>
    typeof value === 'object' &&
    value !== null &&
    (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);
  if (!isPlain(actual) || !isPlain(expected)) return is(actual, expected, what);
  const keys = Reflect.ownKeys(expected);
  is(String(Reflect.ownKeys(actual).map(String)), String(keys.map(String)), `keys of ${what}`);
  for (const key of keys) same(actual[key], expected[key], `${what}.${String(key)}`);
}

/**
 * The very reason that a promise rejects with.
 * @param {Promise<unknown>} promise
 * @returns {Promise<any>}
 */
export function reason(promise) {
  return promise.then(
    (value) => {
      throw new Error(`it was fulfilled with ${show(value)}`);
    },
    (error) => error,
  );
}

/** A promise with its functions. */
export function deferred() {
  /** @type {(value?: any) => void} */
  let resolve = () => {};
  /** @type {(reason?: any) => void} */
  let reject = () => {};
  const promise = new Promise((fulfil, fail) => {
    resolve = fulfil;
    reject = fail;
  });
  return { promise, resolve, reject };
}

const channels = typeof MessageChannel === 'function' && typeof setImmediate !== 'function';

/** A turn of the host's loop, behind all microtasks. @returns {Promise<void>} */
export function turn() {
  if (!channels) return new Promise((resolve) => void setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Some turns: everything has run by then that waits for no time. @param {number} [count] */
export async function turns(count = 5) {
  for (let i = 0; i < count; i++) await turn();
}

/** Rejections that nobody has handled. @type {unknown[]} */
const unhandled = [];

/** Watches for rejections that nobody handles: to be called once. */
export function watchRejections() {
  const host = /** @type {any} */ (globalThis);
  if (host.process?.on) {
    host.process.on('unhandledRejection', (/** @type {unknown} */ error) => unhandled.push(error));
  } else {
    host.addEventListener('unhandledrejection', (/** @type {any} */ event) => {
      event.preventDefault();
      unhandled.push(event.reason);
    });
  }
}

/**
 * Runs a case.
 * @param {Case} behaviour
 * @param {Adapter} adapter
 * @returns {Promise<void>} rejects if it fails, hangs, or leaves a rejection that nobody handles
 */
export async function runCase(behaviour, adapter) {
  unhandled.length = 0;
  /** @type {any} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('it hangs')), LIMIT);
  });
  try {
    await Promise.race([behaviour.run(adapter), late]);
  } finally {
    clearTimeout(timer);
  }
  await turns(2);
  if (unhandled.length > 0) throw new Error(`unhandled rejection: ${show(unhandled[0])}`);
}
