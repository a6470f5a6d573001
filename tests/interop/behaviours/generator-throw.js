/** Raising an error in the body by throw(), in every state. */
/* eslint no-unsafe-finally: "off" -- what bodies do that leave a finally block is proved here */
import { is } from '../suite.js';
import {
  VALUES,
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

/** @typedef {import('./generator-body.js').Exchange} Exchange */

const error = new Error('thrown in');
const secondError = new Error('of the body');

/** @type {Exchange} */
const start = [['next'], more('item')];
/** @type {Exchange} */
const fail = [['throw', error], thrown(error)];

/** What was asked before, for each state. @type {Exchange[][]} */
const STATES = [[], [start], [start, over], [fail]];

/** Yields what it catches, and goes on. @type {import('./generator-body.js').Body} */
function* resilient() {
  for (let caught = 'item'; caught !== 'stop';) {
    try {
      caught = yield toYield(caught);
    } catch (thrownIn) {
      caught = /** @type {any} */ (thrownIn);
    }
  }
  return 'stopped';
}

export const throwCases = [
  must(
    'J110',
    'before the start, it rejects and is the end, and the body never runs',
    dialogue(
      straight(() => {
        throw new Error('the body runs');
      }),
      [fail, over, over],
    ),
  ),

  spec('J111', 'a promise that is thrown is the reason itself', async (adapter) => {
    const thenable = {
      then() {
        throw new Error('then is called');
      },
    };
    for (const promise of [Promise.resolve(1), new Promise(() => {}), thenable]) {
      for (const before of STATES) {
        const gen = host(adapter, oneItem);
        await converse(gen, before);
        const [outcome] = await Promise.allSettled([gen.throw(promise)]);
        is(outcome.status, 'rejected', 'status');
        is(/** @type {PromiseRejectedResult} */ (outcome).reason, promise, 'reason');
        await converse(gen, [over]);
      }
      let caught;
      const catching = host(adapter, function* () {
        try {
          yield toYield('item');
        } catch (thrownIn) {
          caught = thrownIn;
        }
      });
      await converse(catching, [start, [['throw', promise], done()]]);
      is(caught, promise, 'what the body catches');
    }
  }),

  must(
    'J112',
    'at a yield, uncaught, it rejects and is the end',
    dialogue(
      function* (log) {
        yield toYield('item');
        log.push('behind the yield');
      },
      [start, fail, over, over],
    ),
  ),

  must('J113', 'caught, the next yield answers it, and the body goes on', async (adapter) => {
    const gen = host(adapter, resilient);
    await converse(gen, [start]);
    for (const value of VALUES) is((await gen.throw(value)).value, value);
    await converse(gen, [
      [['next', 'more'], more('more')],
      [['throw', error], more(error)],
      [['throw', 'stop'], done('stopped')],
      over,
    ]);
  }),

  must(
    'J114',
    'caught by a body that then returns, it gets what is returned',
    each(
      ...[[], [toAwait(null)]].map((steps) =>
        dialogue(
          function* (log) {
            try {
              yield toYield('item');
            } catch (caught) {
              log.push(caught);
              yield* steps;
            }
            return 'handled';
          },
          [start, [['throw', error], done('handled')], over],
          [error],
        ),
      ),
    ),
  ),

  spec(
    'J115',
    'a yield in a finally block answers it, and the error comes with the next request',
    each(
      dialogue(
        function* (log) {
          try {
            yield toYield('item');
          } finally {
            yield toAwait(null);
            log.push(yield toYield('parting'));
          }
          log.push('behind the block');
        },
        [start, [['throw', error], more('parting')], [['next', 'sent'], thrown(error)], over],
        ['sent'],
      ),
      dialogue(
        function* () {
          try {
            yield toYield('item');
          } finally {
            yield toYield('parting');
          }
        },
        [start, [['throw', error], more('parting')], [['return', 'left'], done('left')], over],
      ),
    ),
  ),

  spec(
    'J116',
    'a return in a finally block drops the error',
    each(
      ...[[], [toAwait(null)]].map((steps) =>
        dialogue(
          function* () {
            try {
              yield toYield('item');
            } finally {
              yield* steps;
              return 'returned';
            }
          },
          [start, [['throw', error], done('returned')], over],
        ),
      ),
    ),
  ),

  must(
    'J117',
    'an error in a finally block takes the place of the one thrown in',
    each(
      ...[[], [toAwait(null)]].map((steps) =>
        dialogue(
          function* () {
            try {
              yield toYield('item');
            } finally {
              yield* steps;
              throw secondError;
            }
          },
          [start, [['throw', error], thrown(secondError)], over],
        ),
      ),
    ),
  ),

  must(
    'J118',
    'after the end, each rejects by its own reason, and next() never does',
    each(
      ...[[start, over], [fail], [[['return', 'left'], done('left')]]].map((before) =>
        dialogue(oneItem, [
          .../** @type {Exchange[]} */ (before),
          fail,
          over,
          [['throw', secondError], thrown(secondError)],
          fail,
          over,
        ]),
      ),
    ),
  ),

  spec(
    'J119',
    'without an argument, the reason is undefined, in every state',
    each(
      ...STATES.map((before) =>
        dialogue(oneItem, [
          ...before,
          [(gen) => /** @type {any} */ (gen).throw(), thrown(undefined)],
          over,
        ]),
      ),
    ),
  ),

  must(
    'J120',
    'one that was caught does not hinder a return()',
    dialogue(resilient, [
      start,
      [['throw', error], more(error)],
      [['throw', secondError], more(secondError)],
      [['return', 'left'], done('left')],
      over,
    ]),
  ),
];
