/**
 * Who hears of outcomes that come later: iterators and calls, each by the index of its place.
 */

/** @typedef {(outcome: number, died?: Error) => void} Observer */

export class Observers {
  /** @type {(Observer | undefined)[]} index 0 stands for none */
  #places = [undefined];
  /** @type {number[]} */
  #free = [];

  /** @returns {number} a place */
  reserve() {
    return this.#free.pop() ?? this.#places.push(undefined) - 1;
  }

  /**
   * Who waits is referred to from here, and nobody else.
   * @param {number} index
   * @param {Observer | undefined} observer undefined: it waits for nothing now
   */
  set(index, observer) {
    this.#places[index] = observer;
  }

  /** @param {number} index */
  release(index) {
    this.#places[index] = undefined;
    this.#free.push(index);
  }

  /**
   * @param {number} index
   * @param {number} outcome
   */
  tell(index, outcome) {
    this.#places[index]?.(outcome);
  }

  /**
   * Tells everybody that the instance has died.
   * @param {number} outcome
   * @param {Error} died
   */
  tellAll(outcome, died) {
    for (const observer of this.#places.splice(0)) observer?.(outcome, died);
  }
}
