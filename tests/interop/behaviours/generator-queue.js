/** Requests made while others are pending, from outside and from within the body. */
import { deferred, is, same, turn, turns } from '../suite.js';
import {
  ask,
  converse,
  done,
  each,
  host,
  more,
  must,
  oneItem,
  over,
  queue,
  spec,
  thrown,
  toAwait,
  toYield,
} from './generator-body.js';

/** @typedef {import('./generator-body.js').AnyGenerator} AnyGenerator */
/** @typedef {import('./generator-body.js').Body} Body */
/** @typedef {import('./generator-body.js').Exchange} Exchange */

const error = new Error('thrown in');

/** Awaits before its item, so that what is asked meanwhile is queued. @type {Body} */
function* late(log) {
  yield toAwait(turn());
  try {
    log.push(yield toYield('item'));
  } catch (caught) {
    log.push(caught);
    throw caught;
  } finally {
    log.push('finally');
  }
}

/** Each way to leave a body at a yield, and how it is answered. @type {Exchange[]} */
const leaving = [
  [['return', 'left'], done('left')],
  [['throw', error], thrown(error)],
];

/**
 * A case in which the body, while it runs, asks something of its own generator.
 * @param {Exchange} exchange
 * @param {any[]} expected the log
 */
const reentrant =
  ([request, answer], expected) =>
  async (/** @type {import('./generator-body.js').Adapter} */ adapter) => {
    /** @type {any[]} */
    const log = [];
    /** @type {ReturnType<typeof ask> | undefined} */
    let asked;
    /** @type {AnyGenerator} */
    const gen = host(adapter, function* () {
      asked = ask(gen, [[request, answer], over]);
      log.push('running');
      yield toAwait(turn());
      try {
        log.push(yield toYield('item'));
      } catch (caught) {
        log.push(caught);
        throw caught;
      } finally {
        log.push('finally');
      }
    });
    await converse(gen, [[['next'], more('item')]]);
    await asked?.check();
    same(log, expected);
  };

export const queueCases = [
  must('J60', 'requests are answered in their order, whoever looks first', async (adapter) => {
    const gen = host(adapter, function* () {
      for (const value of [1, 2, 3]) yield toYield(value);
    });
    const answers = [gen.next(), gen.next(), gen.next()];
    /** @type {number[]} */
    const order = [];
    for (const answer of answers.toReversed()) answer.then(({ value }) => order.push(value));
    same(await Promise.all(answers), [more(1), more(2), more(3)]);
    same(order, [1, 2, 3]);
    await converse(gen, [over]);
  }),

  must('J61', 'overlapping requests never enter a body twice', async (adapter) => {
    let inside = 0;
    const gen = host(adapter, function* () {
      for (const wait of [turn(), null, turn(), Promise.resolve()]) {
        is(++inside, 1, 'how often it has been entered');
        yield toAwait(wait);
        inside--;
        yield toYield('item');
      }
    });
    const items = /** @type {Exchange[]} */ (Array(4).fill([['next'], more('item')]));
    const asked = ask(gen, [...items, over]);
    await asked.check();
  }),

  must(
    'J62',
    'a queued return() leaves at the yield of the request before it',
    queue(late, [[['next'], more('item')], [['return', 'left'], done('left')], over], ['finally']),
  ),

  must(
    'J63',
    'a queued throw() is raised at the yield of the request before it',
    queue(
      late,
      [[['next'], more('item')], [['throw', error], thrown(error)], over],
      [error, 'finally'],
    ),
  ),

  must('J64', 'neither interrupts an await: it waits for the next yield', async (adapter) => {
    for (const exchange of leaving) {
      /** @type {any[]} */
      const log = [];
      const gate = deferred();
      const gen = host(adapter, function* () {
        try {
          log.push(yield toAwait(gate.promise));
          yield toYield('item');
        } finally {
          log.push('finally');
        }
      });
      const asked = ask(gen, [[['next'], more('item')], exchange, over]);
      await turns();
      same(asked.settled, [], 'answered while the body awaits');
      same(log, [], 'log while the body awaits');
      gate.resolve('resumed');
      await asked.check();
      same(log, ['resumed', 'finally']);
    }
  }),

  must(
    'J65',
    'requests that no yield is left for get the end',
    queue(
      late,
      [[['next'], more('item')], [['next', 'sent'], done()], over, over, over],
      ['sent', 'finally'],
    ),
  ),

  must(
    'J66',
    'when the body fails, one request rejects and those behind it get the end',
    queue(
      function* () {
        yield toYield(yield toAwait('item'));
        yield toAwait(turn());
        throw error;
      },
      [
        [['next'], more('item')],
        [['next'], thrown(error)],
        over,
        [['return', 'left'], done('left')],
        over,
      ],
    ),
  ),

  must(
    'J67',
    'behind the end, a queued throw() rejects by its own reason, and nothing else does',
    queue(
      late,
      [[['next'], more('item')], over, [['throw', error], thrown(error)], over, over],
      [undefined, 'finally'],
    ),
  ),

  spec(
    'J68',
    'a mixed queue before the start is answered in order, without the body',
    queue(late, [
      [['return', 1], done(1)],
      over,
      [['throw', error], thrown(error)],
      [['return', 2], done(2)],
      over,
    ]),
  ),

  must('J69', 'a body that asks its own generator for the next value gets it', async (adapter) => {
    /** @type {any[]} */
    const log = [];
    /** @type {ReturnType<typeof ask>[]} */
    const asked = [];
    /** @type {AnyGenerator} */
    const gen = host(adapter, function* () {
      asked.push(ask(gen, [[['next', 'sent'], more('second')], over]));
      log.push('still running');
      log.push(yield toYield('first'));
      yield toYield('second');
    });
    await converse(gen, [[['next'], more('first')]]);
    await asked[0].check();
    same(log, ['still running', 'sent']);
  }),

  must(
    'J70',
    'a body that calls return() on its own generator is left at its next yield',
    reentrant([['return', 'left'], done('left')], ['running', 'finally']),
  ),

  must(
    'J71',
    'a body that calls throw() on its own generator has it raised at its next yield',
    reentrant([['throw', error], thrown(error)], ['running', error, 'finally']),
  ),

  must(
    'J72',
    'what queued requests send arrives in order',
    queue(
      function* (log) {
        for (let i = 0; i < 4; i++) log.push(yield toYield(yield toAwait(i)));
      },
      [
        [['next', 'lost'], more(0)],
        [['next', 'a'], more(1)],
        [['next'], more(2)],
        [['next', 'c'], more(3)],
        [['next', 'd'], done()],
      ],
      ['a', undefined, 'c', 'd'],
    ),
  ),

  spec(
    'J73',
    'return() of a pending promise holds back what is behind it, where no body runs',
    async (adapter) => {
      for (const finish of [async () => {}, (/** @type {AnyGenerator} */ gen) => gen.return(0)]) {
        /** @type {any[]} */
        const log = [];
        const [first, second] = [deferred(), deferred()];
        const gen = host(adapter, late, log);
        await finish(gen);
        const asked = ask(gen, [
          [['return', first.promise], done('first')],
          over,
          [['throw', error], thrown(error)],
          [['return', second.promise], done('second')],
          over,
        ]);
        await turns();
        same(asked.settled, [], 'answered before the promise');
        first.resolve('first');
        await turns();
        same(asked.settled, [0, 1, 2], 'answered before the other promise');
        second.resolve('second');
        await asked.check();
        same(log, []);
      }
    },
  ),

  must(
    'J74',
    'a hundred overlapping requests are answered in order, however long each takes',
    each(
      queue(
        function* () {
          for (let i = 0; i < 100; i++) {
            for (let j = 0; j < i % 7; j++) yield toAwait(j);
            if (i % 11 === 3) yield toAwait(turn());
            yield toYield(i % 5 === 2 ? Promise.resolve(i) : i);
          }
        },
        [
          ...Array.from({ length: 100 }, (_, i) => /** @type {Exchange} */ ([['next'], more(i)])),
          over,
        ],
      ),
      queue(oneItem, [
        [['next'], more('item')],
        .../** @type {Exchange[]} */ (Array(99).fill(over)),
      ]),
    ),
  ),
];
