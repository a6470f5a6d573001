/** How many microtasks pass before an answer: as many as for a generator of the engine. */
import { ok, same } from '../suite.js';
import { host, straight, tick, toAwait, toYield } from './generator-body.js';

/** @typedef {import('./generator-body.js').AnyGenerator} AnyGenerator */

const error = new Error('thrown in');

/**
 * A body as the engine has it and as a host is given it, and what is asked of it.
 * @typedef {object} Pair
 * @property {() => AnyGenerator} engine
 * @property {import('./generator-body.js').Body} body
 * @property {(generator: AnyGenerator) => Promise<any>[]} [before] waited for before it is counted
 * @property {(generator: AnyGenerator) => Promise<any>[]} ask
 */

const ready = Promise.resolve('ready');

const items = {
  async *engine() {
    try {
      yield 'first';
      yield 'second';
    } finally {
      await null;
    }
  },
  /** @type {import('./generator-body.js').Body} */
  *body() {
    try {
      yield toYield('first');
      yield toYield('second');
    } finally {
      yield toAwait(null);
    }
  },
};

const awaiting = {
  async *engine() {
    await null;
    yield await ready;
    yield ready;
    return ready;
  },
  /** @type {import('./generator-body.js').Body} */
  *body() {
    yield toAwait(null);
    yield toYield(yield toAwait(ready));
    yield toYield(ready);
    return ready;
  },
};

const empty = {
  async *engine() {},
  body: straight(() => undefined),
};

/** @type {(generator: AnyGenerator) => Promise<any>[]} */
const start = (gen) => [gen.next()];
/** @type {(generator: AnyGenerator) => Promise<any>[]} */
const end = (gen) => [gen.return(undefined)];

/** @type {Record<string, Pair>} */
const pairs = {
  'next() before the start': { ...items, ask: start },
  'next() at a yield': { ...items, before: start, ask: start },
  'next() into the end': { ...empty, ask: start },
  'next() after the end': { ...items, before: end, ask: start },
  'three next() at once': { ...items, ask: (gen) => [gen.next(), gen.next(), gen.next()] },
  'awaits, a promise yielded and one returned': {
    ...awaiting,
    ask: (gen) => [gen.next(), gen.next(), gen.next(), gen.next()],
  },
  'return() before the start': { ...items, ask: end },
  'return() of a promise': { ...items, ask: (gen) => [gen.return(ready)] },
  'return() at a yield': { ...awaiting, before: start, ask: end },
  'return() after the end': { ...items, before: end, ask: end },
  'throw() before the start': { ...items, ask: (gen) => [gen.throw(error)] },
  'throw() at a yield': { ...items, before: start, ask: (gen) => [gen.throw(error)] },
  'throw() after the end': { ...items, before: end, ask: (gen) => [gen.throw(error)] },
  'a mixed queue': {
    ...items,
    ask: (gen) => [gen.next(), gen.throw(error), gen.return(ready), gen.next()],
  },
};

/**
 * After how many microtasks each answer comes.
 * @param {AnyGenerator} generator
 * @param {Pair} pair
 */
async function countTicks(generator, { before, ask }) {
  await Promise.all(before?.(generator) ?? []);
  const promises = ask(generator);
  /** @type {number[]} */
  const ticks = promises.map(() => 0);
  let now = 0;
  let pending = promises.length;
  for (const [index, promise] of promises.entries()) {
    const settle = () => {
      ticks[index] = now;
      pending--;
    };
    promise.then(settle, settle);
  }
  for (; pending > 0; now++) {
    ok(now < 1000, 'an answer is missing');
    await null;
  }
  await Promise.allSettled([generator.return(undefined)]);
  return ticks;
}

export const tickCases = [
  tick('J150', "answers take as many microtasks as the engine's own", async (adapter) => {
    for (const [what, pair] of Object.entries(pairs)) {
      const expected = await countTicks(pair.engine(), pair);
      same(await countTicks(host(adapter, pair.body), pair), expected, what);
    }
  }),
];
