/**
 * The coroutines that have not ended, as a debug build knows them.
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

/**
 * @param {import('./instance.js').Instance} instance
 * @returns {Living[]} in the order in which they were made
 */
export function listLiving(instance) {
  const { exports, memory, births } = instance;
  /** @type {Living[]} */
  const list = [];
  for (let at = exports.asyncfor_alive(0); at !== 0;) {
    const [frame, name, place, state] = [0, 4, 8, 12].map((offset) =>
      memory.view.getUint32(at + offset, true),
    );
    const madeAt = births.get(frame) ?? memory.textAt(place);
    list.push({ name: memory.textAt(name), state: STATES[state], madeAt });
    at = exports.asyncfor_alive(frame);
  }
  return list;
}
