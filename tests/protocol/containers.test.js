/** Containers, errors and plain iterators of C, as items and as results. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import * as module from '../../build/release/tests/containers.mjs';
import { nothingLives } from '../clock.js';
import { rejection } from '../rejection.js';

const { caught, cleanedUp, held, made, makes, open } = /** @type {any} */ (module);
after(() => nothingLives(module));

/**
 * @param {AsyncIterable<any>} iterable
 * @returns {Promise<any[]>}
 */
async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** An error by what people see of it. @param {any} error */
const seen = (error) => [error.constructor.name, error.code, error.message];

describe('values cross', () => {
  const symbol = Symbol('a value');
  const record = { name: 'añ', constructor: 2, toString: undefined, '': true, inner: symbol };
  Object.defineProperty(record, '__proto__', {
    value: [1],
    enumerable: true,
    writable: true,
    configurable: true,
  });
  const dict = [
    ['list', [1, 2]],
    [3, undefined],
    [['key'], 2.5],
    ['value', symbol],
  ];
  /** @type {[string, unknown][]} */
  const cases = [
    [
      'scalars',
      [undefined, true, false, -7, 0.5, -0, '', 'añ漢🙂', Uint8Array.of(0, 128, 255), symbol],
    ],
    [
      'integers',
      [
        0,
        Number.MAX_SAFE_INTEGER,
        Number.MIN_SAFE_INTEGER,
        2n ** 53n,
        -(2n ** 53n),
        2n ** 53n + 1n,
        2n ** 63n - 1n,
        -(2n ** 63n),
        2 ** 32,
        -(2 ** 32),
      ],
    ],
    ['empty', [[], [], new Set(), new Map(), {}]],
    ['set', new Set([0, 2, 3, 5, [1, 'one'], 'last'])],
    ['dict', new Map(/** @type {any} */ (dict))],
    ['record', record],
  ];
  for (const [name, expected] of cases) {
    it(`${name}, as a result and as items`, async () => {
      assert.deepEqual(await made(name, symbol), expected);
      const anything = name === 'scalars' || name === 'dict' || name === 'record';
      if (anything) return;
      const iterator = makes(name, { count: 2 });
      assert.deepEqual(await iterator.next(), { value: expected, done: false });
      const later = makes(name, { waits: true });
      const both = await Promise.all([later.next(), later.next(), iterator.next()]);
      assert.deepEqual(both[0], { value: expected, done: false });
      assert.deepEqual(both[1], { value: expected, done: true });
      assert.deepEqual(both[2], { value: expected, done: false });
      assert.deepEqual(await iterator.next(), { value: expected, done: true });
    });
  }

  it('in the order in which they stand', async () => {
    assert.deepEqual([...(await made('set', 0))], [...new Set([0, 2, 3, 5, [1, 'one'], 'last'])]);
    assert.deepEqual([...(await made('dict', symbol))], dict);
  });

  it('keys that objects have anyway become properties of their own', async () => {
    const object = await made('record', 1);
    assert.equal(Object.getPrototypeOf(object), Object.prototype);
    assert.deepEqual(Object.keys(object).sort(), Object.keys(record).sort());
    assert.deepEqual(Object.getOwnPropertyDescriptor(object, '__proto__')?.value, [1]);
    assert.deepEqual(Object.getOwnPropertyDescriptor(object, 'constructor'), {
      value: 2,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  });

  it('bytes are copied', async () => {
    const [bytes, again] = [(await made('scalars', 0))[8], (await made('scalars', 0))[8]];
    bytes.fill(1);
    assert.deepEqual(again, Uint8Array.of(0, 128, 255));
    assert.equal(bytes.buffer.byteLength, 3);
  });

  it('what is met twice is the same twice', async () => {
    const [list, sameList, iterator, sameIterator, error, sameError] = await made('shared', 0);
    assert.ok(list === sameList && iterator === sameIterator && error === sameError);
    assert.deepEqual([...iterator], [1, 2]);
    let depth = 0;
    for (let each = await made('many paths', 0); each !== 1; [each] = each) depth++;
    assert.equal(depth, 301);
  });

  it('to any depth', async () => {
    let depth = 0;
    for (let each = await made('depth', 0); each.length > 0; [each] = each) depth++;
    assert.equal(depth, 100_000);
  });

  it('a list that holds itself does so', async () => {
    const [list] = await collect(held());
    assert.equal(list.length, 2);
    assert.equal(list[1], list);
  });

  it('what could not be created is a MemoryError', async () => {
    await assert.rejects(made('nothing', 0), { code: 'MemoryError' });
    await assert.rejects(makes('nothing').next(), { code: 'MemoryError' });
  });
});

describe('what cannot cross is a TypeError', () => {
  /** @type {[string, unknown, string][]} */
  const cases = [
    ['asynchronous', 0, 'cannot hand async_generator to JavaScript'],
    ['no dict', 0, 'async_dict_as_object() argument must be dict, not list'],
    ['wrong record', 5, 'a key of an object must be str, not float'],
    ['wrong record', undefined, 'a key of an object must be str, not NoneType'],
    ['wrong record', {}, 'a key of an object must be str, not Object'],
  ];
  for (const [name, anything, message] of cases) {
    it(message, async () => {
      await assert.rejects(made(name, anything), { name: 'TypeError', code: 'TypeError', message });
      await nothingLives(module);
    });
  }

  it('and ends the iteration, whenever the item comes', async () => {
    const expected = { name: 'TypeError', message: cases[0][2] };
    for (const waits of [false, true]) {
      const iterator = makes('asynchronous', { waits, count: 3 });
      await assert.rejects(iterator.next(), expected);
      assert.deepEqual(await iterator.next(), { value: undefined, done: true });
      const queued = makes('asynchronous', { waits, count: 2 });
      const [first, ...others] = [queued.next(), queued.next(), queued.next()];
      await assert.rejects(first, expected);
      await Promise.allSettled(others);
    }
    await nothingLives(module);
  });
});

describe('errors', () => {
  it('are what they would be if thrown', async () => {
    const [plain, outer, memory] = await made('errors', 0);
    assert.deepEqual(seen(plain), ['AsyncforError', 'KeyError', "'key'"]);
    assert.deepEqual(seen(outer), ['RangeError', 'ValueError', 'outer']);
    assert.deepEqual(seen(outer.cause), ['TypeError', 'TypeError', 'inner 1']);
    assert.deepEqual(seen(memory), ['AsyncforError', 'MemoryError', 'none']);
    assert.equal(Object.hasOwn(plain, 'cause'), false);
    assert.deepEqual(Object.getOwnPropertyDescriptor(outer, 'cause'), {
      value: outer.cause,
      enumerable: false,
      writable: true,
      configurable: true,
    });
  });

  for (const thrown of [new Error('thrown'), undefined, null, 0, 'text', { then: 1 }]) {
    it(`that JavaScript threw are what it threw: ${String(thrown)}`, async () => {
      const iterator = caught(Promise.reject(thrown));
      assert.deepEqual(await iterator.next(), { value: thrown, done: false });
      assert.deepEqual(await iterator.next(), { value: [thrown], done: false });
      const [error] = await rejection(iterator.next());
      assert.deepEqual(seen(error), ['RangeError', 'ValueError', 'for that']);
      assert.equal(error.cause, thrown);
    });
  }
});

describe('plain iterators', () => {
  /** @param {Promise<unknown>} promise */
  const cleanups = async (promise) => {
    const before = await cleanedUp();
    await promise;
    return (await cleanedUp()) - before;
  };

  /** What the loop does not see, the returned value, is left to the collector. */
  const collected = async () => {
    const { gc } = /** @type {{ gc: () => void }} */ (/** @type {unknown} */ (globalThis));
    for (let round = 0; round < 50 && module.stats().coroutines > 0; round++) {
      gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(module.stats().coroutines, 0);
  };

  it('are iterators of JavaScript', async () => {
    const iterator = await made('generator', 0);
    const prototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
    assert.ok(Object.prototype.isPrototypeOf.call(prototype, iterator));
    assert.equal(iterator[Symbol.iterator](), iterator);
    assert.deepEqual(Reflect.ownKeys(iterator), []);
    assert.equal(Symbol.asyncIterator in iterator, false);
    assert.throws(() => Reflect.apply(iterator.next, {}, []), TypeError);
    assert.deepEqual(
      [1, 2, 3, 4, 5].map(() => iterator.next()),
      [
        { value: 1, done: false },
        { value: 2, done: false },
        { value: 3, done: false },
        { value: undefined, done: true },
        { value: undefined, done: true },
      ],
    );
    assert.deepEqual(iterator.return(4), { value: 4, done: true });
  });

  it('of all kinds', async () => {
    const iterators = await made('iterators', 0);
    assert.deepEqual(
      iterators.map((/** @type {Iterable<unknown>} */ each) => [...each]),
      [
        [1, 2, 3],
        [1, 2],
        [0, 1, 2],
        [
          [0, 'list'],
          [1, 'list'],
        ],
      ],
    );
  });

  it('are pulled from as they are asked, past the end of what gave them', async () => {
    const [first, second] = await collect(makes('generator', { count: 2 }));
    assert.deepEqual([first.next().value, second.next().value, first.next().value], [1, 1, 2]);
    assert.deepEqual([[...first], [...second]], [[3], [2, 3]]);
    await collected();
    const inner = [...(await made('generators', 0))];
    assert.deepEqual(
      inner.map((each) => [...each]),
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
    );
  });

  it('clean up when they are left', async () => {
    const leave = async () => {
      for (const number of await made('generator', 0)) if (number === 2) break;
    };
    assert.equal(await cleanups(leave()), 1);
    const unstarted = async () => (await made('generator', 0)).return();
    assert.equal(await cleanups(unstarted()), 0);
    const iterator = await made('generator', 0);
    iterator.next();
    assert.deepEqual(iterator.return('left'), { value: 'left', done: true });
    assert.deepEqual(iterator.next(), { value: undefined, done: true });
    assert.equal(module.stats().coroutines, 0);
  });

  it('fail with the errors of C, and have ended then', async () => {
    const iterator = await made('failing generator', 0);
    assert.equal(iterator.next().value, 1);
    assert.throws(() => iterator.next(), { name: 'RangeError', message: 'counted enough' });
    assert.deepEqual(iterator.next(), { value: undefined, done: true });
    assert.equal(module.stats().coroutines, 0);
  });

  it('that are forgotten are collected', async () => {
    const forget = async () => {
      for (const each of await collect(makes('generator', { count: 20 }))) each.next();
    };
    await forget();
    await collected();
  });

  it('of a dead instance throw why it died', async () => {
    const instance = open();
    const [asked, left] = [
      await instance.made('generator', 0),
      await instance.made('generator', 0),
    ];
    await assert.rejects(instance.dies(), { code: 'InstanceDied' });
    assert.throws(() => asked.next(), { code: 'InstanceDied' });
    assert.deepEqual(asked.next(), { value: undefined, done: true });
    assert.deepEqual(left.return(), { value: undefined, done: true });
  });
});

describe('memory', () => {
  it('that is at its end fails the call only', async () => {
    const instance = open({ maximumMemory: 2 * 2 ** 20 });
    for (let round = 0; round < 3; round++) {
      await assert.rejects(instance.hoards(), { name: 'AsyncforError', code: 'MemoryError' });
      await nothingLives(instance);
    }
    assert.deepEqual(await instance.made('set', 0), await made('set', 0));
    await nothingLives(instance);
  });

  it('full to the last byte suffices to hand over what it holds', async () => {
    const instance = open({ maximumMemory: 2 * 2 ** 20 });
    const list = await instance.hoards({ catches: true });
    assert.ok(list.length > 5000);
    assert.deepEqual(
      [list[0], list.at(-1)],
      [
        [1, 'text'],
        [1, 'text'],
      ],
    );
    await nothingLives(instance);
  });
});
