/** Async iterables of JavaScript, consumed by `async_for` in C as `for await` would. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import * as module from '../../build/release/tests/protocol.mjs';
import { nothingLives } from '../clock.js';
import { rejection } from '../rejection.js';

const { awaits, relay, settle, total } = module;
after(() => nothingLives(module));

/** @param {AsyncIterable<unknown>} iterable */
async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/**
 * An iterable that records what is done to it.
 * @param {(step: number) => any} step what next() gives
 * @param {(() => any) | null} [close] what return() gives; null: there is no return()
 */
function recorded(step, close = () => ({ done: true })) {
  const calls = /** @type {string[]} */ ([]);
  let steps = 0;
  const iterator = /** @type {any} */ ({
    next(/** @type {unknown[]} */ ...args) {
      calls.push(`next(${args})`);
      return step(steps++);
    },
    throw: () => assert.fail('throw() is never called'),
  });
  if (close) {
    iterator.return = (/** @type {unknown[]} */ ...args) => {
      calls.push(`return(${args})`);
      return close();
    };
  }
  return { calls, iterator, [Symbol.asyncIterator]: () => iterator };
}

const item = (/** @type {unknown} */ value) => ({ done: false, value });
const END = { done: true, value: 'ignored' };

describe('items arrive as they are', () => {
  const values = [
    undefined,
    null,
    true,
    false,
    0,
    -0,
    1.5,
    Number.NaN,
    Infinity,
    2 ** 53,
    10n,
    '',
    'text',
    'héllo 🙂',
    'x'.repeat(100_000),
    Symbol('s'),
    { a: 1 },
    [1, 2],
    () => 1,
    new Error('an item'),
  ];
  it('of every kind, by identity', async () => {
    const items = await collect(
      relay(recorded((step) => (step < values.length ? item(values[step]) : END))),
    );
    assert.equal(items.length, values.length);
    for (const [index, value] of values.entries())
      assert.ok(Object.is(items[index], value), String(index));
  });
  it('but a promise, which is awaited where it is yielded again', async () => {
    const source = recorded((step) => (step ? END : item(Promise.resolve(1))));
    assert.deepEqual(await collect(relay(source)), [1]);
  });
  it('binary data is copied', async () => {
    const bytes = new Uint8Array([1, 2, 3, 4]);
    const [copy] = /** @type {Uint8Array[]} */ (
      await collect(relay(recorded((step) => (step ? END : item(bytes.subarray(1, 3))))))
    );
    bytes.fill(9);
    assert.deepEqual(copy, new Uint8Array([2, 3]));
  });
});

describe('the protocol is followed to the letter', () => {
  /** @type {Record<string, [(step: number) => any, unknown[], string]>} */
  const results = {
    'plain results': [(step) => (step < 2 ? item(step) : END), [0, 1], 'next() next() next()'],
    promises: [async (step) => (step < 2 ? item(step) : END), [0, 1], 'next() next() next()'],
    thenables: [
      (step) => ({ then: (/** @type {any} */ ok) => ok(step < 2 ? item(step) : END) }),
      [0, 1],
      'next() next() next()',
    ],
    'done by truthiness': [
      (step) => ({ done: [0, '', null, 'x'][step], value: step }),
      [0, 1, 2],
      'next() next() next() next()',
    ],
    'results with getters': [
      (step) => ({
        get done() {
          return step === 1;
        },
        get value() {
          return 'v';
        },
      }),
      ['v'],
      'next() next()',
    ],
    'results without a prototype': [
      (step) => Object.assign(Object.create(null), step ? END : item(1)),
      [1],
      'next() next()',
    ],
  };
  for (const [name, [step, expected, calls]] of Object.entries(results)) {
    it(name, async () => {
      const source = recorded(step);
      assert.deepEqual(await collect(relay(source)), expected);
      assert.equal(source.calls.join(' '), calls);
    });
  }

  const error = new Error('the very one');
  const thrower = () => {
    throw error;
  };
  /** @type {Record<string, [any, any, string]>} */
  const failures = {
    'next() throws': [recorded(thrower), error, 'next()'],
    'next() rejects': [recorded(async () => thrower()), error, 'next()'],
    'next() rejects with no error': [
      recorded(() => Promise.reject(undefined)),
      undefined,
      'next()',
    ],
    'next() gives no object': [recorded(() => 5), TypeError, 'next()'],
    'next() gives a promise of no object': [recorded(async () => null), TypeError, 'next()'],
    'done throws': [
      recorded(() => ({
        get done() {
          return thrower();
        },
      })),
      error,
      'next()',
    ],
    'value throws': [
      recorded(() => ({
        done: false,
        get value() {
          return thrower();
        },
      })),
      error,
      'next()',
    ],
    'then throws': [
      recorded(() => ({
        get then() {
          return thrower();
        },
      })),
      error,
      'next()',
    ],
    'next is no function': [{ [Symbol.asyncIterator]: () => ({ next: 1 }) }, TypeError, ''],
    'the next getter throws': [
      {
        [Symbol.asyncIterator]: () => ({
          get next() {
            return thrower();
          },
        }),
      },
      error,
      '',
    ],
    'the method throws': [{ [Symbol.asyncIterator]: thrower }, error, ''],
    'the method gives no object': [{ [Symbol.asyncIterator]: () => 1 }, TypeError, ''],
    'the method is no function': [{ [Symbol.asyncIterator]: 1 }, TypeError, ''],
  };
  for (const [name, [source, expected, calls]] of Object.entries(failures)) {
    it(`${name}: that error, and return() is not called`, async () => {
      const caught = await rejection(collect(relay(source)));
      if (expected === TypeError) assert.ok(caught[0] instanceof TypeError, String(caught[0]));
      else assert.equal(caught[0], expected);
      assert.equal(source.calls?.join(' ') ?? '', calls);
    });
  }

  it('next is looked up once, return at the moment of leaving', async () => {
    const looked = /** @type {string[]} */ ([]);
    const { iterator, calls } = recorded((step) => item(step));
    const source = {
      [Symbol.asyncIterator]: () =>
        new Proxy(iterator, {
          get(target, key, receiver) {
            looked.push(String(key));
            return Reflect.get(target, key, receiver);
          },
        }),
    };
    assert.deepEqual(await collect(relay(source, { limit: 3 })), [0, 1, 2]);
    assert.deepEqual(looked, ['next', 'return']);
    assert.deepEqual(calls, ['next()', 'next()', 'next()', 'return()']);
  });

  it('next() is never called before the last item is dealt with', async () => {
    let pulled = 0;
    const iterator = relay(recorded(() => item(++pulled)));
    for (let step = 1; step <= 5; step++) {
      await iterator.next();
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(pulled, step);
    }
    await iterator.return(undefined);
  });
});

describe('leaving early', () => {
  const error = new Error('while closing');
  /** @type {Record<string, [(() => any) | null, any]>} */
  const closings = {
    'awaits return()': [async () => ({ done: false, value: 1 }), undefined],
    'takes a plain object': [() => ({}), undefined],
    'needs no return()': [null, undefined],
    'reports that return() throws': [
      () => {
        throw error;
      },
      error,
    ],
    'reports that return() rejects': [() => Promise.reject(error), error],
    'refuses a result that is no object': [() => 1, TypeError],
  };
  for (const [name, [close, expected]] of Object.entries(closings)) {
    it(`by break ${name}`, async () => {
      const source = recorded((step) => item(step), close);
      const outcome = await collect(relay(source, { limit: 1 })).then(
        () => undefined,
        (reason) => reason,
      );
      if (expected === TypeError) assert.ok(outcome instanceof TypeError);
      else assert.equal(outcome, expected);
      assert.deepEqual(source.calls, close ? ['next()', 'return()'] : ['next()']);
    });
    it(`by an error ${name.replace('reports', 'does not report')}: the error wins`, async () => {
      const source = recorded(() => item('no number'), close);
      await assert.rejects(total(source), {
        name: 'TypeError',
        message: 'expected float, got str',
      });
      assert.deepEqual(source.calls, close ? ['next()', 'return()'] : ['next()']);
    });
  }

  it('runs the finally of an async generator, with its awaits, first', async () => {
    const order = /** @type {string[]} */ ([]);
    async function* source() {
      try {
        yield* [1, 2, 3];
      } finally {
        await new Promise((resolve) => setImmediate(resolve));
        order.push('finally');
      }
    }
    for await (const _ of relay(source())) break;
    order.push('after');
    assert.deepEqual(order, ['finally', 'after']);
  });
});

describe('many loops at once', () => {
  it('each on its own source finish with their own sums, in any order', async () => {
    async function* source(/** @type {number} */ count, /** @type {number} */ seed) {
      for (let i = 0; i < count; i++) {
        if ((i + seed) % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
        else if ((i + seed) % 3 === 1) await null;
        yield i;
      }
    }
    const counts = Array.from({ length: 200 }, (_, index) => (index * 7) % 41);
    const sums = await Promise.all(counts.map((count, index) => total(source(count, index))));
    assert.deepEqual(
      sums,
      counts.map((count) => (count * (count - 1)) / 2 || 0),
    );
  });

  it('may be nested: a source that runs another loop, with and without awaiting it', async () => {
    const others = /** @type {Promise<number>[]} */ ([]);
    const inner = () => total(recorded((step) => (step < 3 ? item(step) : END)));
    const source = recorded((step) => {
      others.push(inner());
      return step < 2 ? inner().then(item) : END;
    });
    assert.equal(await total(source), 6);
    assert.deepEqual(await Promise.all(others), [3, 3, 3]);
  });

  it('chain through 100 loops in C', async () => {
    let chain = relay(
      (async function* () {
        yield* [1, 2, 3];
      })(),
    );
    for (let depth = 1; depth < 100; depth++) chain = relay(chain);
    assert.deepEqual(await collect(chain), [1, 2, 3]);
  });

  it('two loops over one source share its items', async () => {
    async function* source() {
      for (let i = 1; i <= 100; i++) yield i;
    }
    const shared = source();
    const sums = await Promise.all([total(shared), total(shared)]);
    assert.equal(sums[0] + sums[1], 5050);
  });

  it('an answer that never comes holds up nobody else', async () => {
    /** @type {(value: any) => void} */
    let answer = () => {};
    const waiting = total(
      recorded((step) => (step ? END : new Promise((resolve) => (answer = resolve)))),
    );
    assert.equal(await total(recorded((step) => (step < 3 ? item(step) : END))), 3);
    answer(item(42));
    assert.equal(await waiting, 42);
  });

  it('20,000 items that are there at once, or come as promises, overflow nothing', async () => {
    const count = 20_000;
    const sum = (count * (count - 1)) / 2;
    assert.equal(await total(recorded((step) => (step < count ? item(step) : END))), sum);
    assert.equal(await total(recorded(async (step) => (step < count ? item(step) : END))), sum);
  });
});

describe('await of a JavaScript value', () => {
  const error = new Error('rejected');
  it('gives what it came to', async () => {
    const object = {};
    assert.equal(await settle(Promise.resolve(object), { twice: true }), object);
    assert.equal(await settle({ then: (/** @type {any} */ ok) => ok('thenable') }), 'thenable');
    assert.equal(await settle(object), object);
    assert.equal(await settle(5), 5);
  });
  it('raises what it was rejected with', async () => {
    for (const reason of [error, undefined, 'text', null]) {
      const caught = await rejection(settle(Promise.reject(reason)));
      assert.equal(caught[0], reason);
      const iterator = awaits(Promise.reject(reason));
      assert.deepEqual(await rejection(iterator.next()), [reason]);
      assert.deepEqual(await iterator.next(), { value: undefined, done: true });
    }
  });
  it('survives a hostile then', async () => {
    const hostile = {
      get then() {
        throw error;
      },
    };
    assert.deepEqual(await rejection(settle(hostile)), [error]);
    const both = {
      then(/** @type {any} */ ok, /** @type {any} */ bad) {
        ok(1);
        bad(error);
        ok(2);
        throw error;
      },
    };
    assert.equal(await settle(both), 1);
  });
});

it('what C prints in a module goes to standard output', async (context) => {
  const written = /** @type {string[]} */ ([]);
  context.mock.method(process.stdout, 'write', (/** @type {Uint8Array} */ text) =>
    written.push(new TextDecoder().decode(text)),
  );
  await module.prints('héllo');
  context.mock.restoreAll();
  assert.equal(written.join(''), 'héllo\n');
});
