/**
 * JavaScript values that C refers to: each by the index of its handle.
 * @template Value
 */
export class Handles {
  /** @type {(Value | undefined)[]} index 0 stands for none */
  #values = [undefined];
  /** @type {number[]} */
  #free = [];

  /**
   * @param {Value} value
   * @returns {number} its handle
   */
  add(value) {
    const index = this.#free.pop() ?? this.#values.length;
    this.#values[index] = value;
    return index;
  }

  /**
   * @param {number} index
   * @returns {any}
   */
  get(index) {
    return this.#values[index];
  }

  /**
   * @param {number} index
   * @param {Value} value what the handle stands for from now on
   */
  set(index, value) {
    this.#values[index] = value;
  }

  /** @param {number} index */
  remove(index) {
    this.#values[index] = undefined;
    this.#free.push(index);
  }

  /** Takes all of them out, for good. */
  clear() {
    return this.#values.splice(0);
  }
}
