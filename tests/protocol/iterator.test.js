/** The iterators that JavaScript gets: ECMA-262's async generators, as far as people drive them. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import * as module from '../../build/release/tests/protocol.mjs';
import { nothingLives, VirtualClock } from '../clock.js';
import { rejection } from '../rejection.js';

const { AsyncCounter, range, open } = await import('asyncfor');
const { awaits, guarded, mirror, raises, relay, spinner, Ticker } = module;

const clock = new VirtualClock();
const timed = module.open({ clock });
const counters = open({ clock });

const shipped = await import('asyncfor');
after(() => Promise.all([module, timed, counters, shipped].map(nothingLives)));

/** @param {AsyncIterable<unknown>} iterable */
async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** @param {unknown} value @param {boolean} done */
const result = (value, done = false) => ({ value, done });

/** @param {Promise<unknown>} promise */
const outcome = (promise) =>
  promise.then(
    (value) => value,
    (error) => `${error}`,
  );

describe('an iterator', () => {
  const created = { range: range(3), class: new AsyncCounter(1), called: AsyncCounter(1) };
  const AsyncIteratorPrototype = Object.getPrototypeOf(
    Object.getPrototypeOf(async function* () {}.prototype),
  );

  for (const [name, iterator] of Object.entries(created)) {
    it(`is shaped as an async generator (${name})`, () => {
      assert.equal(iterator[Symbol.asyncIterator](), iterator);
      assert.ok(Object.prototype.isPrototypeOf.call(AsyncIteratorPrototype, iterator));
      assert.equal(Object.prototype.toString.call(iterator), '[object AsyncGenerator]');
      assert.deepEqual(Reflect.ownKeys(iterator), []);
      for (const method of /** @type {const} */ (['next', 'return', 'throw'])) {
        assert.equal(typeof iterator[method], 'function');
        assert.throws(() => Reflect.construct(iterator[method], []), TypeError);
      }
      assert.equal('then' in iterator, false);
      assert.equal(Symbol.iterator in iterator, false);
    });
  }

  it('belongs to what made it', () => {
    assert.ok(created.class instanceof AsyncCounter);
    assert.ok(created.called instanceof AsyncCounter);
    assert.equal(created.class.constructor, AsyncCounter);
    assert.ok(created.range instanceof /** @type {any} */ (range));
    assert.throws(() => Reflect.construct(range, [3]), TypeError);
    assert.deepEqual([range.name, range.length], ['range', 1]);
    assert.deepEqual([AsyncCounter.name, AsyncCounter.length], ['AsyncCounter', 1]);
  });

  it('refuses methods on a wrong this by a rejection', async () => {
    for (const method of /** @type {const} */ (['next', 'return', 'throw'])) {
      for (const wrong of [undefined, 1, {}, (async function* () {})()]) {
        await assert.rejects(Reflect.apply(range(1)[method], wrong, []), TypeError);
      }
    }
  });

  it('gives fresh promises and fresh plain results', async () => {
    const iterator = range(2);
    const promises = [iterator.next(), iterator.next(), iterator.next(), iterator.next()];
    assert.equal(new Set(promises).size, 4);
    for (const promise of promises) assert.equal(promise.constructor, Promise);
    const results = await Promise.all(promises);
    assert.deepEqual(results, [
      result(0),
      result(1),
      result(undefined, true),
      result(undefined, true),
    ]);
    assert.equal(new Set(results).size, 4);
  });
});

describe('range counts as Python does', () => {
  /** @type {[number, { start?: number, step?: number } | undefined, number[]][]} */
  const cases = [
    [3, undefined, [0, 1, 2]],
    [0, undefined, []],
    [-3, undefined, []],
    [5, { start: 3 }, [3, 4]],
    [10, { start: 1, step: 4 }, [1, 5, 9]],
    [0, { start: 3, step: -1 }, [3, 2, 1]],
    [1, { step: 0.25 }, [0, 0.25, 0.5, 0.75]],
    [Number.NaN, undefined, []],
  ];
  for (const [stop, options, expected] of cases) {
    it(`range(${stop}, ${JSON.stringify(options)})`, async () => {
      assert.deepEqual(await collect(range(stop, options)), expected);
    });
  }
  it('refuses a step of 0', () => assert.rejects(range(1, { step: 0 }).next(), RangeError));
});

describe('time', () => {
  for (const [name, create] of Object.entries({
    AsyncCounter: counters.AsyncCounter,
    asyncGenerator: counters.asyncGenerator,
  })) {
    it(`${name} waits a tenth of a second before each number`, async () => {
      const seen = /** @type {number[][]} */ ([]);
      const done = (async () => {
        for await (const number of create(3)) seen.push([clock.now(), number]);
      })();
      const start = clock.now();
      await clock.advance(99);
      assert.deepEqual(seen, []);
      await clock.advance(201);
      await done;
      assert.deepEqual(seen, [
        [start + 100, 1],
        [start + 200, 2],
        [start + 300, 3],
      ]);
    });
  }

  it('wakes sleepers by deadline, and then in order of arrival', async () => {
    const order = /** @type {string[]} */ ([]);
    const delays = [0.03, 0.01, 0.02, 0.01, 0.03, 0.02];
    const all = delays.map(async (delay, index) => {
      for await (const _ of counters.asyncGenerator(1, { delay })) order.push(`${delay}:${index}`);
    });
    await clock.advance(40);
    await Promise.all(all);
    assert.deepEqual(order, ['0.01:1', '0.01:3', '0.02:2', '0.02:5', '0.03:0', '0.03:4']);
  });

  it('leaves no timeout behind', () => assert.equal(clock.pending, 0));

  it('lets the host serve its events while C is never idle', async () => {
    let spinning = true;
    let turns = 0;
    const turn = () => {
      turns++;
      if (spinning) setTimeout(turn, 0);
    };
    turn();
    assert.deepEqual(await collect(spinner(1_000_000)), [1_000_000]);
    spinning = false;
    assert.ok(turns > 10, `the host had ${turns} turns`);
  });
});

describe('requests', () => {
  it('are queued while one is under way, and answered in order', async () => {
    const iterator = timed.awaits(Promise.resolve(7), { items: 2 });
    const order = /** @type {number[]} */ ([]);
    const promises = [1, 2, 3, 4].map((id) => iterator.next().finally(() => order.push(id)));
    assert.deepEqual(await Promise.all(promises), [
      result(7),
      result(7),
      result(undefined, true),
      result(undefined, true),
    ]);
    assert.deepEqual(order, [1, 2, 3, 4]);
  });

  it('of all kinds keep their order', async () => {
    const iterator = guarded(5);
    assert.deepEqual(
      await Promise.all([
        iterator.next(),
        iterator.next(),
        iterator.return(/** @type {any} */ ('early')),
        iterator.next(),
        outcome(iterator.throw(new Error('late'))),
        iterator.return(/** @type {any} */ ('again')),
      ]),
      [
        result(1),
        result(2),
        result('early', true),
        result(undefined, true),
        'Error: late',
        result('again', true),
      ],
    );
  });

  it('behind return() of a body that is not there keep their order while that awaits', async () => {
    const iterator = range(1);
    /** @type {(value: string) => void} */
    let resolve = () => {};
    const given = new Promise((settle) => (resolve = settle));
    /** @type {string[]} */
    const answered = [];
    const ask = (/** @type {string} */ name, /** @type {Promise<any>} */ request) =>
      request.then(({ value }) => answered.push(`${name} ${value}`));
    const requests = [
      ask('first', iterator.return(/** @type {any} */ ('given'))),
      ask('second', iterator.return(/** @type {any} */ (given))),
      ask('third', iterator.next()),
    ];
    await requests[0];
    requests.push(ask('fourth', iterator.next()));
    resolve('resolved');
    await Promise.all(requests);
    assert.deepEqual(answered, [
      'first given',
      'second resolved',
      'third undefined',
      'fourth undefined',
    ]);
  });

  it('behind several awaits of one item wait for all of them', async () => {
    for (const times of [1, 2, 5]) {
      const iterator = awaits(Promise.resolve('x'), { times, items: 3 });
      const results = await Promise.all([1, 2, 3, 4, 5].map(() => iterator.next()));
      assert.deepEqual(
        results.map(({ done }) => done),
        [false, false, false, true, true],
      );
    }
  });

  it('of 100 iterators in any interleaving give each its own items', async () => {
    const iterators = Array.from({ length: 100 }, (_, index) =>
      range(index + 20, { start: index }),
    );
    for (let step = 0; step < 20; step++) {
      const order = step % 2 ? iterators : [...iterators].reverse();
      const results = await Promise.all(order.map((iterator) => iterator.next()));
      const values = step % 2 ? results : results.reverse();
      assert.deepEqual(
        values.map(({ value }) => value),
        iterators.map((_, index) => index + step),
      );
    }
    for (const iterator of iterators)
      assert.deepEqual(await iterator.next(), result(undefined, true));
  });

  it('go on where the last loop left off', async () => {
    const iterator = range(4);
    await iterator.next();
    assert.deepEqual(await collect(iterator), [1, 2, 3]);
    assert.deepEqual(await collect(iterator), []);
  });

  it('made by the source of an iterator that is running are queued', async () => {
    /** @type {Promise<unknown>[]} */
    const inner = [];
    async function* source() {
      inner.push(iterator.next());
      yield 1;
      yield 2;
    }
    const iterator = relay(source());
    assert.deepEqual(await iterator.next(), result(1));
    assert.deepEqual(await inner[0], result(2));
    await iterator.return(undefined);
  });
});

describe('next(value)', () => {
  const object = {};
  const values = [1, 'text', true, null, object, Symbol.iterator, NaN, undefined, -0, 2n ** 70n];
  for (const waits of [false, true]) {
    it(`reaches the yield, which ${waits ? 'awaits' : 'answers at once'}`, async () => {
      const iterator = /** @type {AsyncGenerator<any, void, any>} */ (mirror({ waits }));
      assert.deepEqual(await iterator.next('ignored'), { value: undefined, done: false });
      for (const value of values) {
        assert.deepEqual(await iterator.next(value), { value, done: false });
      }
      assert.deepEqual((await iterator.next(new Uint8Array([1, 2]))).value, new Uint8Array([1, 2]));
      const queued = await Promise.all(values.map((value) => iterator.next(value)));
      assert.deepEqual(
        queued.map(({ value }) => value),
        values,
      );
      await iterator.return();
      assert.deepEqual(await iterator.next(1), { value: undefined, done: true });
    });
  }

  it('is discarded by what receives nothing', async () => {
    const iterator = /** @type {AsyncIterator<any, void, any>} */ (
      new Ticker(2)[Symbol.asyncIterator]()
    );
    assert.deepEqual(await iterator.next(5), { value: 1, done: false });
    assert.deepEqual(await iterator.next({}), { value: 2, done: false });
    assert.deepEqual(await iterator.next({}), { value: undefined, done: true });
  });
});

describe('bytes', () => {
  const next = async (/** @type {AsyncIterator<Uint8Array>} */ iterator) =>
    (await iterator.next()).value;

  it('are copied, each time into an array of its own', async () => {
    const iterator = module.lends(2, { copies: true });
    const [first, second] = [await next(iterator), await next(iterator)];
    assert.deepEqual([...first, ...second], [1, 1, 1, 1, 2, 2, 2, 2]);
    assert.notEqual(first.buffer, second.buffer);
    await iterator.return();
  });

  it('that are lent are the memory of C, good until the next request', async () => {
    const iterator = module.lends(2);
    const first = await next(iterator);
    assert.deepEqual([...first], [1, 1, 1, 1]);
    first[0] = 9;
    const second = await next(iterator);
    assert.deepEqual([first.buffer, first.byteOffset], [second.buffer, second.byteOffset]);
    assert.deepEqual([...first], [2, 2, 2, 2]);
    await iterator.return();
  });
});

describe('leaving early', () => {
  it('runs the cleanup, with its awaits, before the loop is left', async () => {
    const start = clock.now();
    let left = -1;
    const loop = (async () => {
      for await (const number of timed.guarded(5, { delay: 0.25 })) if (number === 2) break;
      left = clock.now();
    })();
    await clock.advance(249);
    assert.equal(left, -1);
    assert.equal(timed.stats().coroutines, 1);
    await clock.advance(1);
    await loop;
    assert.equal(left, start + 250);
  });

  it('of a class awaits its close', async () => {
    const loop = (async () => {
      for await (const _ of new timed.Ticker(5)) break;
      return clock.now();
    })();
    const start = clock.now();
    await clock.advance(500);
    assert.equal(await loop, start + 500);
  });

  it('by return() gives its value when the cleanup is done; again, at once', async () => {
    const iterator = guarded(5);
    await iterator.next();
    assert.deepEqual(await iterator.return(/** @type {any} */ (42)), result(42, true));
    assert.deepEqual(await iterator.return(/** @type {any} */ (43)), result(43, true));
    assert.deepEqual(await iterator.next(), result(undefined, true));
  });

  it('before the start runs nothing', async () => {
    const returned = guarded(5, { fails: true });
    assert.deepEqual(await returned.return(/** @type {any} */ (1)), result(1, true));
    const thrown = guarded(5, { fails: true });
    await assert.rejects(thrown.throw(new Error('e')), { message: 'e' });
    assert.deepEqual(await thrown.next(), result(undefined, true));
  });

  it('delivers what a body yields while it is closed, then returns', async () => {
    const iterator = guarded(5, { yields: true });
    await iterator.next();
    assert.deepEqual(await iterator.return(/** @type {any} */ ('v')), result(-1));
    assert.deepEqual(await iterator.next(), result('v', true));
  });

  it('with a cleanup that fails rejects with that error', async () => {
    const iterator = guarded(5, { fails: true });
    await iterator.next();
    await assert.rejects(iterator.return(undefined), {
      name: 'RangeError',
      message: 'while cleaning up',
    });
    assert.deepEqual(await iterator.next(), result(undefined, true));
  });

  it('closes 500 started iterators', async () => {
    const iterators = Array.from({ length: 500 }, () => guarded(5));
    await Promise.all(iterators.map((iterator) => iterator.next()));
    assert.equal(module.stats().coroutines, 500);
    await Promise.all(iterators.map((iterator) => iterator.return(undefined)));
    assert.equal(module.stats().coroutines, 0);
  });

  it('by dropping the iterator closes it too', async () => {
    const { gc } = /** @type {any} */ (globalThis);
    const start = async () => void (await guarded(5).next());
    await Promise.all(Array.from({ length: 50 }, start));
    for (let round = 0; round < 50 && module.stats().coroutines > 0; round++) {
      gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(module.stats().coroutines, 0);
  });
});

describe('dropping an iterator', () => {
  it('whose body waits closes it once that is over', async () => {
    const { gc } = /** @type {any} */ (globalThis);
    /** @type {(value?: unknown) => void} */
    let answer = () => {};
    const closed = new Promise((resolve) => {
      async function* source() {
        try {
          yield 1;
          await new Promise((settle) => (answer = settle));
          yield 2;
        } finally {
          resolve('closed');
        }
      }
      const start = async () => {
        const iterator = relay(source());
        await iterator.next();
        void iterator.next();
      };
      start();
    });
    for (let round = 0; round < 5; round++) {
      gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
    answer();
    for (let round = 0; round < 50 && module.stats().coroutines > 0; round++) {
      gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(await closed, 'closed');
  });
});

describe('throw()', () => {
  it('is raised at the yield; uncaught it is the rejection, the very value', async () => {
    for (const thrown of [
      new Error('e'),
      'text',
      undefined,
      null,
      7,
      Symbol('s'),
      Promise.resolve(),
    ]) {
      const iterator = guarded(5);
      await iterator.next();
      const caught = await rejection(iterator.throw(thrown));
      assert.equal(caught[0], thrown);
      assert.deepEqual(await iterator.next(), result(undefined, true));
    }
  });

  it('that is caught goes on', async () => {
    const iterator = guarded(3, { catches: true });
    await iterator.next();
    assert.deepEqual(await iterator.throw(new Error('e')), result(2));
    assert.deepEqual(await iterator.next(), result(3));
    assert.deepEqual(await iterator.next(), result('all', true));
    assert.deepEqual(await iterator.next(), result(undefined, true));
  });

  it('through a loop in C reaches the source as its closing', async () => {
    const seen = /** @type {string[]} */ ([]);
    const iterator = relay(
      (async function* () {
        try {
          yield 1;
        } finally {
          seen.push('closed');
        }
      })(),
    );
    await iterator.next();
    const error = new Error('e');
    await assert.rejects(iterator.throw(error), (caught) => caught === error);
    assert.deepEqual(seen, ['closed']);
  });
});

describe('errors of C', () => {
  const cases = [
    { name: 'TypeError', message: 'a type', code: 'TypeError' },
    { name: 'RangeError', message: 'a value', code: 'ValueError' },
    { name: 'AsyncforError', message: 'at run time', code: 'RuntimeError' },
    { name: 'AsyncforError', message: 'outer', code: 'ParseError' },
    {
      name: 'AsyncforError',
      message: 'async generator raised StopAsyncIteration',
      code: 'RuntimeError',
    },
  ];
  for (const [number, expected] of cases.entries()) {
    it(`arrive as ${expected.name}: ${expected.message}`, async () => {
      const iterator = raises(number);
      assert.deepEqual(await iterator.next(), result(0));
      await assert.rejects(iterator.next(), expected);
      assert.deepEqual(await iterator.next(), result(undefined, true));
    });
  }
  it('carry their cause', async () => {
    const [error] = await rejection(collect(raises(3)));
    assert.equal(error.cause.name, 'TypeError');
    assert.equal(error.cause.message, 'inner');
  });
  it('tell in their stack which coroutines they left', async () => {
    async function* source() {
      yield 'no number';
    }
    for (const [name, failing] of Object.entries({
      raises: collect(raises(0)),
      total: module.total(source()),
    })) {
      const [{ stack, message }] = await rejection(failing);
      assert.ok(stack.startsWith(`TypeError: ${message}\n    at async ${name} (C)\n`), stack);
    }
  });
  it('of __init__ come with the first request', async () => {
    const iterator = new Ticker(1, { refuses: true });
    await assert.rejects(iterator.next(), { name: 'RangeError', message: 'refused' });
    assert.deepEqual(await iterator.next(), result(undefined, true));
  });
});

describe('many', () => {
  it('10,000 counters at once give all their numbers, and all memory back', async () => {
    const each = async () => (await collect(new AsyncCounter(3, { delay: 0.001 }))).length;
    const counts = await Promise.all(Array.from({ length: 10_000 }, each));
    assert.ok(counts.every((count) => count === 3));
  });

  it('10,000 suspended iterators take their declared stack and 512 bytes each at most', async () => {
    const STACK = 1024;
    const instance = open();
    for (const create of [instance.range, instance.AsyncCounter, instance.asyncGenerator]) {
      const iterators = Array.from({ length: 10_000 }, () =>
        create(3, /** @type {any} */ (create === instance.range ? {} : { delay: 0 })),
      );
      await Promise.all(iterators.map((iterator) => iterator.next()));
      const { bytes, coroutines, stacks } = instance.stats();
      assert.deepEqual([coroutines, stacks], [10_000, 10_000]);
      assert.ok(bytes / 10_000 <= STACK + 512, `${bytes / 10_000} bytes each`);
      await Promise.all(iterators.map((iterator) => iterator.return(undefined)));
      await nothingLives(instance);
    }
  });

  it('20,000 queued requests are answered in order', async () => {
    const iterator = range(15_000);
    const results = await Promise.all(Array.from({ length: 20_000 }, () => iterator.next()));
    assert.ok(
      results.every(({ value, done }, index) => (done ? index >= 15_000 : value === index)),
    );
  });
});
