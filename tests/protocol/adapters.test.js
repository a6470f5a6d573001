/** Events and streams as async iterables, looped over by C and by JavaScript. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { after, describe, it } from 'node:test';

import { fromEvents, fromStream } from 'asyncfor/adapters';
import * as module from '../../build/release/tests/interop.mjs';
import { nothingLives } from '../clock.js';
import { rejection } from '../rejection.js';

const { consume } = module;
after(() => nothingLives(module));

/** @param {AsyncIterable<any>} iterable @param {{ breakAfter?: number }} [options] */
const inC = (iterable, options) => consume(iterable, undefined, options);

/** @param {AsyncIterable<any>} iterable @param {{ breakAfter?: number }} [options] */
async function inJavaScript(iterable, { breakAfter } = {}) {
  const seen = [];
  for await (const value of iterable) {
    seen.push(value);
    if (seen.length === breakAfter) break;
  }
  return seen;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

for (const [name, loop] of Object.entries({ C: inC, JavaScript: inJavaScript })) {
  describe(`fromEvents(), looped over by ${name}`, () => {
    it('gives the events that come before and during the loop, and then stops listening', async () => {
      const target = new EventTarget();
      const sent = Array.from({ length: 4 }, () => new Event('tick'));
      const events = fromEvents(target, 'tick');
      target.dispatchEvent(sent[0]);
      target.dispatchEvent(sent[1]);
      const seen = loop(events, { breakAfter: 4 });
      await turn();
      target.dispatchEvent(new Event('other'));
      target.dispatchEvent(sent[2]);
      target.dispatchEvent(sent[3]);
      assert.deepEqual(
        (await seen).map(
          (/** @type {Event} */ event, /** @type {number} */ index) => event === sent[index],
        ),
        [true, true, true, true],
      );
      assert.deepEqual(getEventListeners(target, 'tick'), []);
      assert.deepEqual(await events.next(), { value: undefined, done: true });
    });

    it('rejects with the reason of its signal, behind what came before', async () => {
      for (const waits of [false, true]) {
        const target = new EventTarget();
        const controller = new AbortController();
        const events = fromEvents(target, 'tick', { signal: controller.signal });
        target.dispatchEvent(new Event('tick'));
        /** @type {unknown[]} */
        const seen = [];
        const looped = loop(
          (async function* () {
            for await (const event of events) {
              seen.push(event);
              yield event;
            }
          })(),
        );
        if (waits) await turn();
        controller.abort('enough');
        assert.deepEqual(await rejection(looped), ['enough']);
        assert.equal(seen.length, 1);
        assert.deepEqual(getEventListeners(target, 'tick'), []);
        assert.deepEqual(getEventListeners(controller.signal, 'abort'), []);
      }
    });

    it('refuses to keep more events than it may', async () => {
      const target = new EventTarget();
      const events = fromEvents(target, 'tick', { maximumQueued: 2 });
      for (let i = 0; i < 3; i++) target.dispatchEvent(new Event('tick'));
      assert.deepEqual(getEventListeners(target, 'tick'), []);
      const two = await loop(events, { breakAfter: 2 }).catch((error) => error);
      assert.equal(two.length, 2);
      const again = fromEvents(target, 'tick', { maximumQueued: 2 });
      for (let i = 0; i < 3; i++) target.dispatchEvent(new Event('tick'));
      await assert.rejects(loop(again), {
        name: 'RangeError',
        message: "more than 2 'tick' events are waiting",
      });
    });
  });

  describe(`fromStream(), looped over by ${name}`, () => {
    const stream = (/** @type {(reason: unknown) => void} */ cancel = () => {}) =>
      new ReadableStream({
        start(controller) {
          for (const chunk of ['a', 'b', 'c']) controller.enqueue(chunk);
          controller.close();
        },
        cancel,
      });

    it('gives the chunks, and unlocks the stream at its end', async () => {
      const source = stream();
      const chunks = loop(fromStream(source));
      assert.equal(source.locked, true);
      assert.deepEqual(await chunks, ['a', 'b', 'c']);
      assert.equal(source.locked, false);
    });

    it('left early cancels the stream, or leaves it as it is', async () => {
      for (const preventCancel of [false, true]) {
        const source = stream();
        const seen = await loop(fromStream(source, { preventCancel }), { breakAfter: 1 });
        assert.deepEqual([seen, source.locked], [['a'], false]);
        const rest = await loop(fromStream(source));
        assert.deepEqual(rest, preventCancel ? ['b', 'c'] : []);
      }
    });

    it('rejects with the very error of the stream, and unlocks it', async () => {
      const error = new Error('of the stream');
      const source = new ReadableStream({ pull: () => Promise.reject(error) });
      assert.equal((await rejection(loop(fromStream(source))))[0], error);
      assert.equal(source.locked, false);
    });
  });
}

describe('what is no argument of theirs', () => {
  const target = new EventTarget();
  /** @type {[() => unknown, string][]} */
  const cases = [
    [
      () => fromEvents(/** @type {any} */ ({}), 'tick'),
      "fromEvents(): argument 'target' must be an EventTarget, got Object",
    ],
    [
      () => fromEvents(target, /** @type {any} */ (1)),
      "fromEvents(): argument 'type' must be a string, got number 1",
    ],
    [
      () => fromEvents(target, 'tick', { signal: /** @type {any} */ (target) }),
      "fromEvents(): option 'signal' must be an AbortSignal, got EventTarget",
    ],
    [
      () => fromEvents(target, 'tick', { maximumQueued: 0 }),
      "fromEvents(): option 'maximumQueued' must be a number from 1, got number 0",
    ],
    [
      () => fromStream(/** @type {any} */ (null)),
      "fromStream(): argument 'stream' must be a ReadableStream, got null",
    ],
  ];
  for (const [call, message] of cases) {
    it(`is refused: ${message}`, () => assert.throws(call, { name: 'TypeError', message }));
  }
});
