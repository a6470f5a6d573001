/** Loops over the streams of the web. */
import { deferred, is, ok, reason, same, turns } from '../suite.js';
import { BODY, EXITS, FAILED, checkLoop, watch } from './consumer-recorder.js';

/** A source without a queue: what is pulled is what is read. */
const LAZY = { highWaterMark: 0 };

/**
 * A stream of chunks that are there before it is read.
 * @param {any[]} chunks
 */
const pushed = (...chunks) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

/**
 * A stream of chunks that come as they are asked for, and then what the last step does.
 * @param {any[]} chunks
 * @param {(controller: ReadableStreamDefaultController<any>) => void} [last]
 * @param {{ late?: boolean }} [how]
 */
function pulled(chunks, last = (controller) => controller.close(), { late = false } = {}) {
  let step = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        if (late) await turns(1);
        if (step < chunks.length) controller.enqueue(chunks[step++]);
        else last(controller);
      },
    },
    LAZY,
  );
}

/**
 * A stream that never ends by itself.
 * @param {(reason: any) => any} cancel
 */
function endless(cancel) {
  let step = 0;
  return new ReadableStream({ pull: (controller) => controller.enqueue(++step), cancel }, LAZY);
}

/** The chunks that are left. @param {ReadableStream<any>} stream */
async function rest(stream) {
  const reader = stream.getReader();
  const chunks = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    chunks.push(value);
  }
}

/** @type {Omit<import('../suite.js').Case, 'level'>[]} */
const cases = [
  {
    id: 'C80',
    title: 'a stream gives its chunks in order, even undefined ones',
    async run(adapter) {
      const chunks = [1, undefined, '', { chunk: 4 }, undefined];
      const streams = {
        pushed: pushed(...chunks),
        pulled: pulled(chunks),
        'pulled, late': pulled(chunks, undefined, { late: true }),
      };
      for (const [what, over] of Object.entries(streams)) {
        await checkLoop(adapter, { over, values: chunks }, what);
      }
    },
  },
  {
    id: 'C81',
    title: 'a stream is pulled once for each value, and not ahead',
    async run(adapter) {
      let pulls = 0;
      const stream = new ReadableStream(
        { pull: (controller) => controller.enqueue(++pulls) },
        LAZY,
      );
      await turns();
      is(pulls, 0, 'pulls before the loop');
      const values = await adapter.consume(stream, {
        breakAfter: 3,
        onValue: async (value) => {
          await turns();
          is(pulls, value, 'pulls in the body');
        },
      });
      same(values, [1, 2, 3]);
      await turns();
      is(pulls, 3, 'pulls after the loop');
    },
  },
  {
    id: 'C82',
    title: 'leaving cancels the stream without a reason, waits for it, and releases the lock',
    async run(adapter) {
      for (const [what, exit] of Object.entries(EXITS)) {
        const gate = deferred();
        const reasons = /** @type {any[]} */ ([]);
        const stream = endless((cause) => {
          reasons.push(cause);
          return gate.promise;
        });
        const loop = adapter.consume(stream, exit.options);
        const state = watch(loop);
        await turns();
        same(reasons, [undefined], `reasons, ${what}`);
        is(state.settled, false, `settled before it was cancelled, ${what}`);
        gate.resolve();
        if (what === 'break') same(await loop, [1]);
        else is(await reason(loop), BODY, 'error');
        is(stream.locked, false, `locked, ${what}`);
        same(await rest(stream), [], `rest, ${what}`);
      }
      const refusing = () => endless(() => Promise.reject(FAILED));
      const { break: leave, throw: raise } = EXITS;
      const values = [1];
      await checkLoop(adapter, { over: refusing(), values, ...leave, error: FAILED }, 'break');
      await checkLoop(adapter, { over: refusing(), values, ...raise }, 'throw');
    },
  },
  {
    id: 'C83',
    title: 'leaving values({ preventCancel: true }) releases the lock and keeps the rest',
    async run(adapter) {
      for (const [what, exit] of Object.entries(EXITS)) {
        const stream = pushed(1, 2, 3);
        const over = stream.values({ preventCancel: true });
        await checkLoop(adapter, { over, values: [1], ...exit }, what);
        is(stream.locked, false, `locked, ${what}`);
        same(await rest(stream), [2, 3], `rest, ${what}`);
      }
      const stream = pushed(1, 2, 3);
      const over = stream.values({ preventCancel: true });
      await checkLoop(adapter, { over, values: [1], ...EXITS.break }, 'first loop');
      await checkLoop(adapter, { over: stream, values: [2, 3] }, 'second loop');
    },
  },
  {
    id: 'C84',
    title: 'the error of a stream comes out after its values, and is the very error',
    async run(adapter) {
      for (const error of [FAILED, 'text', undefined]) {
        const errored = new ReadableStream({ start: (controller) => controller.error(error) });
        await checkLoop(adapter, { over: errored, error }, 'from the start');
        const later = pulled([1, 2], (controller) => controller.error(error));
        await checkLoop(adapter, { over: later, values: [1, 2], error }, 'later');
        is(later.locked, false, 'locked');
      }
      const rejected = new ReadableStream({ pull: () => Promise.reject(FAILED) }, LAZY);
      await checkLoop(adapter, { over: rejected, error: FAILED }, 'pull rejects');
    },
  },
  {
    id: 'C85',
    title:
      'a closed stream gives nothing, one that was read in part the rest; the lock is released',
    async run(adapter) {
      const closed = pushed();
      await checkLoop(adapter, { over: closed }, 'closed');
      is(closed.locked, false, 'locked, closed');
      for (const stream of [pushed(1, 2, 3), pulled([1, 2, 3])]) {
        const reader = stream.getReader();
        same((await reader.read()).value, 1, 'read before');
        reader.releaseLock();
        await checkLoop(adapter, { over: stream, values: [2, 3] }, 'rest');
        is(stream.locked, false, 'locked');
        await stream.getReader().closed;
      }
    },
  },
  {
    id: 'C86',
    title: 'a locked stream is refused, and its reader goes on',
    async run(adapter) {
      const stream = pushed(1, 2);
      const reader = stream.getReader();
      await checkLoop(adapter, { over: stream, error: TypeError }, 'locked');
      is((await reader.read()).value, 1, 'read');
      reader.releaseLock();
      await checkLoop(adapter, { over: stream, values: [2] }, 'unlocked');
    },
  },
  {
    id: 'C87',
    title: 'closing a stream that is waited for ends the loop, and an error fails it',
    async run(adapter) {
      for (const what of /** @type {const} */ (['close', 'error'])) {
        /** @type {ReadableStreamDefaultController<any>[]} */
        const controllers = [];
        const stream = new ReadableStream({ start: (own) => void controllers.push(own) }, LAZY);
        const loop = adapter.consume(stream);
        const state = watch(loop);
        await turns();
        controllers[0].enqueue('chunk');
        await turns();
        is(state.settled, false, 'settled while it is open');
        controllers[0][what](FAILED);
        if (what === 'close') same(await loop, ['chunk']);
        else is(await reason(loop), FAILED, 'error');
        is(stream.locked, false, 'locked');
      }
    },
  },
  {
    id: 'C88',
    title: 'pipelines are consumed chunk by chunk, and leaving cancels their source',
    async run(adapter) {
      const doubling = () =>
        new TransformStream({
          transform(chunk, controller) {
            controller.enqueue(chunk);
            controller.enqueue(chunk * 10);
          },
          flush: (controller) => controller.enqueue('flushed'),
        });
      const over = pulled([1, 2]).pipeThrough(doubling());
      await checkLoop(adapter, { over, values: [1, 10, 2, 20, 'flushed'] }, 'transformed');
      const cancelled = deferred();
      const left = endless(() => cancelled.resolve('cancelled')).pipeThrough(doubling());
      await checkLoop(adapter, { over: left, values: [1], ...EXITS.break }, 'left');
      is(await cancelled.promise, 'cancelled', 'source');
      const bytes = new TextEncoder().encode('grüße, 🙂!');
      const cut = pulled(Array.from(bytes, (_, index) => bytes.subarray(index, index + 1)));
      const texts = await adapter.consume(cut.pipeThrough(new TextDecoderStream()));
      is(texts.join(''), 'grüße, 🙂!', 'decoded');
      ok(texts.length > 1, 'it was decoded chunk by chunk');
      const decoder = new TextDecoder();
      let text = '';
      await adapter.consume(new Blob(['grüße, ', bytes]).stream(), {
        onValue: (chunk) => void (text += decoder.decode(chunk, { stream: true })),
      });
      is(text, 'grüße, grüße, 🙂!', 'blob');
    },
  },
];

export const streamCases = cases.map((behaviour) => ({
  level: /** @type {const} */ ('must'),
  applies: () => typeof ReadableStream === 'function',
  ...behaviour,
}));
