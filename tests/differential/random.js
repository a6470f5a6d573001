/** Numbers that look random and are the same for a seed on every machine. */

const MULTIPLIER = 0x6d2b79f5;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** @param {string} text */
function hash(text) {
  let state = FNV_OFFSET;
  for (const character of text) {
    state = Math.imul(state ^ /** @type {number} */ (character.codePointAt(0)), FNV_PRIME);
  }
  return state;
}

export class Random {
  #state;

  /** @param {string} seed */
  constructor(seed) {
    this.#state = hash(seed);
  }

  /** 32 bits, by mulberry32. */
  #next() {
    this.#state = (this.#state + MULTIPLIER) | 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return (bits ^ (bits >>> 14)) >>> 0;
  }

  /**
   * A whole number from `low` up to and including `high`.
   * @param {number} low
   * @param {number} high
   */
  between(low, high) {
    return low + (this.#next() % (high - low + 1));
  }

  /** @param {number} percent */
  chance(percent) {
    return this.between(1, 100) <= percent;
  }

  /**
   * @template T
   * @param {readonly T[]} list
   * @returns {T}
   */
  pick(list) {
    return list[this.between(0, list.length - 1)];
  }

  /**
   * One of the keys, as often as its whole number says.
   * @param {Record<string, number>} weights
   */
  weighted(weights) {
    const entries = Object.entries(weights).filter(([, weight]) => weight > 0);
    let rest = this.between(
      1,
      entries.reduce((sum, [, weight]) => sum + weight, 0),
    );
    for (const [key, weight] of entries) {
      rest -= weight;
      if (rest <= 0) return key;
    }
    throw new Error('there is nothing to choose from');
  }

  /**
   * @template T
   * @param {readonly T[]} list
   * @returns {T[]}
   */
  shuffled(list) {
    const rest = [...list];
    const shuffled = [];
    while (rest.length > 0) shuffled.push(...rest.splice(this.between(0, rest.length - 1), 1));
    return shuffled;
  }
}
