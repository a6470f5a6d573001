/**
 * What makes async iterables of things that are none, for `for await` and for C alike.
 */
import { checkSignal } from './cancellation.js';
import { describe, isRevoked } from './errors.js';
import { AsyncIteratorPrototype } from './intrinsics.js';
import { readStream } from './sources.js';

/**
 * @typedef {object} EventsOptions
 * @property {AbortSignal} [signal] ends the iteration: behind the events that came before, next()
 *   rejects with its reason
 * @property {number} [maximumQueued] so many events are kept for the consumer; when more come,
 *   next() rejects with a RangeError behind these. Default: without a limit
 */

/** The events of an EventTarget, each as it comes. */
class Events {
  #target;
  #type;
  #options;
  /** @type {Event[]} */
  #queued = [];
  /** Requests that wait for an event. @type {((result: any) => void)[]} */
  #waiting = [];
  #ended = false;
  /** What the next request rejects with. @type {{ reason: unknown } | undefined} */
  #failure = undefined;

  /**
   * @param {EventTarget} target
   * @param {string} type
   * @param {EventsOptions} options
   */
  constructor(target, type, options) {
    this.#target = target;
    this.#type = type;
    this.#options = options;
    if (options.signal?.aborted) {
      this.#fail(options.signal.reason);
      return;
    }
    target.addEventListener(type, this.#onEvent);
    options.signal?.addEventListener('abort', this.#onAbort);
  }

  #onEvent = (/** @type {Event} */ event) => {
    const answer = this.#waiting.shift();
    if (answer) answer({ value: event, done: false });
    else this.#queued.push(event);
    const { maximumQueued = Infinity } = this.#options;
    if (this.#queued.length <= maximumQueued) return;
    this.#queued.pop();
    this.#fail(new RangeError(`more than ${maximumQueued} '${this.#type}' events are waiting`));
  };

  #onAbort = () => this.#fail(this.#options.signal?.reason);

  /** @param {unknown} reason */
  #fail(reason) {
    this.#failure = { reason };
    this.#end();
  }

  /** Nothing more comes: the request that waits first hears why, and the others of the end. */
  #end() {
    this.#ended = true;
    this.#target.removeEventListener(this.#type, this.#onEvent);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    for (const answer of this.#waiting.splice(0)) answer(this.next());
  }

  next() {
    const event = this.#queued.shift();
    if (event) return Promise.resolve({ value: event, done: false });
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) return Promise.reject(failure.reason);
    if (this.#ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => void this.#waiting.push(resolve));
  }

  /** @param {any} [value] */
  return(value) {
    this.#queued.length = 0;
    this.#failure = undefined;
    if (!this.#ended) this.#end();
    return Promise.resolve({ value, done: true });
  }
}
Reflect.deleteProperty(Events.prototype, 'constructor');
Object.setPrototypeOf(Events.prototype, AsyncIteratorPrototype);

/**
 * The events of an EventTarget as an async iterator (as Node's `events.on` has it for emitters):
 * it listens from the call on, so that none is missed, and stops when the loop is left.
 * @param {EventTarget} target
 * @param {string} type
 * @param {EventsOptions} [options]
 * @returns {AsyncIterableIterator<Event>}
 */
export function fromEvents(target, type, options = {}) {
  if (isRevoked(target) || typeof target?.addEventListener !== 'function') {
    throw new TypeError(
      `fromEvents(): argument 'target' must be an EventTarget, got ${describe(target)}`,
    );
  }
  if (typeof type !== 'string') {
    throw new TypeError(`fromEvents(): argument 'type' must be a string, got ${describe(type)}`);
  }
  const { signal, maximumQueued = Infinity } = options;
  checkSignal('fromEvents', signal);
  if (typeof maximumQueued !== 'number' || !(maximumQueued >= 1)) {
    throw new TypeError(
      `fromEvents(): option 'maximumQueued' must be a number from 1, got ${describe(maximumQueued)}`,
    );
  }
  return /** @type {any} */ (new Events(target, type, { signal, maximumQueued }));
}

/**
 * A stream as an async iterable, in engines in which streams are none themselves, too. The stream
 * is locked from the call on (Streams Standard, "ReadableStream.prototype.values").
 * @template T
 * @param {ReadableStream<T>} stream
 * @param {{ preventCancel?: boolean }} [options] whether leaving the loop leaves the stream as it is
 * @returns {AsyncIterableIterator<T>}
 */
export function fromStream(stream, { preventCancel = false } = {}) {
  if (isRevoked(stream) || typeof stream?.getReader !== 'function') {
    throw new TypeError(
      `fromStream(): argument 'stream' must be a ReadableStream, got ${describe(stream)}`,
    );
  }
  const iterator = Object.create(AsyncIteratorPrototype);
  return Object.assign(iterator, readStream(stream, { preventCancel }));
}
