/**
 * What a debug build knows besides: the coroutines that have not ended, and where each was made.
 */

/**
 * A coroutine.
 * @typedef {object} Living
 * @property {string} name
 * @property {'created' | 'running' | 'awaiting' | 'yielded' | 'ended'} state
 * @property {string} madeAt the file and line in C, or the stack of JavaScript, that made it
 */

/** In the order of C's async__state. */
const STATES = /** @type {const} */ (['created', 'running', 'awaiting', 'yielded', 'ended']);

/** Where the bindings are: in a file of their own each, or in the module. */
const OWN = import.meta.url.endsWith('/debugging.js')
  ? new URL('.', import.meta.url).href
  : import.meta.url;

/** What an instance of a debug build keeps. */
export class Debugging {
  #instance;
  /** The stacks of the calls that made coroutines. @type {Map<number, string>} */
  #births = new Map();

  /** @param {import('./instance.js').Instance} instance */
  constructor(instance) {
    this.#instance = instance;
  }

  /** The stack above the bindings. */
  callersStack() {
    const lines = (new Error().stack ?? '').split('\n');
    const own = lines.findLastIndex((line) => line.includes(OWN));
    return lines
      .slice(own + 1)
      .map((line) => line.trim())
      .join('\n');
  }

  /**
   * A call has made a coroutine.
   * @param {number} frame
   * @param {string | undefined} madeAt
   */
  begin(frame, madeAt) {
    if (madeAt) this.#births.set(frame, madeAt);
  }

  /** @param {number} frame */
  end(frame) {
    this.#births.delete(frame);
  }

  /** @param {boolean} up whether the instance is up */
  stats(up) {
    return { live: up ? this.#list() : [] };
  }

  /** @returns {Living[]} in the order in which they were made */
  #list() {
    const { exports, memory } = this.#instance;
    /** @type {Living[]} */
    const list = [];
    for (let at = exports.asyncfor_alive(0); at !== 0;) {
      const [frame, name, place, state] = [0, 4, 8, 12].map((offset) =>
        memory.view.getUint32(at + offset, true),
      );
      const madeAt = this.#births.get(frame) ?? memory.textAt(place);
      list.push({ name: memory.textAt(name), state: STATES[state], madeAt });
      at = exports.asyncfor_alive(frame);
    }
    return list;
  }
}

/** @type {import('./instance.js').Extension} */
export function debugging(instance) {
  instance.debugging = new Debugging(instance);
  return {};
}
