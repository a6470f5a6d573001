/** What the scenarios of each profile may contain. */

export const PLAIN = ['ValueError', 'KeyError', 'ZeroDivisionError', 'RuntimeError', 'TypeError'];
export const STOPS = ['StopAsyncIteration', 'StopIteration'];
export const EXITS = ['GeneratorExit', 'CancelledError'];

/**
 * @typedef {{
 *   ops: string[],
 *   special: boolean,
 *   finally: 'quiet' | 'settled' | 'free',
 *   twice: boolean,
 *   guard: boolean,
 *   shared: boolean,
 * }} Profile
 *
 * - special: exceptions other than plain ones, and iterators that are broken
 * - finally: 'quiet' blocks neither raise, yield nor iterate, 'settled' ones neither yield nor jump
 * - twice: a request may be awaited a second time
 * - guard: calls leave out what generators of JavaScript and Python do differently
 * - shared: several tasks drive the same generators, and a generator itself
 */

const SEQUENTIAL =
  'log sleep yield raise reraise return break continue if loop try for comp new call'.split(' ');
const REQUESTS = ['make', 'await'];
const TASKS = ['spawn', 'join', 'cancel'];

/** @type {Record<string, Profile>} */
export const PROFILES = {
  js: {
    ops: SEQUENTIAL,
    special: false,
    finally: 'quiet',
    twice: false,
    guard: true,
    shared: false,
  },
  serial: {
    ops: [...SEQUENTIAL, ...REQUESTS],
    special: false,
    finally: 'settled',
    twice: false,
    guard: false,
    shared: false,
  },
  full: {
    ops: [...SEQUENTIAL, ...REQUESTS],
    special: true,
    finally: 'free',
    twice: true,
    guard: false,
    shared: false,
  },
  conc: {
    ops: [...SEQUENTIAL, ...REQUESTS, ...TASKS],
    special: true,
    finally: 'free',
    twice: false,
    guard: false,
    shared: true,
  },
};
