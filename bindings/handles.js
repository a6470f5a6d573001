/**
 * JavaScript values that C refers to: each by the index of its handle.
 */
export class Handles {
  /** @type {unknown[]} index 0 stands for none */
  #values = [undefined];
  /** @type {number[]} */
  #free = [];

  /**
   * @param {unknown} value
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

  /** @param {number} index */
  remove(index) {
    this.#values[index] = undefined;
    this.#free.push(index);
  }
}
