/** Loops over async generators, many loops at once, and loops that run within others. */
import { deferred, is, reason, same, turns } from '../suite.js';
import {
  BODY,
  CLOSED,
  END,
  EXITS,
  FAILED,
  checkLoop,
  item,
  items,
  recorded,
  watch,
} from './consumer-recorder.js';

/**
 * Some items with a turn of the host's loop before each.
 * @param {any[]} values
 */
async function* slowly(...values) {
  for (const value of values) {
    await turns(1);
    yield value;
  }
}

/**
 * Loops that are all pending at their second step: each gets an item of its own, and the end only
 * when its gate is opened.
 * @param {import('../suite.js').Adapter} adapter
 * @param {number} count
 */
function pendingLoops(adapter, count) {
  return Array.from({ length: count }, (_, index) => {
    const gate = deferred();
    const next = (/** @type {number} */ step) => (step === 0 ? item(index) : gate.promise);
    return { gate, loop: adapter.consume(recorded({ next })) };
  });
}

/** @type {import('../suite.js').Case[]} */
const closingCases = [
  {
    id: 'C70',
    level: 'must',
    title: 'break runs the finally of an async generator, with its awaits, before the loop ends',
    async run(adapter) {
      for (const [what, { options }] of Object.entries(EXITS)) {
        const gate = deferred();
        const log = /** @type {string[]} */ ([]);
        const generator = (async function* () {
          try {
            yield 1;
            log.push('resumed');
          } finally {
            log.push('finally');
            await gate.promise;
            log.push('closed');
          }
        })();
        const loop = adapter.consume(generator, options);
        const state = watch(loop);
        await turns();
        same(log, ['finally'], what);
        is(state.settled, false, `settled, ${what}`);
        gate.resolve();
        if (what === 'break') same(await loop, [1]);
        else is(await reason(loop), BODY, 'error');
        same(log, ['finally', 'closed'], what);
        same(await generator.next(), { value: undefined, done: true }, `afterwards, ${what}`);
      }
    },
  },
  {
    id: 'C71',
    level: 'must',
    title: 'an error of an async generator comes out after its values, one of its finally at break',
    async run(adapter) {
      /** @param {any[]} values */
      const failing = async function* (...values) {
        yield* values;
        throw FAILED;
      };
      await checkLoop(adapter, { over: failing(1, 2), values: [1, 2], error: FAILED }, 'values');
      await checkLoop(adapter, { over: failing(), error: FAILED }, 'no values');
      const unclosable = async function* () {
        try {
          yield 1;
        } finally {
          await turns(1);
          // eslint-disable-next-line no-unsafe-finally
          throw FAILED;
        }
      };
      const { break: leave, throw: raise } = EXITS;
      const values = [1];
      await checkLoop(adapter, { over: unclosable(), values, ...leave, error: FAILED }, 'break');
      await checkLoop(adapter, { over: unclosable(), values, ...raise }, 'throw');
    },
  },
  {
    id: 'C72',
    level: 'must',
    title: 'an async generator goes on where it was, and gives no more than its yields',
    async run(adapter) {
      const log = /** @type {string[]} */ ([]);
      const make = async function* () {
        try {
          yield 1;
          yield 2;
          yield 3;
          return 'no item';
        } finally {
          log.push('closed');
        }
      };
      const begun = make();
      await begun.next();
      await checkLoop(adapter, { over: begun, values: [2, 3] }, 'begun');
      await checkLoop(adapter, { over: begun }, 'finished');
      const left = make();
      const { options } = EXITS.break;
      await checkLoop(adapter, { over: left, options, values: [1] }, 'left');
      await checkLoop(adapter, { over: left }, 'left before');
      same(log, ['closed', 'closed']);
      const kept = make();
      const over = { [Symbol.asyncIterator]: () => ({ next: () => kept.next() }) };
      await checkLoop(adapter, { over, options, values: [1] }, 'without return');
      await checkLoop(adapter, { over: kept, values: [2, 3] }, 'kept');
      const stubborn = (async function* () {
        try {
          yield 1;
        } finally {
          yield 'instead of closing';
          yield 'later';
        }
      })();
      await checkLoop(adapter, { over: stubborn, options, values: [1] }, 'yield in finally');
      await checkLoop(adapter, { over: stubborn, values: ['later'] }, 'not closed');
    },
  },
];

/** @type {import('../suite.js').Case[]} */
const parallelCases = [
  {
    id: 'C73',
    level: 'must',
    title: 'of two loops over one async generator each value goes to exactly one',
    async run(adapter) {
      const values = Array.from({ length: 9 }, (_, index) => index);
      const generator = slowly(...values);
      const parts = await Promise.all([adapter.consume(generator), adapter.consume(generator)]);
      for (const part of parts) {
        is(part.length > 0, true, 'each has a part');
        same(
          part,
          part.toSorted((left, right) => left - right),
          'a part, in order',
        );
      }
      same(
        parts.flat().sort((left, right) => left - right),
        values,
      );
    },
  },
  {
    id: 'C74',
    level: 'must',
    title: 'many loops that are suspended at once all end with values of their own',
    async run(adapter) {
      const waiting = pendingLoops(adapter, 200);
      const slow = Array.from({ length: 50 }, (_, index) =>
        adapter.consume(slowly(index, index + 1)),
      );
      await turns();
      for (const { gate } of waiting) gate.resolve(END);
      const ends = await Promise.all(waiting.map(({ loop }) => loop));
      for (const [index, values] of ends.entries()) same(values, [index]);
      for (const [index, loop] of slow.entries()) same(await loop, [index, index + 1]);
    },
  },
  {
    id: 'C75',
    level: 'must',
    title: 'loops end in whatever order their producers do',
    async run(adapter) {
      for (const order of [
        [0, 1, 2, 3, 4],
        [4, 3, 2, 1, 0],
        [2, 0, 4, 1, 3],
      ]) {
        const waiting = pendingLoops(adapter, order.length);
        const ended = /** @type {number[]} */ ([]);
        for (const [index, { loop }] of waiting.entries()) {
          loop.then(
            () => ended.push(index),
            () => ended.push(-1),
          );
        }
        await turns();
        for (const [count, index] of order.entries()) {
          waiting[index].gate.resolve(END);
          same(await waiting[index].loop, [index]);
          await turns(1);
          same(ended, order.slice(0, count + 1), 'ended so far');
        }
      }
    },
  },
];

/** Where a producer can start another loop without waiting for it. */
const HOOKS = [
  'get Symbol.asyncIterator',
  'Symbol.asyncIterator()',
  'get next',
  'next()',
  'get then',
  'then()',
  'get done',
  'get value',
  'get return',
  'return()',
];

/**
 * A producer of 1 and 2 that calls a function in each of its hooks.
 * @param {(hook: string) => void} enter
 */
function hooked(enter) {
  /** @param {any} result */
  const traced = (result) => ({
    get done() {
      enter('get done');
      return result.done;
    },
    get value() {
      enter('get value');
      return result.value;
    },
  });
  /** @param {any} result */
  const answer = (result) => ({
    get then() {
      enter('get then');
      return (/** @type {(result: any) => void} */ fulfil) => {
        enter('then()');
        fulfil(traced(result));
      };
    },
  });
  let step = 0;
  const iterator = {
    get next() {
      enter('get next');
      return () => {
        enter('next()');
        return answer(items(1, 2)(step++));
      };
    },
    get return() {
      enter('get return');
      return () => {
        enter('return()');
        return {};
      };
    },
  };
  return {
    get [Symbol.asyncIterator]() {
      enter('get Symbol.asyncIterator');
      return () => {
        enter('Symbol.asyncIterator()');
        return iterator;
      };
    },
  };
}

/** @type {import('../suite.js').Case[]} */
const nestedCases = [
  {
    id: 'C76',
    level: 'must',
    title: 'next() and the body may run another loop and wait for it, several deep',
    async run(adapter) {
      /** @type {(depth: number) => any} */
      const nested = (depth) =>
        recorded({
          next: async (step) => {
            if (step === 2) return END;
            return item(depth === 0 ? step : await adapter.consume(nested(depth - 1)));
          },
        });
      const pair = (/** @type {any} */ value) => [value, value];
      same(await adapter.consume(nested(4)), pair(pair(pair(pair([0, 1])))));
      /** @type {(depth: number) => AsyncGenerator<any>} */
      const generator = async function* (depth) {
        yield depth;
        if (depth > 0) yield await adapter.consume(generator(depth - 1));
      };
      same(await adapter.consume(generator(4)), [4, [3, [2, [1, [0]]]]]);
      const inner = /** @type {any[]} */ ([]);
      const outer = await adapter.consume(slowly('a', 'b'), {
        onValue: async (value, index) => {
          inner.push(
            await adapter.consume(recorded({ next: items(value, index) })),
            await adapter.consume(slowly(index)),
          );
        },
      });
      same(outer, ['a', 'b']);
      same(inner, [['a', 0], [0], ['b', 1], [1]]);
    },
  },
  {
    id: 'C77',
    level: 'must',
    title: 'next(), and whatever else the loop calls, may start another loop without waiting',
    async run(adapter) {
      for (const hook of HOOKS) {
        const started = /** @type {Promise<any[]>[]} */ ([]);
        const enter = (/** @type {string} */ name) => {
          if (name !== hook) return;
          started.push(
            adapter.consume(recorded({ next: items('quick', name) })),
            adapter.consume(slowly('slow', name)),
          );
        };
        same(await adapter.consume(hooked(enter), { breakAfter: 2 }), [1, 2], hook);
        is(started.length > 0, true, `loops were started, ${hook}`);
        for (const [index, loop] of started.entries()) {
          same(await loop, [index % 2 === 0 ? 'quick' : 'slow', hook], `started in ${hook}`);
        }
      }
    },
  },
  {
    id: 'C78',
    level: 'must',
    title: 'return() may run another loop and wait for it',
    async run(adapter) {
      for (const [what, exit] of Object.entries(EXITS)) {
        const log = /** @type {any[]} */ ([]);
        const inner = recorded({ next: items('c', 'd'), return: async () => END });
        const over = recorded({
          next: items(1, 2),
          return: async () => {
            log.push(await adapter.consume(slowly('a', 'b')));
            log.push(await adapter.consume(inner, { breakAfter: 1 }));
            return END;
          },
        });
        await checkLoop(adapter, { over, values: [1], calls: CLOSED, ...exit }, what);
        same(log, [['a', 'b'], ['c']], `inner loops, ${what}`);
        is(inner.calls.join(' '), CLOSED, `inner calls, ${what}`);
      }
    },
  },
];

export const generatorLoopCases = [...closingCases, ...parallelCases, ...nestedCases];
