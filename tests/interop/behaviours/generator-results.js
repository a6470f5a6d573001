/** What the methods give: promises, result objects, values and errors. */
import { is, ok, reason, same } from '../suite.js';
import {
  VALUES,
  answerOf,
  converse,
  dialogue,
  done,
  each,
  failing,
  host,
  more,
  must,
  oneItem,
  over,
  spec,
  straight,
  thrown,
  toAwait,
  toYield,
} from './generator-body.js';

/** @typedef {import('./generator-body.js').Adapter} Adapter */
/** @typedef {import('./generator-body.js').AnyGenerator} AnyGenerator */

const error = new Error('of the body');

/** @type {import('./generator-body.js').Exchange} */
const firstItem = [['next'], more('item')];

const METHODS = /** @type {const} */ (['next', 'return', 'throw']);

/** @type {Record<string, (generator: AnyGenerator) => Promise<any> | undefined>} */
const STATES = {
  'before the start': () => undefined,
  'at a yield': (gen) => gen.next(),
  'at a yield behind a catch': async (gen) => {
    await gen.next();
    await gen.throw('caught');
  },
  'after the end': (gen) => gen.return(undefined),
};

/** @type {import('./generator-body.js').Body} */
function* catching() {
  try {
    yield toYield('item');
  } catch {
    yield toYield('caught');
  }
  return 'end';
}

/**
 * Makes every request in every state.
 * @param {Adapter} adapter
 * @param {(promise: Promise<any>, what: string) => any} check
 */
async function requestEverything(adapter, check) {
  for (const [state, reach] of Object.entries(STATES)) {
    for (const method of METHODS) {
      const gen = host(adapter, catching);
      await reach(gen);
      const promise = gen[method]('given');
      await check(promise, `${method}() ${state}`);
      await answerOf(promise);
      await gen.return(undefined);
    }
  }
}

/**
 * The results of every request that has one.
 * @param {Adapter} adapter
 */
async function resultsOfEverything(adapter) {
  /** @type {any[]} */
  const results = [];
  await requestEverything(adapter, async (promise) => {
    const answer = await answerOf(promise);
    if (!('thrown' in answer)) results.push(answer);
  });
  return results;
}

export const resultCases = [
  must('J20', 'every method gives a genuine promise, in every state', (adapter) =>
    requestEverything(adapter, (promise, what) => {
      ok(promise instanceof Promise, `${what}: no promise`);
      is(Object.getPrototypeOf(promise), Promise.prototype, `prototype: ${what}`);
      is(Promise.resolve(promise), promise, `what it is resolved to: ${what}`);
    }),
  ),

  must('J21', 'every call gives a promise of its own', async (adapter) => {
    const gen = host(adapter, oneItem);
    const together = [gen.next(), gen.next(), gen.next(), gen.return(1), gen.return(1)];
    await Promise.all(together);
    const after = [gen.next(), gen.next(), gen.return(1), gen.return(1)];
    await Promise.all(after);
    is(new Set([...together, ...after]).size, 9, 'different promises');
  }),

  must('J22', 'a result is a plain object of value and done', async (adapter) => {
    for (const result of await resultsOfEverything(adapter)) {
      is(Object.getPrototypeOf(result), Object.prototype, 'prototype');
      const open = { writable: true, enumerable: true, configurable: true };
      same(Object.getOwnPropertyDescriptors(result), {
        value: { value: result.value, ...open },
        done: { value: result.done, ...open },
      });
    }
  }),

  must('J23', 'done is true or false, nothing like it', async (adapter) => {
    const results = await resultsOfEverything(adapter);
    same([...new Set(results.map((result) => result.done))].sort(), [false, true]);
  }),

  must('J24', 'every result is an object of its own', async (adapter) => {
    const gen = host(adapter, function* () {
      yield toYield('first');
      yield toYield('second');
    });
    const results = [];
    for (const expected of [more('first'), more('second'), done(), done(), done()]) {
      const result = await gen.next();
      same(result, expected);
      results.push(result);
      Object.assign(result, { value: 'changed', done: 'changed', extra: 'added' });
    }
    is(new Set(results).size, 5, 'different objects');
  }),

  must('J25', 'no method throws, whatever the body or the argument does', async (adapter) => {
    const atOnce = straight(() => {
      throw error;
    });
    is(await reason(host(adapter, atOnce).next()), error, 'a body that throws at once');
    for (const [state, reach] of Object.entries(STATES)) {
      for (const make of failing(error)) {
        const gen = host(adapter, function* () {
          for (const index of [1, 2, 3]) {
            try {
              yield toYield(index);
            } catch (caught) {
              if (caught === error) throw caught;
            }
          }
        });
        await reach(gen);
        is(await reason(gen.return(make())), error, `return() ${state}`);
        is(await reason(gen.throw(error)), error, `throw() ${state}`);
        await converse(gen, [over]);
      }
    }
  }),

  must(
    'J26',
    'an error of the body arrives as the very object that it threw',
    each(
      ...[[], [toAwait(null)], [toYield('item')], [toYield('item'), toAwait(null)]].map((steps) =>
        dialogue(
          function* () {
            yield* steps;
            throw error;
          },
          [
            ...steps.filter(({ op }) => op === 'yield').map(() => firstItem),
            [['next'], thrown(error)],
            over,
          ],
        ),
      ),
    ),
  ),

  spec('J27', 'a body throws any value, of its own or one thrown in', async (adapter) => {
    for (const value of VALUES) {
      const throwing = straight(() => {
        throw value;
      });
      is(await reason(host(adapter, throwing).next()), value, 'thrown by the body');
      const gen = host(adapter, oneItem);
      await gen.next();
      is(await reason(gen.throw(value)), value, 'thrown into the body');
    }
  }),

  must('J28', 'a yielded value arrives as itself', async (adapter) => {
    const gen = host(adapter, function* () {
      for (const value of VALUES) yield toYield(value);
    });
    for (const [index, value] of VALUES.entries()) {
      const result = await gen.next();
      is(result.done, false, `done ${index}`);
      is(result.value, value, `value ${index}`);
    }
    await converse(gen, [over]);
  }),

  must('J29', 'a value that is sent arrives as itself', async (adapter) => {
    /** @type {any[]} */
    const received = [];
    const gen = host(adapter, function* () {
      for (;;) received.push(yield toYield('item'));
    });
    await gen.next();
    for (const value of VALUES) await gen.next(value);
    await gen.return(undefined);
    VALUES.forEach((value, index) => is(received[index], value, `value ${index}`));
    is(received.length, VALUES.length, 'how many were received');
  }),
];
