/** An AbortSignal in the options of an export: what it interrupts, and what comes of that. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { after, describe, it } from 'node:test';

import * as module from '../../build/release/tests/cancellation.mjs';
import * as protocol from '../../build/release/tests/protocol.mjs';
import { nothingLives, VirtualClock } from '../clock.js';
import { rejection } from '../rejection.js';

const clock = new VirtualClock();
const timed = module.open({ clock });
after(() => Promise.all([module, timed, protocol].map(nothingLives)));

const END = { value: undefined, done: true };

/** @param {unknown} value @param {boolean} done */
const result = (value, done = false) => ({ value, done });

/** @param {AbortSignal} signal */
const listeners = (signal) => getEventListeners(signal, 'abort').length;

const never = () => new Promise(() => {});

/**
 * A promise with what has come of it so far.
 * @param {Promise<unknown>} promise
 */
function watched(promise) {
  const state = { promise, settledAt: /** @type {number | undefined} */ (undefined) };
  const settled = () => void (state.settledAt = clock.now());
  promise.then(settled, settled);
  return state;
}

/**
 * An iterator whose next() never answers.
 * @param {() => any} close what its return() gives
 */
function silent(close) {
  const calls = /** @type {string[]} */ ([]);
  const iterator = {
    next() {
      calls.push('next');
      return never();
    },
    return() {
      calls.push('return');
      return close();
    },
  };
  return { calls, [Symbol.asyncIterator]: () => iterator };
}

/** What C waits in, by the name of the place, and with which value. */
const PLACES = /** @type {Record<string, () => unknown>} */ ({
  'a sleep': () => undefined,
  'a promise': never,
  'a thenable': () => ({ then() {} }),
  'a source': () => silent(() => ({})),
  'a generator': () => undefined,
  'a function': () => undefined,
  'a task': () => undefined,
  'a gathering': () => undefined,
  'a limit of time': () => undefined,
  'a future': () => undefined,
  'a lock': () => undefined,
  'a queue': () => undefined,
  'an event': () => undefined,
});

/** @param {string} place as C knows it */
const inC = (place) => (place === 'a thenable' ? 'a promise' : place);

describe('a body that waits is interrupted', () => {
  for (const [place, value] of Object.entries(PLACES)) {
    for (const kind of /** @type {const} */ (['iterator', 'function'])) {
      it(`in ${place}, and rejects once its cleanup is done (${kind})`, async () => {
        const controller = new AbortController();
        const options = { signal: controller.signal, delay: 0.25 };
        const reason = new Error('enough');
        const iterator =
          kind === 'iterator' ? timed.waits(inC(place), value(), options) : undefined;
        const pending = watched(iterator?.next() ?? timed.waiting(inC(place), value(), options));
        const queued = watched(
          Promise.all([iterator?.next(), /** @type {any} */ (iterator)?.return('late')]),
        );
        await clock.advance(1000);
        assert.deepEqual([pending.settledAt, listeners(controller.signal)], [undefined, 1]);
        controller.abort(reason);
        assert.equal(listeners(controller.signal), 0);
        const start = clock.now();
        await clock.advance(249);
        assert.equal(pending.settledAt, undefined);
        await clock.advance(1);
        assert.equal(pending.settledAt, start + 250);
        assert.deepEqual(await rejection(pending.promise), [reason]);
        if (iterator) assert.deepEqual(await queued.promise, [END, result('late', true)]);
        assert.equal(clock.pending, 0);
        await nothingLives(timed);
      });
    }
  }
});

describe('the source that C was reading is closed', () => {
  const reason = new Error('enough');
  const thrower = () => {
    throw new Error('while closing');
  };
  /** @type {Record<string, [close: () => any, milliseconds: number]>} */
  const closings = {
    'by a return() that answers at once': [() => ({}), 0],
    'by one that answers later': [
      () => new Promise((done) => clock.setTimeout(() => done({}), 60)),
      60,
    ],
    'by one that never answers, in 100 ms': [never, 100],
    'by one that throws': [thrower, 0],
    'by one that rejects': [async () => thrower(), 0],
    'by one that gives no object': [() => 1, 0],
  };
  for (const [name, [close, milliseconds]] of Object.entries(closings)) {
    it(name, async () => {
      for (const kind of /** @type {const} */ (['waits', 'waiting'])) {
        const controller = new AbortController();
        const { signal } = controller;
        const source = silent(close);
        const made = timed[kind]('a source', source, { signal });
        const pending = watched('next' in made ? made.next() : made);
        await clock.settle();
        const start = clock.now();
        controller.abort(reason);
        await clock.advance(200);
        assert.deepEqual(await rejection(pending.promise), [reason]);
        assert.equal(pending.settledAt, start + milliseconds);
        assert.deepEqual([source.calls, clock.pending], [['next', 'return'], 0]);
      }
    });
  }

  it('an async generator that waits for ever, too; when it goes on, it ends', async () => {
    /** @type {(value?: unknown) => void} */
    let answer = () => {};
    const seen = /** @type {string[]} */ ([]);
    const source = (async function* () {
      try {
        await new Promise((resolve) => (answer = resolve));
        yield 1;
        seen.push('went on');
      } finally {
        seen.push('closed');
      }
    })();
    const controller = new AbortController();
    const pending = timed.waiting('a source', source, { signal: controller.signal });
    await clock.settle();
    controller.abort(reason);
    const outcome = rejection(pending);
    await clock.advance(100);
    assert.deepEqual([await outcome, seen], [[reason], []]);
    answer();
    await clock.settle();
    assert.deepEqual(seen, ['closed']);
  });

  it('where the body is at a yield, without a limit of time', async () => {
    const seen = /** @type {string[]} */ ([]);
    const controller = new AbortController();
    const iterator = protocol.relay(
      (async function* () {
        try {
          yield 1;
        } finally {
          await clock.settle();
          seen.push('closed');
        }
      })(),
      { signal: controller.signal },
    );
    await iterator.next();
    controller.abort(reason);
    assert.deepEqual(await rejection(iterator.next()), [reason]);
    assert.deepEqual(seen, ['closed']);
  });
});

describe('a body that has its own way', () => {
  const reason = new Error('enough');
  const FAILED = { name: 'RangeError', message: 'while cleaning up' };

  /**
   * @param {string} then what the body does
   * @param {number} items so many come first: then it is at a yield
   */
  async function interrupted(then, items) {
    const controller = new AbortController();
    const { signal } = controller;
    const iterator = module.waits('a sleep', undefined, { items, then, signal });
    const pending = iterator.next();
    if (items > 0) await pending;
    controller.abort(reason);
    return { iterator, outcome: items > 0 ? iterator.next() : pending };
  }

  for (const [where, items] of Object.entries({ 'while it waits': 0, 'at a yield': 1 })) {
    it(`goes on after a cancellation that it swallows (${where})`, async () => {
      const { iterator, outcome } = await interrupted('yield', items);
      const promises = [outcome, iterator.next(), iterator.next(), iterator.next()];
      assert.deepEqual(await Promise.all(promises), [
        result('swallowed'),
        result('and on'),
        result('swallowed', true),
        END,
      ]);
    });

    it(`ends with what it returns (${where})`, async () => {
      const { iterator, outcome } = await interrupted('return', items);
      assert.deepEqual(await outcome, result('swallowed', true));
      assert.deepEqual(await iterator.next(), END);
    });

    it(`ends with the error of a cleanup that fails (${where})`, async () => {
      const { iterator, outcome } = await interrupted('fail', items);
      await assert.rejects(outcome, FAILED);
      assert.deepEqual(await iterator.next(), END);
    });
  }

  it('as a function fulfills or rejects with that', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const [swallowed, failed] = ['return', 'fail'].map((then) =>
      module.waiting('a sleep', undefined, { then, signal }),
    );
    controller.abort(reason);
    assert.equal(await swallowed, 'swallowed');
    await assert.rejects(failed, FAILED);
  });
});

describe('between two requests', () => {
  const reason = new Error('enough');

  /** @param {string} [then] */
  async function cancelled(then) {
    const controller = new AbortController();
    const { signal } = controller;
    const iterator = /** @type {AsyncGenerator<any, any, any>} */ (
      timed.waits('a sleep', undefined, { items: 5, delay: 0.25, then, signal })
    );
    await iterator.next();
    controller.abort(reason);
    assert.equal(listeners(signal), 0);
    return iterator;
  }

  it('the cleanup runs at once, and the next request is told of it, once', async () => {
    const start = clock.now();
    const [silently, late, early] = [await cancelled(), await cancelled(), await cancelled()];
    const pending = watched(early.next());
    const behind = early.next();
    assert.equal(timed.stats().coroutines, 3);
    await clock.advance(250);
    assert.equal(timed.stats().coroutines, 0);
    assert.equal(pending.settledAt, start + 250);
    for (const outcome of [pending.promise, late.next()]) {
      assert.deepEqual(await rejection(outcome), [reason]);
    }
    assert.deepEqual([await behind, await late.next(), await early.next()], [END, END, END]);
    assert.deepEqual(await late.return('v'), result('v', true));
    void silently;
  });

  for (const [when, milliseconds] of Object.entries({ during: 0, after: 250 })) {
    it(`return() and throw() ${when} the cleanup are what they ask for`, async () => {
      const [returned, thrown, swallowing] = [
        await cancelled(),
        await cancelled(),
        await cancelled('yield'),
      ];
      await clock.advance(milliseconds);
      const error = new Error('thrown');
      const outcomes = Promise.all([
        returned.return('v'),
        returned.next(),
        rejection(thrown.throw(error)),
        thrown.next(),
        swallowing.return('v'),
        swallowing.next(),
      ]);
      await clock.advance(250);
      assert.deepEqual(await outcomes, [
        result('v', true),
        END,
        [error],
        END,
        result('v', true),
        END,
      ]);
    });

    it(`they reject with what went wrong in it (${when})`, async () => {
      const [returned, thrown] = [await cancelled('fail'), await cancelled('fail')];
      await clock.advance(milliseconds);
      const outcomes = [returned.return('v'), thrown.throw(new Error('thrown'))].map(rejection);
      await clock.advance(250);
      for (const outcome of outcomes) {
        assert.equal((await outcome)[0].message, 'while cleaning up');
      }
      assert.deepEqual([await returned.next(), await thrown.return('v')], [END, result('v', true)]);
    });
  }

  it('a return() that waits for what it was given gives that up', async () => {
    const controller = new AbortController();
    const iterator = module.waits('a sleep', undefined, { items: 2, signal: controller.signal });
    await iterator.next();
    const outcomes = [
      rejection(/** @type {AsyncGenerator<any, any, any>} */ (iterator).return(never())),
      iterator.next(),
    ];
    controller.abort(reason);
    assert.deepEqual(await Promise.all(outcomes), [[reason], END]);
  });
});

describe('an iterator that a task in C loops over', () => {
  const reason = new Error('enough');

  it('and that is cancelled raises the reason there; the task itself is not cancelled', async () => {
    for (const [place, value] of Object.entries(PLACES)) {
      const controller = new AbortController();
      const options = { items: 1, signal: controller.signal };
      const iterator = module.waits(inC(place), value(), options);
      const outcome = module.consumes(iterator);
      await clock.settle();
      controller.abort(reason);
      assert.deepEqual(await outcome, ['JavaScriptError', 0, reason], place);
      assert.deepEqual([await iterator.next(), listeners(controller.signal)], [END, 0]);
    }
  });

  it('the same while the loop does something else, and with requests behind', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const iterator = timed.waits('a sleep', undefined, { items: 5, delay: 0.1, signal });
    const outcome = timed.consumes(iterator, { delay: 1 });
    await clock.advance(1500);
    controller.abort(reason);
    await clock.advance(500);
    assert.deepEqual(await outcome, ['JavaScriptError', 0, reason]);
    assert.deepEqual(await iterator.next(), END);
  });

  it('the same where it has its turn behind a request of JavaScript', async () => {
    const controller = new AbortController();
    /** @type {(value: unknown) => void} */
    let answer = () => {};
    const value = { then: (/** @type {any} */ resolve) => void (answer = resolve) };
    const iterator = protocol.awaits(value, { signal: controller.signal });
    const first = iterator.next().finally(() => controller.abort(reason));
    await clock.settle();
    const outcomes = [first, rejection(protocol.total(iterator)), iterator.next()];
    answer(1);
    assert.deepEqual(await Promise.all(outcomes), [result(1), [reason], END]);
  });

  it('the same where it is opened, and not started', async () => {
    const controller = new AbortController();
    const iterator = timed.waits('a sleep', undefined, {
      items: 1,
      signal: controller.signal,
    });
    const outcome = rejection(timed.opens(iterator));
    await clock.settle();
    controller.abort(reason);
    await clock.advance(3_600_000);
    assert.deepEqual([await outcome, await iterator.next()], [[reason], END]);
  });

  it('swallows it, and the loop goes on', async () => {
    for (const delay of [0, 1]) {
      const controller = new AbortController();
      const options = { items: 2, then: 'yield', signal: controller.signal };
      const outcome = timed.consumes(timed.waits('a sleep', undefined, options), { delay });
      await clock.advance(500);
      controller.abort(reason);
      await clock.advance(5000);
      assert.deepEqual(await outcome, ['none', 0, undefined]);
    }
  });

  it('is interrupted by the signal of the loop as by a cancellation, also if it is its own', async () => {
    for (const own of [false, true]) {
      const controller = new AbortController();
      const { signal } = controller;
      const iterator = module.waits('a sleep', undefined, own ? { signal } : {});
      const outcome = module.consumes(iterator, { signal });
      await clock.settle();
      controller.abort(reason);
      const [type, cancelling] = await outcome;
      assert.deepEqual([type, cancelling], ['CancelledError', 1]);
      assert.deepEqual(await iterator.next(), END);
    }
  });
});
