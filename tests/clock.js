/**
 * A clock that moves when it is told to, for tests.
 */
export class VirtualClock {
  #now = 0;
  /** @type {Map<number, { at: number, callback: () => void }>} */
  #timeouts = new Map();
  #last = 0;

  now = () => this.#now;

  /**
   * @param {() => void} callback
   * @param {number} milliseconds
   */
  setTimeout = (callback, milliseconds) => {
    this.#timeouts.set(++this.#last, { at: this.#now + milliseconds, callback });
    return this.#last;
  };

  /** @param {number} timeout */
  clearTimeout = (timeout) => {
    this.#timeouts.delete(timeout);
  };

  /** How many timeouts are set. */
  get pending() {
    return this.#timeouts.size;
  }

  /** Lets everything run that needs no time. */
  async settle() {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  /**
   * Moves on by a time, through each timeout on the way.
   * @param {number} milliseconds
   */
  async advance(milliseconds) {
    const end = this.#now + milliseconds;
    for (;;) {
      await this.settle();
      const due = [...this.#timeouts]
        .filter(([, { at }]) => at <= end)
        .sort(([, a], [, b]) => a.at - b.at);
      if (due.length === 0) break;
      const [timeout, { at, callback }] = due[0];
      this.#timeouts.delete(timeout);
      this.#now = Math.max(this.#now, at);
      callback();
    }
    this.#now = end;
    await this.settle();
  }
}

/**
 * Asserts that nothing lives in an instance; what was dropped is closed by turns of the loop.
 * @param {{ stats(): import('../bindings/instance.js').Stats }} instance
 */
export async function nothingLives(instance) {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  const { pooled: _, live: _named, ...live } = instance.stats();
  for (const [what, count] of Object.entries(live)) {
    if (count !== 0) throw new Error(`${count} ${what} live at the end: ${JSON.stringify(live)}`);
  }
}
