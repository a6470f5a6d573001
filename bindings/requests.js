/**
 * Requests whose outcome comes later, in their order.
 */

/**
 * A request.
 * @typedef {object} Waiting
 * @property {(result: any) => void} resolve
 * @property {(error: any) => void} reject
 * @property {Waiting | undefined} next the request behind it
 */

export class Requests {
  /** @type {Waiting | undefined} */
  first = undefined;
  /** @type {Waiting | undefined} */
  #last = undefined;

  /**
   * @param {boolean} behind whether the others come first; otherwise it was made before them
   * @returns {Promise<any>} what it will come to
   */
  add(behind) {
    return new Promise((resolve, reject) => {
      /** @type {Waiting} */
      const waiting = { resolve, reject, next: behind ? undefined : this.first };
      if (behind && this.#last) this.#last.next = waiting;
      else this.first = waiting;
      if (waiting.next === undefined) this.#last = waiting;
    });
  }

  /** Takes the first, which there is. @returns {Waiting} */
  take() {
    const waiting = /** @type {Waiting} */ (this.first);
    this.first = waiting.next;
    if (this.first === undefined) this.#last = undefined;
    return waiting;
  }
}
