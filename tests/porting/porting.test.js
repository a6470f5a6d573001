/** Callbacks of C libraries that suspend, whichever library it is. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import { nothingLives } from '../clock.js';
import { Random } from '../differential/random.js';
import { rejection } from '../rejection.js';
import { Chunks, collect, cut, LIBRARIES } from './libraries.js';

const FAILED = new Error('of the source');
const AT_ONCE = 12;
const ABANDONED = 400;
const LITTLE_MEMORY = 4 * 2 ** 20;

/** Before the last of the input, which never comes. @param {Uint8Array} input */
const unfinished = (input) => new Chunks([input.subarray(0, -1), new Promise(() => {})]);

/** The ways to leave an iterator of which one item has been taken, with what comes of it. */
const LEAVE = {
  break: async (/** @type {AsyncGenerator} */ iterator) => {
    for await (const _ of iterator) break;
  },
  'return()': async (/** @type {AsyncGenerator} */ iterator) =>
    assert.deepEqual(await iterator.return(1), { done: true, value: 1 }),
  'throw()': async (/** @type {AsyncGenerator} */ iterator) =>
    assert.deepEqual(await rejection(iterator.throw(FAILED)), [FAILED]),
  'an aborted signal': async (
    /** @type {AsyncGenerator} */ iterator,
    /** @type {AbortController} */ controller,
  ) => {
    controller.abort(FAILED);
    assert.deepEqual(await rejection(iterator.next()), [FAILED]);
  },
};

for (const [what, { module, name, input }] of Object.entries(LIBRARIES)) {
  describe(what, () => {
    after(() => nothingLives(module));

    it('stops within a chunk while the consumer takes its time', async () => {
      const source = new Chunks([input]);
      const iterator = module[name](source);
      for (let taken = 0; taken < 3; taken++) {
        assert.equal((await iterator.next()).done, false);
        for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
        assert.equal(source.asked, 1);
      }
      await iterator.return();
      assert.deepEqual([source.asked, source.closed], [1, 1]);
    });

    it('lets the other iterators go on wherever it is suspended', async () => {
      const random = new Random(name);
      const chunks = cut(input, name);
      const alone = await collect(module[name](new Chunks(chunks)));
      assert.ok(alone.length > 5);
      const all = Array.from({ length: AT_ONCE }, () => ({
        iterator: module[name](new Chunks(chunks)),
        items: /** @type {unknown[]} */ ([]),
      }));
      const step = async (/** @type {(typeof all)[number]} */ { iterator, items }) => {
        const { done, value } = await iterator.next();
        if (!done) items.push(value);
        return done;
      };
      for (let rest = all; rest.length > 0;) {
        const chosen = rest.filter(() => random.chance(50));
        const ended = await Promise.all(chosen.map(step));
        rest = rest.filter((each) => !ended[chosen.indexOf(each)]);
      }
      for (const { items } of all) assert.deepEqual(items, alone);
    });

    for (const [way, leave] of Object.entries(LEAVE)) {
      it(`cleans up when it is left by ${way}`, async () => {
        const source = unfinished(input);
        const controller = new AbortController();
        const iterator = module[name](source, { signal: controller.signal });
        await iterator.next();
        await leave(iterator, controller);
        assert.equal(source.closed, 1);
        assert.equal((await iterator.next()).done, true);
        await nothingLives(module);
      });
    }

    it('cleans up when it is aborted while it waits for the source', async () => {
      const source = unfinished(input);
      const controller = new AbortController();
      const all = collect(module[name](source, { signal: controller.signal }));
      while (source.asked < 2) await new Promise(setImmediate);
      controller.abort(FAILED);
      assert.deepEqual(await rejection(all), [FAILED]);
      assert.equal(source.closed, 1);
    });

    it('passes on what the source throws, and does not close it then', async () => {
      const source = new Chunks([input.subarray(0, 100), Promise.reject(FAILED)]);
      assert.deepEqual(await rejection(collect(module[name](source))), [FAILED]);
      assert.deepEqual([source.asked, source.closed], [2, 0]);
    });

    it('refuses what gives no bytes, and what gives nothing at all', async () => {
      const source = new Chunks(['text']);
      const [wrong] = await rejection(collect(module[name](source)));
      assert.deepEqual([wrong.name, wrong.message], ['TypeError', 'expected bytes, got str']);
      assert.equal(source.closed, 1);
      assert.throws(() => module[name](1), { name: 'TypeError', message: /'source'/ });
    });

    it('leaves no memory of the library behind, however often it is left', async () => {
      const instance = module.open({ maximumMemory: LITTLE_MEMORY });
      const ways = Object.values(LEAVE);
      for (let count = 0; count < ABANDONED; count++) {
        const controller = new AbortController();
        const iterator = instance[name](unfinished(input), { signal: controller.signal });
        await iterator.next();
        await ways[count % ways.length](iterator, controller);
      }
      await nothingLives(instance);
    });
  });
}
