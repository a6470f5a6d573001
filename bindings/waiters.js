/**
 * What C waits for outside: one wait for each coroutine that is suspended in a promise.
 */
import { immediately } from './host.js';

/** How a settled promise goes back to C, in the order of C's async__settlement. */
export const [SETTLED_VALUE, SETTLED_ERROR, SETTLED_STOP, SETTLED_UNUSABLE] = Array(4).keys();

/** C returns an outcome with whom it concerns: the observer's index, shifted by so many bits. */
const OUTCOME_BITS = 4;
const OUTCOME = 2 ** OUTCOME_BITS - 1;

/**
 * So many outcomes go to C in a row. Then the host has its turn: an iterator that always answers
 * at once would otherwise keep everybody else waiting.
 */
const MOST_IN_A_ROW = 4000;

const then = Promise.prototype.then;

/**
 * Leaves in the instance's memory what goes to C for a value.
 * @typedef {(value: any) => number} Read its result is how that is settled
 */

/**
 * Who is told how a promise has settled. It serves one promise after the other: its functions are
 * made once.
 */
class Waiter {
  /** @type {Waiters | undefined} */
  #waiters;
  index;
  /** The coroutine that waits; 0: nobody does any more. */
  frame = 0;
  /** @type {Read | undefined} */
  read;

  /**
   * @param {Waiters} waiters
   * @param {number} index
   */
  constructor(waiters, index) {
    this.#waiters = waiters;
    this.index = index;
  }

  fulfilled = (/** @type {any} */ value) => {
    this.#waiters?.settled(this, value, false);
  };

  rejected = (/** @type {any} */ error) => {
    this.#waiters?.settled(this, error, true);
  };

  /** Nobody waits any more; the promise, which may live for ever, still refers to this. */
  forget() {
    this.frame = 0;
    this.read = undefined;
    this.#waiters = undefined;
  }
}

export class Waiters {
  /** @type {(Waiter | undefined)[]} index 0 stands for none */
  #places = [undefined];
  /** @type {number[]} */
  #free = [];
  #instance;
  #inARow = 0;
  /** What waits for the host's turn. @type {(() => void)[]} */
  #late = [];
  #requestTurn = immediately(() => this.#turn());

  /** @param {import('./instance.js').Instance} instance */
  constructor(instance) {
    this.#instance = instance;
  }

  /**
   * @param {unknown} promise or any other value, as `await` has it
   * @param {number} frame the coroutine that waits
   * @param {Read} read
   * @returns {number} the number of this wait
   */
  wait(promise, frame, read) {
    const index = this.#free.pop() ?? this.#places.push(undefined) - 1;
    const waiter = (this.#places[index] ??= new Waiter(this, index));
    waiter.frame = frame;
    waiter.read = read;
    try {
      then.call(Promise.resolve(promise), waiter.fulfilled, waiter.rejected);
    } catch (error) {
      Promise.reject(error).catch(waiter.rejected);
    }
    return index;
  }

  /**
   * Nobody waits any more.
   * @param {number} index
   */
  forget(index) {
    const waiter = /** @type {Waiter} */ (this.#places[index]);
    waiter.forget();
    this.#places[index] = undefined;
    this.#free.push(index);
  }

  /**
   * @param {Waiter} waiter
   * @param {any} outcome
   * @param {boolean} failed
   */
  settled(waiter, outcome, failed) {
    if (++this.#inARow < MOST_IN_A_ROW) this.#deliver(waiter, outcome, failed);
    else this.later(() => this.#deliver(waiter, outcome, failed));
  }

  /** @param {() => void} job for when the host has had its turn */
  later(job) {
    if (this.#late.push(job) === 1) this.#requestTurn();
  }

  #turn() {
    this.#inARow = 0;
    for (const job of this.#late.splice(0)) job();
  }

  /**
   * @param {Waiter} waiter
   * @param {any} outcome
   * @param {boolean} failed
   */
  #deliver(waiter, outcome, failed) {
    const instance = this.#instance;
    if (waiter.frame === 0 || instance.dead) return;
    try {
      const settlement = failed
        ? instance.readError(outcome)
        : /** @type {Read} */ (waiter.read)(outcome);
      // Reading a value runs code of its own, which may have ended the wait.
      if (waiter.frame === 0) instance.memory.discard(instance.exports.asyncfor_discard);
      else this.#settle(waiter, settlement);
    } catch (cause) {
      instance.die(cause);
    }
  }

  /**
   * @param {Waiter} waiter
   * @param {number} settlement
   */
  #settle(waiter, settlement) {
    const { index, frame } = waiter;
    const { exports, memory, observers } = this.#instance;
    waiter.frame = 0;
    this.#free.push(index);
    const told = exports.asyncfor_settle(
      frame,
      settlement,
      memory.kind,
      memory.number,
      memory.size,
    );
    if (told !== 0) observers.get(told >>> OUTCOME_BITS)?.hear(told & OUTCOME);
  }
}
