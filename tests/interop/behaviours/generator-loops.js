/** What the language and the hosts do with an async generator: loops, delegation, streams. */
import { is, reason, same } from '../suite.js';
import {
  converse,
  done,
  host,
  more,
  must,
  over,
  straight,
  toAwait,
  toYield,
} from './generator-body.js';

const error = new Error('of the loop');
const bodyError = new Error('of the body');

/** @type {any} */
const engine = globalThis;

/** Counts to five, and says when it has cleaned up. @type {import('./generator-body.js').Body} */
function* counting(log) {
  try {
    for (let i = 1; i <= 5; i++) yield toYield(yield toAwait(i));
  } finally {
    yield toAwait(null);
    log.push('finally');
  }
  return 'returned';
}

/** Node's module of streams, where there is one. */
const streams = () => engine.process?.getBuiltinModule?.('node:stream');

/**
 * The values that a loop sees.
 * @param {AsyncIterable<any>} iterable
 */
async function collect(iterable) {
  const values = [];
  for await (const value of iterable) values.push(value);
  return values;
}

export const loopCases = [
  must('J130', 'a loop sees every value, and not what is returned', async (adapter) => {
    /** @type {any[]} */
    const log = [];
    const gen = host(adapter, counting, log);
    same(await collect(gen), [1, 2, 3, 4, 5]);
    same(log, ['finally']);
    await converse(gen, [over]);
    same(
      await collect(
        host(
          adapter,
          straight(() => 'returned'),
        ),
      ),
      [],
    );
  }),

  must('J131', 'a loop that is left goes on behind the cleanup', async (adapter) => {
    /** @type {any[]} */
    const log = [];
    const leavers = {
      async break(/** @type {any} */ gen) {
        for await (const value of gen) if (value === 2) break;
      },
      async return(/** @type {any} */ gen) {
        for await (const value of gen) if (value === 2) return value;
      },
      async continue(/** @type {any} */ gen) {
        outer: do {
          for await (const value of gen) if (value === 2) continue outer;
        } while (log.length === 0);
      },
    };
    for (const [way, leave] of Object.entries(leavers)) {
      const gen = host(adapter, counting, log);
      await leave(gen);
      same(log.splice(0), ['finally'], way);
      await converse(gen, [over]);
    }
  }),

  must('J132', 'an error in a loop wins over one of the cleanup', async (adapter) => {
    for (const fails of [false, true]) {
      /** @type {any[]} */
      const log = [];
      const gen = host(adapter, function* () {
        try {
          yield toYield('item');
        } finally {
          yield toAwait(null);
          log.push('finally');
          yield* fails ? straight(raise)(log) : [];
        }
      });
      const loop = async () => {
        for await (const value of gen) {
          log.push(value);
          throw error;
        }
      };
      is(await reason(loop()), error);
      same(log, ['item', 'finally']);
      await converse(gen, [over]);
    }
  }),

  must('J133', 'an error of the body leaves the loop', async (adapter) => {
    /** @type {any[]} */
    const log = [];
    const gen = host(adapter, function* () {
      yield toYield('item');
      throw bodyError;
    });
    const loop = async () => {
      for await (const value of gen) log.push(value);
      log.push('behind the loop');
    };
    is(await reason(loop()), bodyError);
    same(log, ['item']);
    await converse(gen, [over]);
  }),

  must('J134', 'a loop goes on where the generator stands', async (adapter) => {
    const gen = host(adapter, counting);
    await converse(gen, [
      [['next'], more(1)],
      [['next'], more(2)],
    ]);
    same(await collect(gen), [3, 4, 5]);
    same(await collect(gen), []);
    const closed = host(adapter, counting);
    await closed.return('left');
    same(await collect(closed), []);
  }),

  must('J135', 'a generator of the engine delegates all to it', async (adapter) => {
    /** @type {any[]} */
    const log = [];
    const delegate = () => {
      const inner = host(
        adapter,
        function* () {
          try {
            for (let item = 'item'; item !== 'stop';) {
              try {
                item = yield toYield(item);
              } catch (caught) {
                log.push(caught);
                item = 'caught';
              }
            }
            return 'returned';
          } finally {
            log.push('finally');
          }
        },
        log,
      );
      return (async function* () {
        log.push(yield* inner);
        return 'end';
      })();
    };
    await converse(delegate(), [
      [['next', 'lost'], more('item')],
      [['next', 'sent'], more('sent')],
      [['throw', error], more('caught')],
      [['next', 'stop'], done('end')],
      over,
    ]);
    same(log.splice(0), [error, 'finally', 'returned']);
    await converse(delegate(), [
      [['next'], more('item')],
      [['return', 'left'], done('left')],
      over,
    ]);
    same(log, ['finally']);
  }),

  must(
    'J136',
    'Array.fromAsync accepts it',
    async (adapter) => {
      same(await engine.Array.fromAsync(host(adapter, counting)), [1, 2, 3, 4, 5]);
      /** @type {any[]} */
      const log = [];
      const mapping = engine.Array.fromAsync(host(adapter, counting, log), raise);
      is(await reason(mapping), bodyError);
      same(log, ['finally']);
    },
    { applies: () => 'fromAsync' in Array },
  ),

  must(
    'J136',
    'Readable.from accepts it, and closes it when it is destroyed',
    async (adapter) => {
      const { Readable } = streams();
      same(await collect(Readable.from(host(adapter, counting))), [1, 2, 3, 4, 5]);
      /** @type {any[]} */
      const log = [];
      const stream = Readable.from(host(adapter, counting, log));
      const closed = new Promise((resolve) => stream.once('close', resolve));
      for await (const value of stream) if (value === 2) break;
      await closed;
      same(log, ['finally']);
    },
    { applies: () => typeof streams()?.Readable?.from === 'function' },
  ),

  must(
    'J136',
    'ReadableStream.from accepts it, and closes it when it is cancelled',
    async (adapter) => {
      const { ReadableStream } = engine;
      const reader = ReadableStream.from(host(adapter, counting)).getReader();
      for (const value of [1, 2, 3, 4, 5]) is((await reader.read()).value, value);
      is((await reader.read()).done, true, 'done');
      /** @type {any[]} */
      const log = [];
      const cancelled = ReadableStream.from(host(adapter, counting, log)).getReader();
      is((await cancelled.read()).value, 1);
      await cancelled.cancel('enough');
      same(log, ['finally']);
    },
    { applies: () => typeof engine.ReadableStream?.from === 'function' },
  ),

  must('J137', 'two consumers share it: each value goes to one of them', async (adapter) => {
    const gen = host(adapter, function* () {
      for (let i = 0; i < 10; i++) yield toYield(yield toAwait(i));
    });
    const [left, right] = await Promise.all([collect(gen), collect(gen)]);
    same(left, [0, 2, 4, 6, 8]);
    same(right, [1, 3, 5, 7, 9]);
  }),
];

function raise() {
  throw bodyError;
}
