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

/** The first, which mostly is the only one, stands in these fields, without an object of its own. */
export class Requests {
  /** @type {Waiting['resolve'] | undefined} */
  #resolve;
  /** @type {Waiting['reject'] | undefined} */
  #reject;
  /** Those behind it. @type {Waiting | undefined} */
  #next;
  /** @type {Waiting | undefined} */
  #last;

  /** Whether there is no request. */
  get none() {
    return this.#resolve === undefined;
  }

  /**
   * @param {boolean} behind whether the others come first; otherwise it was made before them
   * @returns {Promise<any>} what it will come to
   */
  add(behind) {
    return new Promise((resolve, reject) => {
      if (this.#resolve === undefined) {
        this.#resolve = resolve;
        this.#reject = reject;
      } else if (behind) this.#append({ resolve, reject, next: undefined });
      else this.#prepend(resolve, reject);
    });
  }

  /** @param {Waiting} waiting */
  #append(waiting) {
    if (this.#last) this.#last.next = waiting;
    else this.#next = waiting;
    this.#last = waiting;
  }

  /**
   * @param {Waiting['resolve']} resolve
   * @param {Waiting['reject']} reject
   */
  #prepend(resolve, reject) {
    const second = /** @type {Waiting} */ ({
      resolve: this.#resolve,
      reject: this.#reject,
      next: this.#next,
    });
    this.#next = second;
    this.#last ??= second;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** The second, if there is one, is the first from now on. */
  #advance() {
    const next = this.#next;
    this.#resolve = next?.resolve;
    this.#reject = next?.reject;
    this.#next = next?.next;
    if (!this.#next) this.#last = undefined;
  }

  /** Answers the first, which there is. @param {any} result */
  fulfil(result) {
    const resolve = /** @type {Waiting['resolve']} */ (this.#resolve);
    this.#advance();
    resolve(result);
  }

  /** Takes the first, which there is. @returns {Pick<Waiting, 'resolve' | 'reject'>} */
  take() {
    const taken = /** @type {Waiting} */ ({ resolve: this.#resolve, reject: this.#reject });
    this.#advance();
    return taken;
  }
}
