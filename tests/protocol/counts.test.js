/**
 * What an item costs where no clock can tell: the calls from JavaScript into C and back, the bytes
 * of C's memory, and the promises that are made.
 */
import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { after, describe, it } from 'node:test';

import * as bench from '../../build/release/tests/bench.mjs';
import { nothingLives } from '../clock.js';
import { openWatched, replaced } from '../watched.js';

const counts = { calls: 0, imports: 0, promises: 0 };

/** @param {'calls' | 'imports'} what */
const counted = (what) => (/** @type {any} */ functions) =>
  replaced(functions, (original) => (/** @type {unknown[]} */ ...given) => {
    counts[what]++;
    return original(...given);
  });

const instance = openWatched(bench, { imports: counted('imports'), exports: counted('calls') });

const hook = createHook({
  init: (_, type) => {
    if (type === 'PROMISE') counts.promises++;
  },
});
after(async () => {
  hook.disable();
  await nothingLives(instance);
});

const ITEMS = 200;

/**
 * What each of many items costs, once as many have been had before.
 * @param {AsyncIterator<unknown>} iterator
 */
async function costOf(iterator) {
  const take = async () => {
    for (let item = 0; item < ITEMS; item++) await iterator.next();
  };
  await take();
  const { bytes } = instance.stats();
  Object.assign(counts, { calls: 0, imports: 0, promises: 0 });
  await take();
  const { calls, imports, promises } = counts;
  assert.equal(instance.stats().bytes, bytes);
  await iterator.return?.();
  const each = (/** @type {number} */ count) => Math.round((count / ITEMS) * 10) / 10;
  return { calls: each(calls), imports: each(imports), promises: each(promises) };
}

async function* naturals() {
  for (let number = 0; ; number++) yield number;
}

const resolved = Promise.resolve(1);

/**
 * At most so many of each; of the promises one is that of the loop's own await.
 * @type {[name: string, make: () => any, cost: { calls: number, imports: number, promises: number }][]}
 */
const COSTS = [
  ['a number', () => instance.numbers(1e6), { calls: 1, imports: 0, promises: 2 }],
  ['a number of a class', () => new instance.Numbers(1e6), { calls: 1, imports: 0, promises: 2 }],
  ['a string', () => instance.strings(1e6, 80), { calls: 1, imports: 0, promises: 2 }],
  ['bytes', () => instance.bytes(1e6, 80), { calls: 1, imports: 0, promises: 2 }],
  ['a record', () => instance.records(1e6), { calls: 1, imports: 0, promises: 2 }],
  ['an await', () => instance.awaiting(1e6, resolved), { calls: 2, imports: 1, promises: 3 }],
  [
    'an item of JavaScript',
    () => instance.relay(naturals()),
    { calls: 2, imports: 1, promises: 6 },
  ],
  /* One of them brings the microtask: queueMicrotask() makes none, and takes longer. */
  ['a coroutine that wakes it', () => instance.woken(1e6), { calls: 2, imports: 1, promises: 3 }],
  [
    'a number of a generator that runs ahead',
    () => instance.numbersAhead(1e6),
    { calls: 0, imports: 0, promises: 2 },
  ],
];

describe('an item costs no more calls and promises than', () => {
  for (const [name, make, cost] of COSTS) {
    it(`${name}: ${JSON.stringify(cost)}`, async () => {
      const iterator = make();
      hook.enable();
      assert.deepEqual(await costOf(iterator), cost);
      hook.disable();
    });
  }
});
