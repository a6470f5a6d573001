/** What a loop does with next() and its results. */
import { is, same, turns } from '../suite.js';
import {
  END,
  FAILED,
  ONE_STEP,
  PRIMITIVES,
  THREE_STEPS,
  TWO_STEPS,
  checkLoop,
  fail,
  forEach,
  item,
  items,
  loopCase,
  recorded,
  thenable,
} from './consumer-recorder.js';

const REASONS = [FAILED, 'text', 0, null, undefined, { message: 'no error' }];

/**
 * A promise of another class.
 * @extends Promise<any>
 */
class Derived extends Promise {}

/**
 * How results may come.
 * @type {Record<string, (result: any) => any>}
 */
const deliveries = {
  'as promises': (result) => Promise.resolve(result),
  'as promises of another class': (result) => Derived.resolve(result),
  late: (result) => turns(1).then(() => result),
  'as thenables that answer at once': (result) => thenable((fulfil) => fulfil(result)),
  'as thenables that answer late': (result) =>
    thenable((fulfil) => void turns(1).then(() => fulfil(result))),
  'as thenables that answer twice': (result) =>
    thenable((fulfil, refuse) => {
      fulfil(result);
      fulfil(END);
      refuse(FAILED);
    }),
  'as thenables that answer with thenables': (result) =>
    thenable((fulfil) => fulfil(thenable((inner) => inner(result)))),
};

/**
 * How results may be made.
 * @type {Record<string, (result: any) => any>}
 */
const makes = {
  'without a prototype': (result) => Object.assign(Object.create(null), result),
  inherited: (result) => Object.create(Object.create(result)),
  'with getters': ({ done, value }) => ({
    get done() {
      return done;
    },
    get value() {
      return value;
    },
  }),
  functions: (result) => Object.assign(() => {}, result),
  arrays: (result) => Object.assign([], result),
  frozen: Object.freeze,
  proxies: (result) => new Proxy(result, {}),
};

/** @type {(reads: string[], result: { done: any, value: any }) => any} */
const traced = (reads, { done, value }) => ({
  get done() {
    reads.push('done');
    return done;
  },
  get value() {
    reads.push('value');
    return value;
  },
});

/** @param {string} name */
const poisoned = (name) =>
  Object.defineProperty({ done: false, value: 2 }, name, { get: () => fail(FAILED) });

/**
 * Failures of next(), at the first step and at the second.
 * @param {any[]} reasons
 * @param {(reason: any) => any} step
 */
const failures = (reasons, step) => ({
  ...forEach(reasons, (error) => ({
    over: recorded({ next: () => step(error), return: () => END }),
    error,
    calls: ONE_STEP,
  })),
  ...forEach(
    reasons,
    (error) => ({
      over: recorded({ next: (n) => (n === 0 ? item(1) : step(error)), return: () => END }),
      values: [1],
      error,
      calls: TWO_STEPS,
    }),
    'second step',
  ),
});

/** Values that a conversion could spoil. */
const VALUES = [
  ...PRIMITIVES,
  -0,
  NaN,
  Infinity,
  0.1,
  2 ** 31,
  2 ** 53,
  2n ** 70n,
  -1n,
  'text with \0, ü and 🙂',
  'x'.repeat(100_000),
  Symbol.iterator,
  () => {},
  class {},
  { done: true },
  Object.create(null),
  Object.freeze([1, [2]]),
  new Map([[1, 2]]),
  new Date(0),
  new Error('a value, not a failure'),
  new Proxy({}, {}),
  globalThis,
];

/** @type {import('../suite.js').Case[]} */
export const stepCases = [
  loopCase('C20', 'must', 'next() may give a result instead of a promise', () => ({
    plain: { over: recorded({ next: items(1, 2) }), values: [1, 2], calls: THREE_STEPS },
  })),
  loopCase('C21', 'must', 'what next() gives is awaited: promises and thenables', () => ({
    ...Object.fromEntries(
      Object.entries(deliveries).map(([what, deliver]) => [
        what,
        {
          over: recorded({ next: (step) => deliver(items(1, 2)(step)) }),
          values: [1, 2],
          calls: THREE_STEPS,
        },
      ]),
    ),
    ...failures(REASONS, (error) => thenable((_, refuse) => refuse(error))),
    'then throws': {
      over: recorded({ next: () => ({ then: () => fail(FAILED) }) }),
      error: FAILED,
    },
    'the getter of then throws': {
      over: recorded({
        next: () => ({
          get then() {
            return fail(FAILED);
          },
        }),
      }),
      error: FAILED,
      calls: ONE_STEP,
    },
  })),
  loopCase('C22', 'must', 'a result that is no object is refused, without return()', () => ({
    ...forEach(
      PRIMITIVES,
      (value) => ({
        over: recorded({ next: () => value, return: () => END }),
        error: TypeError,
        calls: ONE_STEP,
      }),
      'at once',
    ),
    ...forEach(
      PRIMITIVES,
      (value) => ({
        over: recorded({ next: async (step) => (step === 0 ? item(1) : value), return: () => END }),
        values: [1],
        error: TypeError,
        calls: TWO_STEPS,
      }),
      'promised',
    ),
  })),
  loopCase('C23', 'must', 'what next() throws comes out, without return()', () =>
    failures(REASONS, fail),
  ),
  loopCase('C24', 'must', 'what next() rejects with comes out, without return()', () => ({
    ...failures(REASONS, (error) => Promise.reject(error)),
    late: {
      over: recorded({ next: () => turns(1).then(() => fail(FAILED)), return: () => END }),
      error: FAILED,
      calls: ONE_STEP,
    },
  })),
  loopCase('C25', 'must', 'the value of the last result is no item', () => ({
    ...forEach(['text', undefined, {}], (value) => ({
      over: recorded({ next: (step) => (step < 1 ? item(1) : { done: true, value }) }),
      values: [1],
      calls: TWO_STEPS,
    })),
    'a promise, which nobody waits for': {
      over: recorded({ next: () => ({ done: true, value: new Promise(() => {}) }) }),
      calls: ONE_STEP,
    },
  })),
  loopCase('C26', 'must', 'whether it is done depends on the truth of done', () => ({
    ...forEach([1, -1, 'x', '0', {}, [], () => {}, 1n, Symbol(), Infinity], (done) => ({
      over: recorded({ next: () => ({ done, value: 'no item' }), return: () => END }),
      calls: ONE_STEP,
    })),
    ...forEach([0, -0, NaN, '', 0n, null, undefined], (done) => ({
      over: recorded({ next: (step) => (step === 0 ? { done, value: 1 } : END) }),
      values: [1],
      calls: TWO_STEPS,
    })),
    missing: {
      over: recorded({ next: (step) => (step === 0 ? { value: 1 } : END) }),
      values: [1],
      calls: TWO_STEPS,
    },
    'a value without done, and nothing at all': {
      over: recorded({ next: (step) => [{ value: 1 }, {}, { done: 1 }][step] }),
      values: [1, undefined],
      calls: THREE_STEPS,
    },
  })),
  {
    id: 'C27',
    level: 'spec',
    title: 'done is read before value, each once, and value only of an item',
    async run(adapter) {
      const reads = /** @type {string[]} */ ([]);
      const over = recorded({ next: (step) => traced(reads, items(1, 2)(step)) });
      await checkLoop(adapter, { over, values: [1, 2], calls: THREE_STEPS }, 'traced');
      same(reads, ['done', 'value', 'done', 'value', 'done']);
    },
  },
  loopCase(
    'C28',
    'must',
    'what the getter of done or value throws comes out, without return()',
    () =>
      Object.fromEntries(
        ['done', 'value'].flatMap((name) =>
          ['plain', 'promised'].map((kind) => [
            `${name}, ${kind}`,
            {
              over: recorded({
                next: (step) => {
                  const result = step === 0 ? item(1) : poisoned(name);
                  return kind === 'plain' ? result : Promise.resolve(result);
                },
                return: () => END,
              }),
              values: [1],
              error: FAILED,
              calls: TWO_STEPS,
            },
          ]),
        ),
      ),
  ),
  {
    id: 'C29',
    level: 'must',
    title: 'values arrive unchanged',
    async run(adapter) {
      const seen = /** @type {any[]} */ ([]);
      const values = await adapter.consume(recorded({ next: items(...VALUES) }), {
        onValue: (value) => void seen.push(value),
      });
      is(values.length, VALUES.length, 'number of values');
      for (const [index, value] of VALUES.entries()) {
        is(values[index], value, `value ${index}`);
        is(seen[index], value, `value ${index} in the body`);
      }
    },
  },
  {
    id: 'C29',
    level: 'spec',
    title: 'text arrives unchanged even with halves of surrogate pairs',
    async run(adapter) {
      const values = ['\ud83d', 'a\ude42b', '\ude42\ud83d'];
      await checkLoop(adapter, { over: recorded({ next: items(...values) }), values }, 'halves');
    },
  },
  {
    id: 'C30',
    level: 'spec',
    title: 'a value that is a promise or a thenable is not awaited',
    async run(adapter) {
      const rejected = Promise.reject(FAILED);
      rejected.catch(() => {});
      const values = [
        Promise.resolve(1),
        rejected,
        new Promise(() => {}),
        { then: () => fail(new Error('then was called')) },
      ];
      const calls = `${ONE_STEP}${' next()'.repeat(values.length)}`;
      const over = () => recorded({ next: items(...values) });
      await checkLoop(adapter, { over: over(), values, calls }, 'plain results');
      const promised = recorded({ next: async (step) => items(...values)(step) });
      await checkLoop(adapter, { over: promised, values, calls }, 'promised results');
    },
  },
  loopCase('C31', 'must', 'results of every make are accepted', () =>
    Object.fromEntries(
      Object.entries(makes).flatMap(([what, make]) => [
        [
          what,
          {
            over: recorded({ next: (step) => make({ ...items(1, 2)(step) }) }),
            values: [1, 2],
            calls: THREE_STEPS,
          },
        ],
        [
          `${what}, promised`,
          {
            over: recorded({ next: async (step) => make({ ...items(1, 2)(step) }) }),
            values: [1, 2],
            calls: THREE_STEPS,
          },
        ],
      ]),
    ),
  ),
];
