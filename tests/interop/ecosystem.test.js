/** Our iterators and loops together with what people use: streams, events, timers, workers. */
import assert from 'node:assert/strict';
import { EventEmitter, getEventListeners, on } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { after, describe, it } from 'node:test';
import { setInterval as interval } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import * as interop from '../../build/release/tests/interop.mjs';
import * as module from '../../build/release/tests/protocol.mjs';
import { nothingLives } from '../clock.js';
import { rejection } from '../rejection.js';
import { turns } from './suite.js';

const shipped = /** @type {any} */ (await import('asyncfor'));
const { lines, range } = shipped;
const { guarded, relay, total } = /** @type {any} */ (module);
const { consume, stepped } = /** @type {any} */ (interop);
after(() => Promise.all([module, interop, shipped].map(nothingLives)));

const FAILED = new Error('of the stream');

/** @param {AsyncIterable<any>} source */
async function collect(source) {
  const items = [];
  for await (const item of source) items.push(item);
  return items;
}

/** A generator of C that says when it is closed. */
function watched() {
  const state = { closed: false };
  const source = async function* () {
    try {
      for (let item = 0; ; item++) yield `${item}\n`;
    } finally {
      state.closed = true;
    }
  };
  return { state, iterator: relay(source()) };
}

/** @param {any[]} chunks */
const sink = (chunks) =>
  new Writable({
    objectMode: true,
    write(chunk, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });

/** @param {any[]} chunks */
const webStream = (chunks) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

describe("Node's streams", () => {
  it('are made of our iterators, to their end or an error', async () => {
    assert.deepEqual(await collect(Readable.from(range(3))), [0, 1, 2]);
    const failing = Readable.from(module.raises(1));
    assert.equal((await rejection(collect(failing)))[0].message, 'a value');
    assert.equal(failing.destroyed, true);
  });
  it('close our iterator when they are destroyed or left', async () => {
    for (const leave of [
      async (/** @type {Readable} */ stream) => void stream.destroy(),
      async (/** @type {Readable} */ stream) => {
        for await (const _ of stream) break;
      },
    ]) {
      const { state, iterator } = watched();
      const stream = Readable.from(iterator);
      await new Promise((resolve) => stream.once('readable', resolve));
      await leave(stream);
      await turns();
      assert.equal(state.closed, true);
      assert.deepEqual(await iterator.next(), { value: undefined, done: true });
    }
  });
  it('are a pipeline with ours as the source, and as what transforms', async () => {
    const chunks = /** @type {any[]} */ ([]);
    const split = (/** @type {any} */ source) => lines(source);
    const upper = new Transform({
      objectMode: true,
      transform: (chunk, _encoding, done) => done(null, String(chunk).toUpperCase()),
    });
    await pipeline(relay(Readable.from(['a\nb', 'c\n', 'd'])), split, upper, sink(chunks));
    assert.deepEqual(chunks, ['A', 'BC', 'D']);
  });
  it('that fail end the pipeline, and close ours', async () => {
    const { state, iterator } = watched();
    const failing = new Writable({ write: (_chunk, _encoding, done) => done(FAILED) });
    const split = (/** @type {any} */ source) => lines(source);
    assert.deepEqual(await rejection(pipeline(iterator, split, failing)), [FAILED]);
    await turns();
    assert.equal(state.closed, true);
  });
  it('of a pipeline are aborted by its signal, and ours with them', async () => {
    const { state, iterator } = watched();
    const controller = new AbortController();
    const slow = new Writable({ write() {}, highWaterMark: 1 });
    const done = rejection(pipeline(iterator, slow, { signal: controller.signal }));
    await turns();
    controller.abort();
    assert.equal((await done)[0].name, 'AbortError');
    await turns();
    assert.equal(state.closed, true);
  });
});

describe("the web's streams", () => {
  const { from } = /** @type {any} */ (ReadableStream);
  it('are made of our iterators; cancel() closes them', async () => {
    assert.deepEqual(await collect(from(range(3))), [0, 1, 2]);
    const { state, iterator } = watched();
    const reader = from(iterator).getReader();
    assert.deepEqual(await reader.read(), { value: '0\n', done: false });
    await reader.cancel('enough');
    assert.equal(state.closed, true);
    assert.deepEqual(await iterator.next(), { value: undefined, done: true });
  });
  it('bodies, blobs and pipelines of them are consumed by C', async () => {
    const text = 'héllo\nwörld\n'.repeat(5000);
    const bytes = new TextEncoder().encode(text);
    /** @type {Record<string, () => any>} */
    const sources = {
      'a body': () => new Response(text).body,
      'a blob': () => new Blob([text]),
      'a stream of a blob': () => new Blob([bytes]).stream(),
      'decoded text': () => new Blob([bytes]).stream().pipeThrough(new TextDecoderStream()),
      'compressed and decompressed': () =>
        /** @type {any} */ (new Blob([bytes]).stream())
          .pipeThrough(new CompressionStream('gzip'))
          .pipeThrough(new DecompressionStream('gzip')),
      'a stream made of ours': () => from(relay(webStream([bytes.slice(0, 3), bytes.slice(3)]))),
    };
    for (const [name, make] of Object.entries(sources)) {
      const all = await collect(lines(make()));
      assert.equal(all.length, 10_000, name);
      assert.deepEqual(all.slice(-2), ['héllo', 'wörld'], name);
    }
  });
  it('are cancelled by a loop that is left, unless preventCancel says no', async () => {
    for (const preventCancel of [false, true]) {
      let cancelled = false;
      const stream = /** @type {any} */ (
        new ReadableStream({
          pull: (controller) => controller.enqueue(1),
          cancel: () => void (cancelled = true),
        })
      );
      assert.deepEqual(await consume(stream.values({ preventCancel }), 0, { breakAfter: 1 }), [1]);
      assert.equal(cancelled, !preventCancel);
      assert.equal(stream.locked, false);
      await stream.cancel();
    }
  });
});

describe('what the language has', () => {
  if ('fromAsync' in Array) {
    it('Array.fromAsync collects ours', async () => {
      assert.deepEqual(await /** @type {any} */ (Array).fromAsync(range(3)), [0, 1, 2]);
      const [error] = await rejection(/** @type {any} */ (Array).fromAsync(module.raises(1)));
      assert.equal(error.message, 'a value');
    });
  }
  const helpers = /** @type {any} */ (Object.getPrototypeOf(async function* () {}.prototype));
  if ('map' in Object.getPrototypeOf(helpers)) {
    it('helpers of async iterators go on with ours, and close them', async () => {
      const { state, iterator } = watched();
      const twice = iterator.map((/** @type {string} */ text) => text.trim() + text.trim());
      assert.deepEqual(await twice.take(2).toArray(), ['00', '11']);
      assert.equal(state.closed, true);
    });
  }
  it('Promise.race of requests loses none', async () => {
    const iterator = relay(
      (async function* () {
        for (let item = 0; item < 6; item++) {
          await turns();
          yield item;
        }
      })(),
    );
    const requests = Array.from({ length: 7 }, () => iterator.next());
    const seen = [];
    const open = new Set(requests);
    while (open.size > 0) {
      const first = await Promise.race(
        [...open].map((request) =>
          request.then((/** @type {any} */ result) => ({ request, result })),
        ),
      );
      open.delete(first.request);
      seen.push(first.result.value);
    }
    assert.deepEqual(seen, [0, 1, 2, 3, 4, 5, undefined]);
  });
  it('yield* hands every request on to ours', async () => {
    const calls = /** @type {any[]} */ ([]);
    const native = (async function* () {
      calls.push(yield* /** @type {any} */ (module.mirror()));
    })();
    await native.next();
    assert.deepEqual(await native.next('sent'), { value: 'sent', done: false });
    assert.deepEqual(await native.return(/** @type {any} */ ('back')), {
      value: 'back',
      done: true,
    });
    const counting = (async function* () {
      calls.push(yield* guarded(1));
    })();
    assert.deepEqual(await collect(counting), [1]);
    assert.deepEqual(calls, ['all']);
    const thrown = (async function* () {
      yield* guarded(3);
    })();
    await thrown.next();
    assert.deepEqual(await rejection(thrown.throw(FAILED)), [FAILED]);
  });
});

describe("Node's events, timers and lines, consumed by C", () => {
  it('leave no listener behind when the loop is left', async () => {
    const emitter = new EventEmitter();
    const controller = new AbortController();
    const events = on(emitter, 'tick', { signal: controller.signal });
    const loop = consume(events, undefined, { breakAfter: 2 });
    for (let tick = 1; tick <= 3; tick++) emitter.emit('tick', tick);
    assert.deepEqual(await loop, [[1], [2]]);
    assert.deepEqual(emitter.eventNames(), []);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });
  it('leave no timer behind', async () => {
    const timers = () =>
      /** @type {any} */ (process)
        .getActiveResourcesInfo()
        .filter((/** @type {string} */ name) => name === 'Timeout').length;
    const before = timers();
    assert.deepEqual(await consume(interval(1, 'tick'), undefined, { breakAfter: 2 }), [
      'tick',
      'tick',
    ]);
    assert.equal(timers(), before);
  });
  it('are the lines of readline', async () => {
    const input = () => Readable.from(['one\ntw', 'o\n', 'three']);
    const reader = createInterface({ input: input() });
    assert.deepEqual(await collect(relay(reader)), ['one', 'two', 'three']);
    const left = createInterface({ input: input() });
    const closed = new Promise((resolve) => left.once('close', resolve));
    assert.deepEqual(await consume(left, undefined, { breakAfter: 1 }), ['one']);
    await closed;
  });
  it('AbortSignal.timeout ends what waits, with its reason', async () => {
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    const signals = [1, 1, 1].map((milliseconds) => AbortSignal.timeout(milliseconds));
    // Timeouts of signals alone do not keep the process alive.
    const awake = setInterval(() => {}, 1000);
    const waiting = [
      relay(never, { signal: signals[0] }).next(),
      total(never, { signal: signals[1] }),
      consume(never, undefined, { signal: signals[2] }),
    ];
    const reasons = await Promise.all(waiting.map(rejection));
    clearInterval(awake);
    for (const [index, [reason]] of reasons.entries()) {
      assert.equal(reason, signals[index].reason);
      assert.equal(reason.name, 'TimeoutError');
      assert.equal(getEventListeners(signals[index], 'abort').length, 0);
    }
  });
});

describe('several modules and instances at once', () => {
  it("a module's iterators are iterables of another", async () => {
    assert.equal(await total(range(4)), 6);
    assert.deepEqual(await collect(lines(relay(lines(webStream(['a\nb']))))), ['ab']);
    assert.deepEqual(await consume(guarded(9), undefined, { breakAfter: 2 }), [1, 2]);
    const body = (function* () {
      for (const value of [1, 2]) yield { op: 'yield', value };
    })();
    assert.equal(await total(relay(stepped(body))), 3);
  });
  it('instances of a module hand items to and fro, and one that dies takes no other along', async () => {
    const [first, second] = [0, 1].map(() => /** @type {any} */ (module).open());
    const chain = first.relay(second.relay(first.relay(second.relay(range(4)))));
    assert.deepEqual(await collect(chain), [0, 1, 2, 3]);
    const waiting = first.relay(second.guarded(3));
    await waiting.next();
    const [cause] = await rejection(second.traps());
    assert.deepEqual(await rejection(waiting.next()), [cause]);
    assert.equal(await first.total(guarded(3)), 6);
    await nothingLives(first);
  });
  it('workers have instances of their own', async () => {
    const program = `
      import { parentPort, workerData } from 'node:worker_threads';
      const { relay, stats, total } = await import(workerData.module);
      const { range } = await import(workerData.shipped);
      const items = [];
      for await (const item of relay(range(workerData.count))) items.push(item);
      async function* source() { for (const item of items) { await null; yield item; } }
      const sum = await total(source());
      for await (const item of relay(range(9))) break;
      parentPort.postMessage({ items, sum, coroutines: stats().coroutines });
    `;
    const results = await Promise.all(
      [3, 4, 5].map((count) => {
        const url = new URL(`data:text/javascript,${encodeURIComponent(program)}`);
        const workerData = {
          count,
          module: new URL('../../build/release/tests/protocol.mjs', import.meta.url).href,
          shipped: import.meta.resolve('asyncfor'),
        };
        return new Promise((resolve, reject) => {
          const worker = new Worker(url, { workerData });
          worker.once('message', resolve).once('error', reject);
        });
      }),
    );
    assert.deepEqual(results, [
      { items: [0, 1, 2], sum: 3, coroutines: 0 },
      { items: [0, 1, 2, 3], sum: 6, coroutines: 0 },
      { items: [0, 1, 2, 3, 4], sum: 10, coroutines: 0 },
    ]);
  });
});
