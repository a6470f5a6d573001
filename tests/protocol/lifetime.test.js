/** How long what an instance holds lives: until it is closed, or dropped, or has ended. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { after, describe, it } from 'node:test';

import * as module from '../../build/release/tests/protocol.mjs';
import { nothingLives, VirtualClock } from '../clock.js';
import { rejection } from '../rejection.js';

const clock = new VirtualClock();
const timed = module.open({ clock });
after(() => Promise.all([module, timed].map(nothingLives)));

const { gc } = /** @type {any} */ (globalThis);
const END = { value: undefined, done: true };
const turn = () => new Promise((resolve) => setImmediate(resolve));
const never = () => new Promise(() => {});

/**
 * Collects garbage until something has come of that.
 * @param {() => boolean} done
 */
async function collected(done) {
  for (let round = 0; round < 50 && !done(); round++) {
    /* What a WeakRef was asked for lives until the end of that turn. */
    await turn();
    gc();
    await clock.advance(0);
  }
  assert.ok(done());
}

describe('closing an iterator', () => {
  /** @type {Record<string, (iterator: any) => Promise<unknown>>} */
  const ways = { 'by close()': (iterator) => iterator.close() };
  if (Symbol.asyncDispose) {
    ways['by Symbol.asyncDispose'] = (iterator) => iterator[Symbol.asyncDispose]();
  }
  for (const [way, close] of Object.entries(ways)) {
    it(`${way} gives undefined when the cleanup is done`, async () => {
      const iterator = timed.guarded(5, { delay: 0.25 });
      await iterator.next();
      const closed = close(iterator);
      const order = /** @type {string[]} */ ([]);
      closed.then(() => order.push('closed'));
      const behind = iterator.next();
      await clock.advance(249);
      assert.deepEqual([order, timed.stats().coroutines], [[], 1]);
      await clock.advance(1);
      assert.deepEqual([order, timed.stats().coroutines], [['closed'], 0]);
      assert.deepEqual(
        [await closed, await behind, await close(iterator)],
        [undefined, END, undefined],
      );
    });

    it(`${way} waits for the request that is under way`, async () => {
      const closings = /** @type {string[]} */ ([]);
      /** @type {(result: any) => void} */
      let answer = () => {};
      const iterator = module.relay({
        [Symbol.asyncIterator]: () => ({
          next: () => new Promise((resolve) => (answer = resolve)),
          return() {
            closings.push('return');
            return Promise.resolve({ done: true, value: undefined });
          },
        }),
      });
      const next = iterator.next();
      const closed = close(iterator);
      await turn();
      assert.deepEqual(closings, []);
      answer({ value: 1 });
      assert.deepEqual([await next, await closed], [{ value: 1, done: false }, undefined]);
      assert.deepEqual(closings, ['return']);
    });

    it(`${way} runs nothing of a body that has not started, or has ended`, async () => {
      const unstarted = module.guarded(5, { fails: true });
      const ended = module.guarded(0, { fails: true });
      await ended.next();
      for (const iterator of [unstarted, ended]) {
        assert.equal(await close(iterator), undefined);
        assert.deepEqual(await iterator.next(), END);
      }
    });

    it(`${way} rejects with what goes wrong in the cleanup`, async () => {
      const iterator = module.guarded(5, { fails: true });
      await iterator.next();
      await assert.rejects(close(iterator), { name: 'RangeError', message: 'while cleaning up' });
      assert.equal(await close(iterator), undefined);
    });

    it(`${way} after a cancellation is told of no reason`, async () => {
      const controller = new AbortController();
      const iterator = module.guarded(5, { signal: controller.signal });
      await iterator.next();
      controller.abort(new Error('the reason'));
      assert.equal(await close(iterator), undefined);
    });

    it(`${way} needs an iterator of asyncfor`, async () => {
      const { prototype } = module.guarded;
      const borrowed = { close: prototype.close, [Symbol.asyncDispose]: prototype.close };
      await assert.rejects(close(borrowed), TypeError);
    });
  }
});

describe('an iterator that nobody refers to any more', () => {
  it('has its cleanup run to its end, with its awaits', async () => {
    const start = async () => void (await timed.guarded(5, { delay: 0.25 }).next());
    await Promise.all(Array.from({ length: 20 }, start));
    await collected(() => clock.pending > 0);
    await collected(() => clock.pending === 1);
    assert.equal(timed.stats().coroutines, 20);
    await clock.advance(250);
    assert.equal(timed.stats().coroutines, 0);
  });

  it('has the source closed that it was reading', async () => {
    const closed = /** @type {number[]} */ ([]);
    const source = async function* (/** @type {number} */ number) {
      try {
        yield* [1, 2, 3];
      } finally {
        closed.push(number);
      }
    };
    const start = async (/** @type {number} */ number) =>
      void (await module.relay(source(number)).next());
    for (let number = 0; number < 20; number++) await start(number);
    await collected(() => closed.length === 20);
    assert.equal(new Set(closed).size, 20);
  });

  it('leaves nothing on its signal, whether it has started or not', async () => {
    const { signal } = new AbortController();
    const start = async () => {
      await module.guarded(5, { signal }).next();
      module.guarded(5, { signal });
    };
    await Promise.all(Array.from({ length: 20 }, start));
    assert.deepEqual(
      [module.stats().coroutines, getEventListeners(signal, 'abort').length],
      [20, 1],
    );
    await collected(() => module.stats().coroutines === 0);
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
  });

  it('that waits stays until its signal aborts', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const reasons = /** @type {unknown[]} */ ([]);
    const start = () => {
      module
        .awaits(never(), { signal })
        .next()
        .catch((reason) => reasons.push(reason));
    };
    for (let count = 0; count < 20; count++) start();
    for (let round = 0; round < 5; round++) {
      await turn();
      gc();
    }
    assert.equal(module.stats().coroutines, 20);
    controller.abort('enough');
    await turn();
    assert.deepEqual([reasons.length, module.stats().coroutines], [20, 0]);
  });

  it('has an error of its cleanup told on the console', async (context) => {
    const told = /** @type {string[]} */ ([]);
    context.mock.method(console, 'error', (/** @type {string} */ text) => told.push(text));
    const start = async () => void (await module.guarded(5, { fails: true }).next());
    await start();
    await collected(() => told.length === 1);
    assert.match(told[0], /while cleaning up/);
  });
});

describe('stats()', () => {
  const opened = module.open();
  /** Coroutines, stacks and handles, and whether memory is held. */
  const figures = () => {
    const { coroutines, stacks, handles, allocations, bytes } = opened.stats();
    assert.equal(allocations > 0, bytes > 0);
    return [coroutines, stacks, handles, allocations > 0];
  };
  const NOTHING = [0, 0, 0, false];

  it('follows an iterator over a source', async () => {
    const source = (async function* () {
      yield {};
      yield {};
    })();
    assert.deepEqual(figures(), NOTHING);
    const iterator = opened.relay(source);
    assert.deepEqual(figures(), NOTHING);
    await iterator.next();
    /* The source, its iterator, the item. */
    assert.deepEqual(figures(), [1, 1, 3, true]);
    await iterator.next();
    assert.deepEqual(figures(), [1, 1, 3, true]);
    await iterator.next();
    assert.deepEqual(figures(), NOTHING);
  });

  it('follows calls that wait', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const pending = [1, 2, 3].map((count) => {
      const outcome = rejection(opened.settle(never(), { signal }));
      assert.deepEqual(figures(), [count, count, count, true]);
      return outcome;
    });
    controller.abort('enough');
    assert.deepEqual(await Promise.all(pending), [['enough'], ['enough'], ['enough']]);
    assert.deepEqual(figures(), NOTHING);
  });

  it('follows iterators that are handed to C', async () => {
    const inner = opened.guarded(5);
    const outer = opened.relay(inner);
    await outer.next();
    /* The inner iterator alone: C goes on with it directly. */
    assert.deepEqual(figures(), [2, 2, 1, true]);
    await outer.return();
    assert.deepEqual(figures(), NOTHING);
    assert.deepEqual(await inner.next(), END);

    const handed = opened.guarded(3);
    assert.equal(await opened.total(handed), 6);
    assert.deepEqual(figures(), NOTHING);
    assert.equal(await opened.total(opened.relay(opened.relay(opened.guarded(3)))), 6);
    assert.deepEqual(figures(), NOTHING);
  });

  it('falls to nothing after whatever is closed, fails or is refused', async () => {
    const object = {};
    const [closed, thrown] = [opened.mirror(), opened.mirror()];
    for (const iterator of /** @type {any[]} */ ([closed, thrown])) {
      await iterator.next();
      assert.deepEqual(await iterator.next(object), { value: object, done: false });
      assert.deepEqual(figures(), [1, 1, 0, true]);
      await (iterator === closed ? iterator.return(object) : rejection(iterator.throw(object)));
      assert.deepEqual(figures(), NOTHING);
    }
    await rejection(opened.settle(Promise.reject(object)));
    await rejection(
      opened.total({ [Symbol.asyncIterator]: () => /** @type {any} */ ({ next: () => 5 }) }),
    );
    await rejection(new opened.Ticker(1, { refuses: true }).next());
    const failing = opened.raises(3);
    await failing.next();
    await rejection(failing.next());
    assert.throws(() => opened.guarded(/** @type {any} */ ('five')), TypeError);
    await nothingLives(opened);
    assert.deepEqual(figures(), NOTHING);
  });

  it('gives the same figures after 1,000 waits that were given up', async () => {
    for (let count = 0; count < 1000; count++) {
      const controller = new AbortController();
      const { signal } = controller;
      const outcomes = [
        opened.settle(never(), { signal }),
        opened.awaits(never(), { signal }).next(),
        opened.spinner(10, { signal }).next(),
      ].map(rejection);
      controller.abort(count);
      assert.deepEqual(await Promise.all(outcomes), [[count], [count], [count]]);
      assert.deepEqual(figures(), NOTHING);
    }
  });
});

describe('what was handed to C', () => {
  /**
   * What each leaves for the garbage: it gives objects that nothing is to refer to then.
   * @type {Record<string, () => Promise<object[]>>}
   */
  const uses = {
    'an argument and the result': async () => {
      const value = {};
      const promise = Promise.resolve(value);
      await module.settle(promise);
      return [value, promise];
    },
    'a source that was read to its end, and its items': async () => {
      const items = [{}, {}];
      const source = (async function* () {
        yield* items;
      })();
      const iterator = module.relay(source);
      while (!(await iterator.next()).done);
      return [...items, source, iterator];
    },
    'an iterator that was closed before its start, and its arguments': async () => {
      const source = (async function* () {})();
      const iterator = module.relay(source);
      await iterator.return();
      return [source, iterator];
    },
    'what was sent, thrown and returned': async () => {
      const values = [{}, {}, {}];
      const iterators = /** @type {any[]} */ ([module.mirror(), module.mirror()]);
      for (const iterator of iterators) {
        await iterator.next();
        await iterator.next(values[0]);
      }
      await rejection(iterators[0].throw(values[1]));
      await iterators[1].return(values[2]);
      return [...values, ...iterators];
    },
    'a promise that never settles, given up, and the reason': async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const [promise, reason] = [never(), {}];
      const iterator = module.awaits(promise, { signal });
      const outcome = rejection(iterator.next());
      controller.abort(reason);
      await outcome;
      return [promise, reason, iterator, signal];
    },
    'an iterator of its own': async () => {
      const inner = module.guarded(2);
      await module.total(inner);
      return [inner];
    },
  };
  for (const [name, use] of Object.entries(uses)) {
    it(`is let go of: ${name}`, async () => {
      const references = (await use()).map((object) => new WeakRef(object));
      /* The last outcome lies where it was handed over until the next one comes. */
      await module.settle(0);
      await collected(() => references.every((reference) => reference.deref() === undefined));
    });
  }
});
