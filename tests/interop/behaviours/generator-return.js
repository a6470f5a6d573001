/** Leaving by return(), in every state. */
/* eslint no-unsafe-finally: "off" -- what bodies do that leave a finally block is proved here */
import { deferred, is, same, turn, turns } from '../suite.js';
import {
  VALUES,
  ask,
  converse,
  dialogue,
  done,
  each,
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

/** @typedef {import('./generator-body.js').AnyGenerator} AnyGenerator */
/** @typedef {import('./generator-body.js').Exchange} Exchange */

const error = new Error('of a promise');
const secondError = new Error('of the body');

/** @type {Exchange} */
const start = [['next'], more('item')];

/** The answer to return() of an awaitable is what that gives. @type {[() => any, any][]} */
const awaitables = [
  [() => Promise.resolve('value'), done('value')],
  [() => turn().then(() => 'value'), done('value')],
  [() => ({ then: (/** @type {Function} */ resolve) => resolve('value') }), done('value')],
  [() => Promise.resolve(undefined), done()],
];

/** @type {[() => any, any][]} */
const rejecting = [
  [() => Promise.reject(error), thrown(error)],
  [() => turn().then(() => Promise.reject(error)), thrown(error)],
  [
    () => ({
      get then() {
        throw error;
      },
    }),
    thrown(error),
  ],
];

/**
 * return() of each awaitable, in a state.
 * @param {[() => any, any][]} cases
 * @param {import('./generator-body.js').Body} body
 * @param {Exchange[]} before
 */
const returnEach = (cases, body, before) =>
  each(
    ...cases.map(([make, answer]) =>
      dialogue(body, [...before, [(gen) => gen.return(make()), answer], over]),
    ),
  );

/** A body that must not run. */
const untouched = straight(() => {
  throw new Error('the body runs');
});

export const returnCases = [
  must('J90', 'before the start, it is the end, and the body never runs', async (adapter) => {
    for (const value of VALUES) {
      const gen = host(adapter, untouched);
      const result = await gen.return(value);
      is(result.done, true, 'done');
      is(result.value, value);
      await converse(gen, [over, over]);
    }
  }),

  spec('J91', 'before the start, a promise is unwrapped', returnEach(awaitables, untouched, [])),

  spec(
    'J92',
    'before the start, a promise that rejects makes it reject, and is the end',
    returnEach(rejecting, untouched, []),
  ),

  must('J93', 'at a yield, nothing behind that yield runs', async (adapter) => {
    for (const value of VALUES) {
      /** @type {any[]} */
      const log = [];
      const gen = host(adapter, function* () {
        log.push('started');
        yield toYield('item');
        log.push('behind the yield');
      });
      await converse(gen, [start]);
      const result = await gen.return(value);
      is(result.done, true, 'done');
      is(result.value, value);
      await converse(gen, [over, over]);
      same(log, ['started']);
    }
  }),

  spec('J94', 'at a yield, a promise is unwrapped', returnEach(awaitables, oneItem, [start])),

  spec(
    'J95',
    'at a yield, the reason of a promise is thrown there, and can be caught',
    each(
      returnEach(rejecting, oneItem, [start]),
      ...rejecting.map(([make]) =>
        dialogue(
          function* (log) {
            try {
              yield toYield('item');
            } catch (caught) {
              log.push(caught);
            }
            yield toYield('after');
            return 'end';
          },
          [
            start,
            [(/** @type {AnyGenerator} */ gen) => gen.return(make()), more('after')],
            [['next'], done('end')],
            over,
          ],
          [error],
        ),
      ),
    ),
  ),

  must(
    'J100',
    'no catch block sees it',
    dialogue(
      function* (log) {
        try {
          try {
            yield toYield('item');
          } catch (caught) {
            log.push(caught);
          }
        } catch (caught) {
          log.push(caught);
        } finally {
          log.push('finally');
        }
        log.push('behind the block');
      },
      [start, [['return', 'left'], done('left')], over],
      ['finally'],
    ),
  ),

  must(
    'J101',
    'after the end, each gives back its own value',
    each(
      dialogue(oneItem, [
        [['return', 'left'], done('left')],
        ...VALUES.map((value) => /** @type {Exchange} */ ([['return', value], done(value)])),
        over,
      ]),
      dialogue(
        straight(() => 'end'),
        [[['next'], done('end')], [['return', 1], done(1)], [['return', 2], done(2)], over],
      ),
    ),
  ),

  spec(
    'J102',
    'after the end, a promise is unwrapped, or makes it reject',
    returnEach([...awaitables, ...rejecting], oneItem, [[['return', 'left'], done('left')], over]),
  ),

  must(
    'J103',
    'without an argument, its value is undefined, in every state',
    each(
      ...[[], [start], [[['return', 'left'], done('left')]]].map((before) =>
        dialogue(oneItem, [
          .../** @type {Exchange[]} */ (before),
          [(gen) => /** @type {any} */ (gen).return(), done()],
          over,
        ]),
      ),
    ),
  ),

  must(
    'J106',
    'it leaves the loops that the yield stands in',
    dialogue(
      function* (log) {
        for (const row of [1, 2]) {
          for (let column = 1; ; column++) {
            try {
              yield toYield(row * 10 + column);
            } finally {
              log.push(column);
            }
          }
        }
        log.push('behind the loops');
      },
      [[['next'], more(11)], [['next'], more(12)], [['return', 'left'], done('left')], over],
      [1, 2],
    ),
  ),
];
