/** Many values, many requests, many generators, large values: nothing piles up. */
import { is, ok, same } from '../suite.js';
import { converse, done, host, more, must, over, toAwait, toYield } from './generator-body.js';

const MANY = 20_000;
const MEGABYTE = 2 ** 20;

/**
 * A body that counts.
 * @param {number} limit
 * @returns {import('./generator-body.js').Body}
 */
const countTo = (limit) =>
  function* () {
    for (let i = 0; i < limit; i++) yield toYield(i);
  };

export const loadCases = [
  must('J140', 'twenty thousand values pass through a loop', async (adapter) => {
    let expected = 0;
    for await (const value of host(adapter, countTo(MANY))) is(value, expected++);
    is(expected, MANY, 'how many values');
  }),

  must(
    'J141',
    'twenty thousand requests wait at once, five thousand of them behind the end',
    async (adapter) => {
      const limit = MANY - 5000;
      const gen = host(adapter, countTo(limit));
      /** @type {number[]} */
      const order = [];
      const requests = Array.from({ length: MANY }, async (_, index) => {
        const result = await gen.next();
        order.push(index);
        return result;
      });
      for (const [index, result] of (await Promise.all(requests)).entries()) {
        is(result.done, index >= limit, `done ${index}`);
        is(result.value, index < limit ? index : undefined, `value ${index}`);
        is(order[index], index, 'order of the answers');
      }
      await converse(gen, [over]);
    },
    { slow: true },
  ),

  must(
    'J142',
    'two thousand generators are started, and closed by their loops',
    async (adapter) => {
      let [opened, closed] = [0, 0];
      for (let i = 0; i < 2000; i++) {
        const gen = host(adapter, function* () {
          opened++;
          try {
            for (;;) yield toYield(i);
          } finally {
            yield toAwait(null);
            closed++;
          }
        });
        for await (const value of gen) {
          is(value, i);
          break;
        }
      }
      same([opened, closed], [2000, 2000]);
    },
  ),

  must('J143', 'four megabytes pass intact, in both directions', async (adapter) => {
    const text = 'ab\u{1f600}'.repeat(MEGABYTE);
    const bytes = new Uint8Array(4 * MEGABYTE).map((_, index) => index * 7);
    const copy = bytes.slice();
    /** @type {any[]} */
    const received = [];
    const gen = host(adapter, function* () {
      received.push(yield toYield(text), yield toYield(bytes), yield toYield(bytes.buffer));
      return yield toAwait(text);
    });
    for (const value of [text, bytes, bytes.buffer]) {
      ok((await gen.next(received)).value === value, 'another value arrives');
    }
    same(await gen.next(bytes), done(text));
    ok(received.length === 3 && received[2] === bytes, 'another value is received');
    ok(
      bytes.every((byte, index) => byte === copy[index]),
      'the bytes have changed',
    );
  }),

  must('J144', 'three thousand awaits, all ready, stand between two yields', async (adapter) => {
    const gen = host(adapter, function* () {
      yield toYield('first');
      let sum = 0;
      for (let i = 0; i < 3000; i++) sum += yield toAwait(i);
      yield toYield(sum);
    });
    await converse(gen, [[['next'], more('first')], [['next'], more((3000 * 2999) / 2)], over]);
  }),
];
