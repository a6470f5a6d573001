/** AbortSignals of all kinds, aborted at all times, and by whom it may be. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { after, describe, it } from 'node:test';

import * as module from '../../build/release/tests/cancellation.mjs';
import * as protocol from '../../build/release/tests/protocol.mjs';
import { nothingLives } from '../clock.js';
import { rejection } from '../rejection.js';

after(() => Promise.all([module, protocol].map(nothingLives)));

const END = { value: undefined, done: true };

/** @param {unknown} value @param {boolean} done */
const result = (value, done = false) => ({ value, done });

/** @param {AbortSignal} signal */
const listeners = (signal) => getEventListeners(signal, 'abort').length;

const never = () => new Promise(() => {});

describe('the rejection is the very reason', () => {
  /** A signal of another make, which has no reason. */
  class Old extends EventTarget {
    aborted = false;
    reason = undefined;
  }
  /** @type {Record<string, () => { signal: any, abort: () => unknown }>} */
  const signals = {};
  for (const reason of [new Error('e'), 'text', '', 0, NaN, null, Symbol('s'), {}, never()]) {
    signals[`${String(reason)} of type ${typeof reason}`] = () => {
      const controller = new AbortController();
      return { signal: controller.signal, abort: () => controller.abort(reason) };
    };
  }
  signals['that stands for undefined'] = () => {
    const controller = new AbortController();
    return { signal: controller.signal, abort: () => controller.abort() };
  };
  signals.undefined = () => {
    const signal = new Old();
    const abort = () => {
      signal.aborted = true;
      signal.dispatchEvent(new Event('abort'));
    };
    return { signal, abort };
  };
  signals['of AbortSignal.timeout()'] = () => {
    const signal = AbortSignal.timeout(1);
    return {
      signal,
      abort: () => new Promise((done) => signal.addEventListener('abort', done, { once: true })),
    };
  };
  signals['of AbortSignal.any()'] = () => {
    const controller = new AbortController();
    const signal = AbortSignal.any([new AbortController().signal, controller.signal]);
    return { signal, abort: () => controller.abort('any') };
  };
  for (const [name, make] of Object.entries(signals)) {
    it(name, async () => {
      const { signal, abort } = make();
      const iterator = module.waits('a sleep', undefined, { signal });
      const started = module.waits('a sleep', undefined, { items: 1, signal });
      await started.next();
      const [pending, called] = [
        rejection(iterator.next()),
        rejection(module.waiting('a promise', never(), { signal })),
      ];
      await abort();
      for (const outcome of [pending, called, rejection(started.next())]) {
        const [caught] = await outcome;
        assert.ok(Object.is(caught, signal.reason), String(caught));
      }
      assert.deepEqual(await iterator.next(), END);
      assert.deepEqual(await started.next(), END);
      assert.equal(listeners(signal), 0);
    });
  }
});

describe('a signal that has aborted', () => {
  it('has nothing run, then or later', async () => {
    const signal = AbortSignal.abort('before');
    const source = { [Symbol.asyncIterator]: () => assert.fail('it is opened') };
    const iterators = [
      protocol.relay(source, { signal }),
      protocol.calls(() => assert.fail('it runs'), { signal }),
    ];
    for (const iterator of iterators) {
      const outcomes = [rejection(iterator.next()), iterator.next(), iterator.next()];
      assert.deepEqual(await Promise.all(outcomes), [['before'], END, END]);
    }
    assert.deepEqual(await rejection(protocol.total(source, { signal })), ['before']);
    const returned = /** @type {any} */ (protocol.relay(source, { signal }));
    assert.deepEqual(await returned.return('v'), result('v', true));
    assert.equal(listeners(signal), 0);
  });

  it('before the first request, or before the instance is up, does the same', async () => {
    const bytes = await readFile(
      new URL('../../build/release/tests/cancellation.wasm', import.meta.url),
    );
    const opened = module.open({
      wasm: `data:application/wasm;base64,${bytes.toString('base64')}`,
    });
    const controller = new AbortController();
    const { signal } = controller;
    const late = opened.waits('a sleep', undefined, { items: 1, signal });
    const outcomes = [late.next(), opened.waiting('a sleep', undefined, { signal })].map(rejection);
    const unasked = protocol.calls(() => assert.fail('it runs'), { signal });
    controller.abort('meanwhile');
    outcomes.push(rejection(unasked.next()));
    for (const outcome of outcomes) assert.deepEqual(await outcome, ['meanwhile']);
    assert.deepEqual([await late.next(), await unasked.next()], [END, END]);
    await nothingLives(opened);
  });

  it('after the end does nothing', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const ended = [
      protocol.guarded(1, { signal }),
      protocol.guarded(1, { signal }),
      protocol.raises(0, { signal }),
    ];
    await ended[0].next();
    await ended[0].next();
    await ended[1].next();
    await ended[1].return();
    await ended[2].next();
    await assert.rejects(ended[2].next(), TypeError);
    assert.equal(await protocol.settle(1, { signal }), 1);
    assert.equal(listeners(signal), 0);
    controller.abort();
    for (const iterator of ended) assert.deepEqual(await iterator.next(), END);
  });
});

describe('aborted from inside', () => {
  /** @type {Record<string, (abort: () => void, signal: AbortSignal) => AsyncGenerator<any>>} */
  const insides = {
    'a call that C makes': (abort, signal) => protocol.calls(abort, { items: 2, signal }),
    'a call of a generator that it awaits': (abort, signal) =>
      protocol.nests(abort, { items: 2, signal }),
    'a call behind a wait of that': (abort, signal) =>
      protocol.nests(abort, { items: 2, waits: true, signal }),
  };
  for (const [name, create] of Object.entries(insides)) {
    it(`${name}, it comes once the body is suspended`, async () => {
      const controller = new AbortController();
      const iterator = create(() => controller.abort('inside'), controller.signal);
      assert.deepEqual(await iterator.next(), result(0));
      assert.deepEqual(await rejection(iterator.next()), ['inside']);
      assert.deepEqual(await iterator.next(), END);
    });
  }

  /** @type {Record<string, (abort: () => void) => any>} */
  const answers = {
    'next()': (abort) => (abort(), never()),
    'next(), which answers': (abort) => (abort(), { done: false, value: 1 }),
    'the getter of then': (abort) => ({
      get then() {
        return void abort();
      },
    }),
    'a then()': (abort) => ({ then: abort }),
    'the getter of done': (abort) => ({
      get done() {
        return void abort();
      },
    }),
    'a getter of done that throws': (abort) => ({
      get done() {
        abort();
        throw new Error('done');
      },
    }),
    'the getter of value': (abort) => ({
      get value() {
        return void abort();
      },
    }),
  };
  for (const [name, answer] of Object.entries(answers)) {
    it(`${name} of a source, it interrupts the wait for that`, async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const calls = /** @type {string[]} */ ([]);
      const source = /** @type {AsyncIterable<any>} */ ({
        [Symbol.asyncIterator]: () => ({
          next() {
            calls.push('next');
            return calls.length === 1 ? { value: 1 } : answer(() => controller.abort('inside'));
          },
          return() {
            calls.push('return');
            return {};
          },
        }),
      });
      const iterator = protocol.relay(source, { signal });
      assert.deepEqual(await iterator.next(), result(1));
      assert.deepEqual(await rejection(iterator.next()), ['inside']);
      assert.deepEqual(await iterator.next(), END);
      assert.deepEqual(calls, ['next', 'next', 'return']);
      await nothingLives(protocol);
    });
  }

  it('the getter of then of what return() was given', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const iterator = /** @type {any} */ (protocol.guarded(3, { signal }));
    await iterator.next();
    const given = {
      get then() {
        return void controller.abort('inside');
      },
    };
    assert.deepEqual(await rejection(iterator.return(given)), ['inside']);
    assert.deepEqual(await iterator.next(), END);
  });

  it('the getter of the signal, it is read once', async () => {
    const controller = new AbortController();
    let reads = 0;
    const options = {
      get signal() {
        if (reads++ === 0) controller.abort('inside');
        return controller.signal;
      },
    };
    const iterator = protocol.calls(() => assert.fail('it runs'), options);
    assert.deepEqual([await rejection(iterator.next()), reads], [['inside'], 1]);
  });

  it('a getter of the options, nothing runs', async () => {
    const controller = new AbortController();
    const options = {
      signal: controller.signal,
      get items() {
        controller.abort('inside');
        return 1;
      },
    };
    const iterator = protocol.calls(() => assert.fail('it runs'), options);
    assert.deepEqual(await rejection(iterator.next()), ['inside']);
  });

  it('a listener of its own, requests made there come before or behind as they are made', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const made = /** @type {Promise<any>[]} */ ([]);
    /** @type {Record<string, any>} */
    const iterators = {};
    signal.addEventListener('abort', () => {
      made.push(iterators.next.next(), iterators.return.return(7), iterators.pending.next());
    });
    for (const name of ['next', 'return', 'pending']) {
      iterators[name] = module.waits('a sleep', undefined, { items: 2, signal });
      await iterators[name].next();
    }
    await iterators.pending.next();
    const pending = iterators.pending.next();
    controller.abort('outside');
    assert.deepEqual(await Promise.all([made[0], made[1], rejection(pending), made[2]]), [
      result(1),
      result(7, true),
      ['outside'],
      END,
    ]);
    assert.deepEqual(await rejection(iterators.next.next()), ['outside']);
  });
});

describe('one signal', () => {
  it('cancels 1,000 iterators, at yields, in waits and not started', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const iterators = Array.from({ length: 1000 }, (_, index) =>
      module.waits('a sleep', undefined, { items: index % 2, signal }),
    );
    const started = iterators.slice(0, 900);
    const first = started.map((iterator) => iterator.next());
    await Promise.all(first.filter((_, index) => index % 2 === 1));
    assert.equal(listeners(signal), 1);
    controller.abort('all');
    const outcomes = iterators.map((iterator, index) =>
      rejection(index < 900 && index % 2 === 0 ? first[index] : iterator.next()),
    );
    for (const [reason] of await Promise.all(outcomes)) assert.equal(reason, 'all');
    assert.equal(listeners(signal), 0);
    await nothingLives(module);
  });

  it('that lives on does not keep what was dropped', async () => {
    const { gc } = /** @type {any} */ (globalThis);
    const { signal } = new AbortController();
    const start = async () =>
      void (await module.waits('a sleep', null, { items: 1, signal }).next());
    await Promise.all(Array.from({ length: 100 }, start));
    assert.deepEqual([module.stats().coroutines, listeners(signal)], [100, 1]);
    for (let round = 0; round < 50 && module.stats().coroutines > 0; round++) {
      gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual([module.stats().coroutines, listeners(signal)], [0, 0]);
  });
});
