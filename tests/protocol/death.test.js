/** Instances that C ends: by a trap, by abort() or exit(), or by an overflow. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { after, describe, it } from 'node:test';

import * as module from '../../build/release/tests/protocol.mjs';
import { nothingLives, VirtualClock } from '../clock.js';
import { rejection } from '../rejection.js';

after(() => nothingLives(module));

const clock = new VirtualClock();
const END = { value: undefined, done: true };
const never = () => new Promise(() => {});

/** An iterable whose next() never answers. */
const silent = () => ({ [Symbol.asyncIterator]: () => ({ next: never }) });

/** An iterable whose only next() does something and gives what that gives. */
const once = (/** @type {() => any} */ next) => ({
  [Symbol.asyncIterator]: () => /** @type {any} */ ({ next, return: () => ({}) }),
});

/**
 * @typedef {import('../../build/release/tests/protocol.mjs').Members} Instance
 * @typedef {AsyncGenerator<any, any, any> & { close(): Promise<void> }} Generator
 */

/** @type {Record<string, [die: (instance: Instance) => Promise<unknown>, code: string, message: RegExp, cause: any]>} */
const ENDS = {
  'a trap': [
    (instance) => instance.traps(),
    'InstanceDied',
    /^the asyncfor instance died: .* in the coroutine 'traps' \(if it needs more stack/,
    { name: 'RuntimeError' },
  ],
  'a call of NULL': [
    (instance) => instance.dies(0),
    'InstanceDied',
    /^the asyncfor instance died: .* in the coroutine 'dies'/,
    { name: 'RuntimeError' },
  ],
  'abort()': [
    (instance) => instance.dies(1),
    'InstanceDied',
    /^the asyncfor instance died: /,
    { name: /^(RuntimeError|Error)$/ },
  ],
  'exit(3)': [
    (instance) => instance.dies(2),
    'InstanceDied',
    /^the asyncfor instance died: the C code called exit\(3\)$/,
    { name: 'Error', message: 'the C code called exit(3)', code: 3 },
  ],
  'an overflow': [
    (instance) => instance.overflows().next(),
    'StackOverflow',
    /^coroutine 'overflows' overflowed its stack: /,
    undefined,
  ],
};

/**
 * Calls and requests of all kinds that wait, and iterators that do not.
 * @param {Instance} instance
 * @param {AbortSignal} signal
 */
async function occupy(instance, signal) {
  const guarded = () => /** @type {Generator} */ (instance.guarded(5, { delay: 3600, signal }));
  const waits = /** @type {Generator} */ (instance.awaits(never(), { signal }));
  const consumed = instance.awaits(never());
  const sleeps = guarded();
  const held = guarded();
  const told = guarded();
  const idle = guarded();
  for (const iterator of [sleeps, held, idle]) await iterator.next();
  const controller = new AbortController();
  const cancelled = /** @type {Generator} */ (
    instance.guarded(5, { delay: 3600, signal: controller.signal })
  );
  await cancelled.next();
  controller.abort();
  const ended = /** @type {Generator} */ (instance.guarded(0));
  await ended.next();
  const pending = {
    'a next() that waits for a promise': waits.next(),
    'one queued behind it': waits.next(),
    'a return() queued there': waits.return(1),
    'a throw() queued there': waits.throw(new Error('queued')),
    'a return() whose cleanup sleeps': sleeps.return(1),
    'one queued behind that': sleeps.next(),
    'a return() that waits for what it was given': held.return(never()),
    'a function that waits for a promise': instance.settle(never(), { signal }),
    'a loop over a source': instance.total(silent(), { signal }),
    'a loop over an iterator of C': instance.total(consumed),
    'a request behind the loop': consumed.next(),
    'what follows a cancellation': cancelled.next(),
    'a spinner': instance.spinner(1_000_000).next(),
  };
  return { pending, iterators: { waits, sleeps, held, idle, told, cancelled, ended } };
}

describe('an instance ends by', () => {
  for (const [how, [die, code, message, cause]] of Object.entries(ENDS)) {
    it(`${how}: all that waits and comes rejects with one error, and nothing is left`, async () => {
      const instance = module.open({ clock });
      const other = module.open();
      const controller = new AbortController();
      const { signal } = controller;
      const { pending, iterators } = await occupy(instance, signal);
      const alive = [other.guarded(5), other.awaits(Promise.resolve(1))];
      await Promise.all(alive.map((iterator) => iterator.next()));
      await clock.settle();
      assert.equal(instance.stats().coroutines, 10);

      const outcomes = Object.entries(pending).map(([name, promise]) => [name, rejection(promise)]);
      const [error] = await rejection(die(instance));
      assert.deepEqual([error.name, error.code], ['AsyncforError', code]);
      assert.match(error.message, message);
      if (cause) await assert.rejects(Promise.reject(error.cause), cause);
      else assert.equal(error.cause, undefined);
      for (const [name, outcome] of /** @type {[string, Promise<[any]>][]} */ (outcomes)) {
        assert.equal((await outcome)[0], error, name);
      }
      for (const [name, iterator] of Object.entries(iterators)) {
        for (const method of /** @type {const} */ (['next', 'return', 'throw'])) {
          const [later] = await rejection(iterator[method](new Error('later')));
          assert.equal(later, error, `${method}() of ${name}`);
        }
        assert.deepEqual(await rejection(iterator.close()), [error]);
      }
      assert.deepEqual(getEventListeners(signal, 'abort'), []);
      controller.abort();
      await clock.settle();

      assert.deepEqual(await alive[0].next(), { value: 2, done: false });
      assert.deepEqual(await alive[1].next(), { value: 1, done: false });
      assert.deepEqual(await other.settle(5), 5);
      await Promise.all(alive.map((iterator) => iterator.return(undefined)));
      await nothingLives(other);

      const fresh = instance.awaits(Promise.resolve(1));
      assert.deepEqual(await fresh.next(), { value: 1, done: false });
      assert.equal(instance.stats().coroutines, 1);
      await fresh.return();
      await nothingLives(instance);
      await clock.advance(0);
      assert.equal(clock.pending, 0);
    });
  }

  it('a trap of the default instance: the next call of an export is of a fresh one', async () => {
    const { guarded } = module;
    const [before, unstarted] = [guarded(5), guarded(5)];
    await before.next();
    const [error] = await rejection(module.traps());
    assert.deepEqual(await guarded(5).return(), END);
    const fresh = guarded(5);
    assert.deepEqual(await fresh.next(), { value: 1, done: false });
    for (const iterator of [before, unstarted]) {
      assert.deepEqual(await rejection(iterator.next()), [error]);
    }
    const [again] = await rejection(module.dies(2));
    assert.notEqual(again, error);
    assert.deepEqual(await rejection(fresh.next()), [again]);
    assert.deepEqual(await rejection(before.next()), [error]);
    await module.ready();
    assert.equal(module.stats().coroutines, 0);
  });
});

describe('a death in the midst of', () => {
  /** @type {Record<string, (die: () => unknown) => any>} */
  const answers = {
    'a call that C makes': (die) => (die(), { done: false, value: 1 }),
    'one that is not answered': (die) => (die(), never()),
    'a getter of then': (die) => ({
      get then() {
        return void die();
      },
    }),
    'a getter of done': (die) => ({
      get done() {
        return void die();
      },
    }),
    'a getter of value': (die) => ({
      get value() {
        return void die();
      },
    }),
  };
  for (const [name, answer] of Object.entries(answers)) {
    it(`${name} rejects all that waits for that`, async () => {
      const instance = module.open();
      /** @type {Promise<any>[]} */
      const deaths = [];
      const die = () => void deaths.push(rejection(instance.traps()));
      const iterator = instance.relay(once(() => answer(die)));
      const outcomes = [
        rejection(iterator.next()),
        rejection(iterator.next()),
        rejection(instance.total(once(() => answer(die)))),
      ];
      const [[error], ...others] = await Promise.all(outcomes);
      assert.equal(error.code, 'InstanceDied');
      for (const [other] of others) assert.ok(other === error || other.code === 'InstanceDied');
      assert.deepEqual(await deaths[0], [error]);
      assert.deepEqual(await rejection(iterator.next()), [error]);
      await nothingLives(instance);
    });
  }

  it('a body that does not wait', async () => {
    const instance = module.open();
    /** @type {Promise<any>[]} */
    const deaths = [];
    const iterator = instance.calls(() => void deaths.push(rejection(instance.traps())));
    const outcomes = await Promise.all([iterator.next(), iterator.next()].map(rejection));
    assert.deepEqual(outcomes, [await deaths[0], await deaths[0]]);
    await nothingLives(instance);
  });

  it('the answers to what it was waiting for: they come to nobody', async () => {
    const instance = module.open({ clock });
    /** @type {((value: any) => void)[]} */
    const answer = [];
    const later = () => new Promise((resolve) => answer.push(resolve));
    const pending = [
      instance.awaits(later()).next(),
      instance.settle(later()),
      instance.total(once(later)),
    ].map(rejection);
    await clock.settle();
    const [error] = await rejection(instance.traps());
    for (const resolve of answer) resolve({ done: false, value: 1 });
    for (const outcome of pending) assert.deepEqual(await outcome, [error]);
    await clock.settle();
    assert.deepEqual([answer.length, clock.pending], [3, 0]);
    await nothingLives(instance);
  });
});
