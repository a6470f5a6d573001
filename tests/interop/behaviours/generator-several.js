/** Several generators at once: none may be in another's way. */
import { deferred, is, same, turn, turns } from '../suite.js';
import {
  ask,
  converse,
  done,
  host,
  more,
  must,
  over,
  thrown,
  toAwait,
  toYield,
} from './generator-body.js';

/** @typedef {import('./generator-body.js').AnyGenerator} AnyGenerator */

const error = new Error('thrown in');

/**
 * A generator that hands on the items of another, or counts when there is none.
 * @param {import('./generator-body.js').Adapter} adapter
 * @param {number} depth how many there are below it
 * @returns {AnyGenerator}
 */
function chain(adapter, depth) {
  if (depth === 0) {
    return host(adapter, function* () {
      for (let i = 0; i < 3; i++) yield toYield(yield toAwait(i));
      throw error;
    });
  }
  const inner = chain(adapter, depth - 1);
  return host(adapter, function* () {
    for (;;) {
      const result = yield toAwait(inner.next());
      yield toYield(result.value + 1);
    }
  });
}

export const severalCases = [
  must('J80', 'a generator that awaits does not block another one', async (adapter) => {
    const gate = deferred();
    const waiting = host(adapter, function* () {
      yield toYield(yield toAwait(gate.promise));
    });
    const asked = ask(waiting, [[['next'], more('resumed')], over]);
    const other = host(adapter, function* () {
      for (const value of [1, 2]) yield toYield(yield toAwait(turn().then(() => value)));
    });
    await converse(other, [[['next'], more(1)], [['next'], more(2)], over]);
    same(asked.settled, []);
    gate.resolve('resumed');
    await asked.check();
  }),

  must('J81', 'generators that await are resumed in whatever order', async (adapter) => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      /** @type {any[]} */
      const log = [];
      const gates = order.map(deferred);
      const gens = gates.map(({ promise }, index) =>
        host(adapter, function* () {
          const local = [index];
          local.push(yield toAwait(promise));
          log.push(index);
          yield toYield(local.join());
        }),
      );
      const answers = gens.map((gen) => gen.next());
      for (const index of order) {
        gates[index].resolve(`gate ${index}`);
        await answers[index];
      }
      same(log, order);
      for (const [index, gen] of gens.entries()) {
        same(await answers[index], more(`${index},gate ${index}`));
        await converse(gen, [over]);
      }
    }
  }),

  must('J82', 'fifty that await for different times keep apart', async (adapter) => {
    const results = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const gen = host(adapter, function* () {
          for (let i = 0; i < 4; i++) {
            yield toAwait(turns((index * 7 + i * 3) % 5));
            yield toYield(index * 10 + i);
          }
        });
        const values = [];
        for await (const value of gen) values.push(value);
        return values;
      }),
    );
    same(
      results,
      results.map((_, index) => [0, 1, 2, 3].map((i) => index * 10 + i)),
    );
  }),

  must('J83', 'a body drives other generators while it runs', async (adapter) => {
    /** @type {any[]} */
    const log = [];
    const makeInner = () =>
      host(adapter, function* () {
        try {
          log.push('inner');
          log.push(yield toYield('item'));
        } finally {
          log.push('inner finally');
        }
      });
    const [ended, left, failed] = [makeInner(), makeInner(), makeInner()];
    const outer = host(adapter, function* () {
      for (const gen of [ended, left, failed]) {
        const answer = gen.next();
        log.push('outer');
        yield toYield(yield toAwait(answer));
      }
      yield toYield(yield toAwait(ended.next('sent')));
      yield toYield(yield toAwait(left.return('left')));
      yield toAwait(failed.throw(error));
    });
    const started = [
      [['next'], more(more('item'))],
      ['inner', 'outer'],
    ];
    for (const [exchange, expected] of /** @type {[any, any[]][]} */ ([
      ...[started, started, started],
      [
        [['next'], more(done())],
        ['sent', 'inner finally'],
      ],
      [[['next'], more(done('left'))], ['inner finally']],
      [[['next'], thrown(error)], ['inner finally']],
      [over, []],
    ])) {
      await converse(outer, [exchange]);
      same(log.splice(0), expected);
    }

    /** @type {AnyGenerator[]} */
    const pair = [0, 1].map((index) =>
      host(adapter, function* () {
        const other = pair[1 - index];
        const asked = ask(other, [[['next'], more(`item ${1 - index}`)]]);
        yield toYield(`item ${index}`);
        yield toAwait(asked.check());
      }),
    );
    await converse(pair[0], [[['next'], more('item 0')]]);
    await Promise.all(pair.map((gen) => gen.return(undefined)));

    const depth = 20;
    await converse(chain(adapter, depth), [
      ...[0, 1, 2].map((i) => /** @type {any} */ ([['next'], more(i + depth)])),
      [['next'], thrown(error)],
      over,
    ]);
  }),

  must('J84', 'five hundred that have started are all closed', async (adapter) => {
    let closed = 0;
    const gens = Array.from({ length: 500 }, () =>
      host(adapter, function* () {
        try {
          yield toYield('item');
        } finally {
          yield toAwait(null);
          closed++;
        }
      }),
    );
    await Promise.all(gens.map((gen) => gen.next()));
    is(closed, 0, 'closed too early');
    const results = await Promise.all(gens.map((gen, index) => gen.return(index)));
    is(closed, 500, 'closed');
    results.forEach((result, index) => same(result, done(index)));
  }),
];
