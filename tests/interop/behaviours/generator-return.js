/** Leaving by return(), in every state. */
import { is, same } from '../suite.js';
import {
  VALUES,
  converse,
  dialogue,
  done,
  each,
  failing,
  giving,
  host,
  more,
  must,
  oneItem,
  over,
  spec,
  straight,
  thrown,
  toYield,
} from './generator-body.js';

/** @typedef {import('./generator-body.js').AnyGenerator} AnyGenerator */
/** @typedef {import('./generator-body.js').Exchange} Exchange */

const error = new Error('of a promise');

/** @type {Exchange} */
const start = [['next'], more('item')];

/**
 * return() of each awaitable, in a state.
 * @param {(() => any)[]} makers
 * @param {any} answer
 * @param {import('./generator-body.js').Body} body
 * @param {Exchange[]} before
 */
const returnEach = (makers, answer, body, before) =>
  each(
    ...makers.map((make) =>
      dialogue(body, [...before, [(gen) => gen.return(make()), answer], over]),
    ),
  );

/** return() of each awaitable that gives a value. @type {(body: any, before: any[]) => any} */
const returnGiving = (body, before) => returnEach(giving('value'), done('value'), body, before);
/** return() of each that rejects. @type {(body: any, before: any[]) => any} */
const returnFailing = (body, before) => returnEach(failing(error), thrown(error), body, before);

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

  spec('J91', 'before the start, a promise is unwrapped', returnGiving(untouched, [])),

  spec(
    'J92',
    'before the start, a promise that rejects makes it reject, and is the end',
    returnFailing(untouched, []),
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

  spec('J94', 'at a yield, a promise is unwrapped', returnGiving(oneItem, [start])),

  spec(
    'J95',
    'at a yield, the reason of a promise is thrown there, and can be caught',
    each(
      returnFailing(oneItem, [start]),
      ...failing(error).map((make) =>
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
    each(
      returnGiving(oneItem, [[['return', 'left'], done('left')], over]),
      returnFailing(oneItem, [[['return', 'left'], done('left')], over]),
    ),
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
