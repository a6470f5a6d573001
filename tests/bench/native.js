/** The same work, written in JavaScript as people write it. */

/** @param {number} count */
export async function* numbers(count) {
  for (let i = 0; i < count; i++) yield i;
}

/** The floor of the language: an object whose next() gives a promise that is resolved. */
export class Resolved {
  #next = 0;
  #count;

  /** @param {number} count */
  constructor(count) {
    this.#count = count;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** @returns {Promise<any>} */
  next() {
    return this.#next < this.#count
      ? Promise.resolve({ value: this.#next++, done: false })
      : Promise.resolve({ value: undefined, done: true });
  }
}

/** The same with an async next(). */
export class Async extends Resolved {
  /** @override */
  async next() {
    return super.next();
  }
}

/** @param {AsyncIterable<number>} source */
export async function* relay(source) {
  for await (const number of source) yield number;
}

/**
 * @param {number} count
 * @param {Promise<unknown>} promise
 * @param {number} times
 */
export async function* awaiting(count, promise, times) {
  for (let i = 0; i < count; i++) {
    for (let time = 0; time < times; time++) await promise;
    yield i;
  }
}

/**
 * What calls back behind the host's own events: not every host has setImmediate().
 * @returns {(callback: () => void) => void}
 */
function findTurn() {
  if (typeof setImmediate === 'function') return setImmediate;
  const { port1, port2 } = new MessageChannel();
  return (callback) => {
    port1.onmessage = callback;
    port2.postMessage(null);
  };
}

/** @param {number} count */
export async function* sleeping(count) {
  const turn = findTurn();
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => turn(() => resolve(undefined)));
    yield i;
  }
}

/**
 * Woken for each item by another async function, through a place for one.
 * @param {number} count
 */
export async function* woken(count) {
  /** @type {((item: number) => void) | undefined} */
  let taken;
  /** @type {() => void} */
  let goOn = () => {};
  const produce = async () => {
    for (let i = 0; i < count; i++) {
      await new Promise((resolve) => {
        goOn = () => resolve(undefined);
      });
      taken?.(i);
    }
  };
  void produce();
  for (let i = 0; i < count; i++) {
    const item = new Promise((resolve) => {
      taken = resolve;
    });
    goOn();
    yield item;
  }
}

const LONGEST = 4096;
const PLACES = 16;
const text = Uint8Array.from({ length: LONGEST * PLACES }, (_, i) => 97 + (i % 26));

/** @param {number} index @param {number} size */
const bytesAt = (index, size) => {
  const start = (index % PLACES) * LONGEST;
  return text.subarray(start, start + size);
};

/** @param {number} count @param {number} size */
export async function* strings(count, size) {
  const decoder = new TextDecoder();
  for (let i = 0; i < count; i++) yield decoder.decode(bytesAt(i, size));
}

/** @param {number} count @param {number} size */
export async function* bytes(count, size) {
  for (let i = 0; i < count; i++) yield bytesAt(i, size).slice();
}

/** @param {number} count */
export async function* records(count) {
  for (let i = 0; i < count; i++) {
    yield { id: i, x: i * 0.5, y: i * 0.25, valid: i % 2 === 1, next: i + 1 };
  }
}

/** @param {number} count @param {object} object */
export async function* handles(count, object) {
  for (let i = 0; i < count; i++) yield object;
}

/** @param {number} count */
export async function* lists(count) {
  for (let i = 0; i < count; i++) yield [1, 2, 3, 4, i];
}
