/**
 * What a loop does to its producer, and how the loop ends: of what the tables of cases are made.
 */
import { is, ok, same, turn } from '../suite.js';

/** The failure of a producer, and that of the body of a loop. */
export const FAILED = new Error('the producer failed');
export const BODY = new Error('the body failed');

/** What is done to an asynchronous producer until its first results, as recorded. */
export const ONE_STEP = 'asyncIterator() next()';
export const TWO_STEPS = `${ONE_STEP} next()`;
export const THREE_STEPS = `${TWO_STEPS} next()`;
/** And if the loop is left at the first item. */
export const CLOSED = `${ONE_STEP} return()`;

/** The ways to leave a loop at its first value, and what comes out if closing goes well. */
export const EXITS = {
  break: { options: { breakAfter: 1 } },
  throw: { options: { throwAfter: 1, error: BODY }, error: BODY },
};

/** Values that are no objects. */
export const PRIMITIVES = [undefined, null, true, false, 0, 1, '', 'text', 1n, Symbol('symbol')];

/** Those that are neither undefined nor null: a method cannot be missing as one of them. */
export const PRESENT_PRIMITIVES = PRIMITIVES.filter((value) => value != null);

/** @param {any} value */
export const item = (value) => ({ done: false, value });

export const END = Object.freeze({ done: true, value: 'no item' });

/** @param {any} error @returns {any} */
export function fail(error) {
  throw error;
}

/**
 * What next() gives, step by step: the items, then the end.
 * @param {any[]} values
 */
export const items =
  (...values) =>
  (/** @type {number} */ step) =>
    step < values.length ? item(values[step]) : END;

/**
 * An object that is awaited like a promise, but is none.
 * @param {(fulfil: (value: any) => void, refuse: (error: any) => void) => void} then
 */
export const thenable = (then) => ({ then });

/** More calls than any case makes: a loop without end is stopped, as no timer can. */
const ENDLESS = 1000;

/**
 * The members of an iterator. Methods learn how often they were called before.
 * @typedef {{ next?: (step: number) => any, return?: any, [name: string]: any }} Members
 */

/**
 * A producer that records in `calls` what is done to it: `name(number of arguments)`, without the
 * number if there are none, and `get name` for members that are getters.
 * @param {Members} members of the iterator, which has a throw() besides
 * @param {('asyncIterator' | 'iterator')[]} [symbols] under which the iterator is to be had
 * @param {(iterator: any) => any} [open] what the methods of these names give
 */
export function recorded(members, symbols = ['asyncIterator'], open = (iterator) => iterator) {
  const calls = /** @type {string[]} */ ([]);
  /** @type {Record<string, number>} */
  const times = {};
  /** @type {(name: string, owner: any, value: any) => any} */
  const method = (name, owner, value) =>
    typeof value !== 'function'
      ? value
      : /** @this {any} @param {any[]} args */
        function (...args) {
          const stranger = this === owner ? '' : ' of another object';
          calls.push(`${name}(${args.length || ''})${stranger}`);
          times[name] = (times[name] ?? -1) + 1;
          ok(times[name] < ENDLESS, `${name}() is called again and again`);
          return value(times[name]);
        };
  const iterator = /** @type {any} */ ({});
  iterator.throw = method('throw', iterator, () => END);
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(members));
  for (const [name, { get, value }] of descriptors) {
    const read = () => {
      calls.push(`get ${name}`);
      return method(name, iterator, get?.call(iterator));
    };
    const shape = get ? { get: read } : { value: method(name, iterator, value), writable: true };
    Object.defineProperty(iterator, name, { ...shape, configurable: true });
  }
  const iterable = /** @type {any} */ ({ calls, iterator });
  for (const name of symbols) {
    iterable[Symbol[name]] = method(name, iterable, () => open(iterator));
  }
  return iterable;
}

/**
 * A loop over a producer, and how it is to go.
 * @typedef {object} Loop
 * @property {any} over
 * @property {import('../suite.js').ConsumeOptions} [options]
 * @property {any[]} [values] that the body sees: none, unless told
 * @property {any} [error] the very error that comes out, or TypeError for any of that class; not
 *   even undefined comes out if it is absent
 * @property {string} [calls] what was done to the producer, if it is a recorded one
 */

/**
 * @param {import('../suite.js').Adapter} adapter
 * @param {Loop} loop
 * @param {string} what
 */
export async function checkLoop(adapter, loop, what) {
  const { over, options = {}, values = [], calls } = loop;
  const seen = /** @type {any[]} */ ([]);
  /** @type {(value: any, index: number) => any} */
  const onValue = (value, index) => {
    is(index, seen.length, `index of a value, ${what}`);
    ok(index < values.length, `there are more values, ${what}`);
    seen.push(value);
    return options.onValue?.(value, index);
  };
  /** @type {Promise<any>} */
  let ended;
  try {
    ended = adapter.consume(over, { ...options, onValue });
  } catch {
    throw new Error(`consume threw, ${what}`);
  }
  /** @type {{ result?: any, error?: any }} */
  const outcome = await ended.then(
    (result) => ({ result }),
    (error) => ({ error }),
  );
  await turn();
  if ('error' in loop) {
    ok('error' in outcome, `it was fulfilled, ${what}`);
    if (loop.error !== TypeError) is(outcome.error, loop.error, `error, ${what}`);
    else ok(outcome.error instanceof TypeError, `no TypeError: ${outcome.error}, ${what}`);
  } else {
    ok('result' in outcome, `it was rejected with ${String(outcome.error)}, ${what}`);
    same(outcome.result, values, `result, ${what}`);
  }
  same(seen, values, `values, ${what}`);
  if (calls !== undefined) is(over.calls.join(' '), calls, `calls, ${what}`);
}

/**
 * A case of several loops, one after the other.
 * @param {string} id
 * @param {import('../suite.js').Case['level']} level
 * @param {string} title
 * @param {() => Record<string, Loop>} loops by what is special about them
 * @returns {import('../suite.js').Case}
 */
export const loopCase = (id, level, title, loops) => ({
  id,
  level,
  title,
  async run(adapter) {
    for (const [what, loop] of Object.entries(loops())) await checkLoop(adapter, loop, what);
  },
});

/**
 * A loop for each of some values.
 * @param {any[]} values
 * @param {(value: any) => Loop} make
 * @param {string} [what]
 */
export const forEach = (values, make, what = '') =>
  Object.fromEntries(
    values.map((value, index) => [`${what} ${index}: ${typeof value}`, make(value)]),
  );

/**
 * A loop for each way to leave it at its first value, which is 1.
 * @param {string} what
 * @param {() => any} make the producer, whose first item is 1
 * @param {{ calls?: string, error?: any }} expected calls, and what closing fails with: the error
 *   of the body wins over it
 * @returns {Record<string, Loop>}
 */
export function leaving(what, make, { calls, ...failure }) {
  return {
    [`${what}, break`]: { over: make(), values: [1], calls, ...EXITS.break, ...failure },
    [`${what}, throw`]: { over: make(), values: [1], calls, ...EXITS.throw },
  };
}

/**
 * Whether a promise has settled so far.
 * @param {Promise<unknown>} promise
 */
export function watch(promise) {
  const state = { settled: false };
  const mark = () => void (state.settled = true);
  promise.then(mark, mark);
  return state;
}
