/** A debug build says what lives, and where each coroutine was made. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import * as debug from '../../build/debug/tests/protocol.mjs';
import * as release from '../../build/release/tests/protocol.mjs';
import { VirtualClock, nothingLives } from '../clock.js';

after(() => Promise.all([debug, release].map(nothingLives)));

describe('stats()', () => {
  it('of a debug build names each coroutine, its state and its birthplace', async () => {
    async function* waits() {
      yield 1;
      await new Promise(() => {});
    }
    const controller = new AbortController();
    const { signal } = controller;
    const iterator = debug.relay(waits(), { signal });
    await iterator.next();
    const pending = iterator.next();
    const ticker = new debug.Ticker(3);
    await ticker.next();
    const made = debug.total(debug.relay(waits(), { signal }), { signal });
    const live = /** @type {{ name: string, state: string, madeAt: string }[]} */ (
      debug.stats().live
    );
    assert.deepEqual(
      live.map(({ name, state }) => [name, state]),
      [
        ['relay', 'awaiting'],
        ['Ticker', 'yielded'],
        ['total', 'awaiting'],
        ['relay', 'awaiting'],
      ],
    );
    for (const { name, madeAt } of live) {
      assert.match(madeAt.split('\n')[0], /debug\.test\.js:\d+:\d+/, name);
    }
    controller.abort();
    await Promise.allSettled([pending, made, ticker.return()]);
    assert.deepEqual(debug.stats().live, []);
  });

  it('of a release build only counts', () => assert.equal('live' in release.stats(), false));
});

async function* endless() {
  yield 1;
  await new Promise(() => {});
}

/** What the tests look at of each coroutine. @param {debug.Coroutine[]} roots @returns {any[]} */
const shapes = (roots) =>
  roots.map(({ name, state, waitsFor, since, awaited }) => [
    `${name} ${state} ${waitsFor} ${since}`,
    ...shapes(awaited),
  ]);

describe('dump()', () => {
  it('is a tree of what waits for what, since when', async () => {
    const clock = new VirtualClock();
    const instance = debug.open({ clock });
    const controller = new AbortController();
    const { signal } = controller;
    const pending = [];
    pending.push(instance.total(instance.relay(endless(), { signal }), { signal }));
    await clock.settle();
    await clock.advance(250);
    const sleeper = instance.calls(() => {}, { items: 1, waits: true, signal });
    pending.push(sleeper.next());
    await clock.advance(50);
    pending.push(sleeper.next());
    await clock.advance(1000);
    const idle = instance.mirror();
    await idle.next();
    const dump = instance.dump();
    assert.deepEqual(shapes(dump), [
      ["total awaiting generator 'relay' 0", ['relay awaiting JavaScript 0']],
      ['calls awaiting a timer, 3599000 ms to go 300'],
      ['mirror yielded undefined 1300'],
    ]);
    const lines = String(dump).split('\n');
    assert.match(
      lines[0],
      /^total: awaiting, generator 'relay', for 1300 ms, made at .*debug\.test/,
    );
    assert.match(lines[1], /^ {2}relay: awaiting, JavaScript, for 1300 ms, made at .*debug\.test/);
    assert.match(lines[3], /^mirror: yielded, for 0 ms, made at .*debug\.test\.js:\d+:\d+\)?$/);
    assert.equal(lines.length, 4);
    controller.abort();
    const ended = Promise.allSettled([...pending, idle.return()]);
    await clock.advance(1000);
    await ended;
    await nothingLives(instance);
    assert.deepEqual(shapes(instance.dump()), []);
    assert.equal(String(instance.dump()), '');
  });

  it('is not in a release build, nor is trace()', () => {
    for (const name of ['dump', 'trace']) assert.equal(name in release, false);
  });
});

describe('trace()', () => {
  /** @param {(instance: debug.Members) => void} use */
  async function traced(use) {
    const clock = new VirtualClock();
    const instance = debug.open({ clock });
    await instance.ready();
    /** @type {string[]} */
    const told = [];
    instance.trace(({ kind, name, awaits, time }) => {
      told.push([kind, name, ...(awaits ? [awaits] : []), `at ${time}`].join(' '));
    });
    use(instance);
    await clock.advance(5);
    return { clock, instance, told };
  }

  it('tells each enter, await, suspension and outcome, in their order', async () => {
    const { instance, told } = await traced(async ({ total, relay }) => {
      async function* three() {
        yield 1;
        await null;
        yield 2;
      }
      await total(relay(three()));
    });
    /* Each request for an item waits for JavaScript: two items, and the end. */
    const request = [
      'enter relay',
      'suspend relay JavaScript',
      "suspend total generator 'relay'",
      'enter relay',
      'settle relay',
      'enter total',
    ];
    assert.deepEqual(
      told.map((line) => line.replace(/ at 0$/, '')),
      ['enter total', ...request, ...request, ...request, 'settle total'],
    );
    told.length = 0;
    instance.trace(undefined);
    await instance.total(instance.relay((async function* none() {})()));
    assert.deepEqual(told, []);
    await nothingLives(instance);
  });

  it('takes what its hook throws for an error of the host, and tells it all the rest', async () => {
    const instance = debug.open();
    await instance.ready();
    /** @type {any[]} */
    const thrown = [];
    let told = 0;
    process.setUncaughtExceptionCaptureCallback((error) => thrown.push(error));
    instance.trace(() => {
      throw new Error(`of the hook, ${++told}`);
    });
    for await (const item of instance.spinner(1)) assert.equal(item, 1);
    instance.trace(undefined);
    await new Promise((resolve) => setImmediate(resolve));
    process.setUncaughtExceptionCaptureCallback(null);
    assert.ok(told >= 2, String(told));
    assert.deepEqual(
      thrown.map(({ message }) => message),
      Array.from({ length: told }, (_, index) => `of the hook, ${index + 1}`),
    );
    await nothingLives(instance);
  });

  it('lets its hook call the module', async () => {
    const instance = debug.open();
    await instance.ready();
    /** @type {Promise<any>[]} */
    const others = [];
    instance.trace(() => {
      if (others.length < 3) others.push(instance.spinner(1).next());
    });
    assert.equal((await instance.spinner(1).next()).done, false);
    assert.deepEqual(
      (await Promise.all(others)).map(({ done }) => done),
      [false, false, false],
    );
    instance.trace(undefined);
  });

  it('refuses a hook that is no function', () => {
    assert.throws(() => debug.trace(/** @type {any} */ (null)), {
      name: 'TypeError',
      message: 'trace(): the hook must be a function or undefined, got null',
    });
  });
});

describe('an object that is released too often', () => {
  it('is told by its name', async (context) => {
    const { mock } = context.mock.method(console, 'error', () => {});
    const instance = debug.open();
    assert.equal(await instance.releases(1), undefined);
    await assert.rejects(instance.releases(2), { code: 'InstanceDied' });
    assert.deepEqual(
      mock.calls.map((call) => call.arguments),
      [["asyncfor: async_release(): the 'list' object has been released too often"]],
    );
  });
});

describe('an overflow', () => {
  it('ends a debug build before anything else is overwritten', async () => {
    const instance = debug.open();
    await assert.rejects(instance.overflows().next(), {
      code: 'InstanceDied',
      message:
        "the asyncfor instance died: unreachable in the coroutine 'overflows' (if it needs more " +
        'stack than its 1016 bytes, declare more with ASYNC_STACK)',
    });
  });
});
