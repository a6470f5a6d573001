/** Loops over what Node's modules offer: they are asked for when a case runs. */
import { is, ok, reason, same, turn, turns } from '../suite.js';
import {
  BODY,
  CLOSED,
  END,
  EXITS,
  FAILED,
  TWO_STEPS,
  checkLoop,
  item,
  recorded,
} from './consumer-recorder.js';

const builtin = /** @type {typeof process.getBuiltinModule} */ (
  (/** @type {any} */ name) => globalThis.process?.getBuiltinModule?.(name)
);

/**
 * A case that needs some of Node's modules.
 * @param {string} id
 * @param {string[]} modules
 * @param {string} title
 * @param {import('../suite.js').Case['run']} run
 * @returns {import('../suite.js').Case}
 */
const nodeCase = (id, modules, title, run) => ({
  id,
  level: 'must',
  title,
  applies: () => modules.every((name) => builtin(name) !== undefined),
  run,
});

/**
 * A stream of objects that does nothing of its own accord, with some chunks in its queue.
 * @param {any[]} chunks
 * @param {import('node:stream').ReadableOptions} [options]
 */
function queued(chunks, options) {
  const { Readable } = builtin('node:stream');
  const stream = new Readable({ objectMode: true, read() {}, ...options });
  for (const chunk of chunks) stream.push(chunk);
  return stream;
}

/**
 * The text of chunks, binary or not.
 * @param {import('../suite.js').Adapter} adapter
 * @param {any} iterable
 */
async function textOf(adapter, iterable) {
  const decoder = new TextDecoder();
  let text = '';
  const chunks = await adapter.consume(iterable, {
    onValue: (chunk) => {
      text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    },
  });
  ok(chunks.length > 1, 'there is more than one chunk');
  return text;
}

/** @type {import('../suite.js').Case[]} */
const readableCases = [
  nodeCase('C90', ['node:stream'], 'a Readable gives its objects in order', async (adapter) => {
    const { Readable } = builtin('node:stream');
    const chunks = [1, { chunk: 2 }, 'three', [4]];
    /** @param {boolean} late */
    const reading = (late) => {
      let step = 0;
      return new Readable({
        objectMode: true,
        async read() {
          if (late) await turn();
          this.push(step < chunks.length ? chunks[step++] : null);
        },
      });
    };
    const streams = {
      'pushed before': queued([...chunks, null]),
      'pushed on demand': reading(false),
      'pushed late': reading(true),
      from: Readable.from(chunks),
    };
    for (const [what, over] of Object.entries(streams)) {
      await checkLoop(adapter, { over, values: chunks }, what);
      is(over.destroyed, true, `destroyed, ${what}`);
    }
  }),
  nodeCase('C91', ['node:stream'], 'break destroys a Readable', async (adapter) => {
    for (const autoDestroy of [true, false]) {
      const over = queued([1, 2], { autoDestroy });
      const what = `autoDestroy: ${autoDestroy}`;
      await checkLoop(adapter, { over, values: [1], ...EXITS.break }, what);
      is(over.destroyed, true, `destroyed, ${what}`);
    }
  }),
  nodeCase(
    'C92',
    ['node:stream'],
    'an error of the body destroys a Readable and comes out',
    async (adapter) => {
      for (const autoDestroy of [true, false]) {
        const over = queued([1, 2], { autoDestroy });
        const what = `autoDestroy: ${autoDestroy}`;
        await checkLoop(adapter, { over, values: [1], ...EXITS.throw }, what);
        is(over.destroyed, true, `destroyed, ${what}`);
      }
    },
  ),
  nodeCase(
    'C93',
    ['node:stream'],
    'the error that a Readable is destroyed with comes out after the chunks it gave',
    async (adapter) => {
      const error = FAILED;
      let reads = 0;
      const broken = queued([], {
        read() {
          if (reads++ === 0) this.push(1);
          else this.destroy(FAILED);
        },
      });
      await checkLoop(adapter, { over: broken, values: [1], error }, 'in read');
      const pushing = queued([], {
        read() {
          this.push(1);
          this.destroy(FAILED);
        },
      });
      await checkLoop(adapter, { over: pushing, values: [1], error }, 'right after a chunk');
      const dead = queued([]);
      dead.destroy(FAILED);
      await checkLoop(adapter, { over: dead, error }, 'before the start');
      const waiting = queued([1]);
      const seen = /** @type {any[]} */ ([]);
      const loop = adapter.consume(waiting, { onValue: (value) => void seen.push(value) });
      await turns();
      same(seen, [1]);
      waiting.destroy(FAILED);
      is(await reason(loop), FAILED, 'error while it is waited for');
      const body = queued([1, 2]);
      const onValue = () => void body.destroy(FAILED);
      await checkLoop(adapter, { over: body, options: { onValue }, values: [1], error }, 'in body');
    },
  ),
  nodeCase(
    'C94',
    ['node:stream'],
    'a Readable that has ended gives nothing, one that is destroyed does not hang',
    async (adapter) => {
      const ended = queued([null]);
      ended.resume();
      await turns();
      is(ended.readableEnded, true, 'ended');
      await checkLoop(adapter, { over: ended }, 'ended');
      /** @param {any} over */
      const outcome = (over) => adapter.consume(over).catch((error) => error.code);
      const dead = queued([1]);
      dead.destroy();
      const waiting = queued([1]);
      const outcomes = [outcome(dead), outcome(waiting)];
      await turns();
      waiting.destroy();
      for (const [index, end] of (await Promise.all(outcomes)).entries()) {
        if (end !== 'ERR_STREAM_PREMATURE_CLOSE') same(end, index === 0 ? [] : [1]);
      }
    },
  ),
  nodeCase(
    'C95',
    ['node:stream'],
    'break keeps a Readable that is not to be destroyed, and leaves no listener',
    async (adapter) => {
      const stream = queued([1, 2, 3, null]);
      const listeners = () => stream.eventNames().map((name) => [name, stream.listenerCount(name)]);
      const before = String(listeners());
      const over = stream.iterator({ destroyOnReturn: false });
      await checkLoop(adapter, { over, values: [1], ...EXITS.break }, 'first loop');
      is(stream.destroyed, false, 'destroyed');
      is(String(listeners()), before, 'listeners');
      await checkLoop(adapter, { over: stream, values: [2, 3] }, 'second loop');
      is(stream.destroyed, true, 'destroyed in the end');
    },
  ),
  nodeCase(
    'C96',
    ['node:stream', 'node:fs'],
    'the chunks of streams of bytes and of text make up their content',
    async (adapter) => {
      const { PassThrough } = builtin('node:stream');
      const { createReadStream, readFileSync } = builtin('node:fs');
      const content = 'grüße, 🙂!';
      const bytes = Array.from(new TextEncoder().encode(content), (byte) => Uint8Array.of(byte));
      for (const encoding of /** @type {const} */ ([undefined, 'utf8'])) {
        const through = new PassThrough();
        if (encoding) through.setEncoding(encoding);
        const text = textOf(adapter, through);
        for (const byte of bytes) {
          await turns();
          through.write(byte);
        }
        through.end();
        is(await text, content, `PassThrough, ${encoding}`);
      }
      const file = new URL(import.meta.url);
      const stream = createReadStream(file, { highWaterMark: 1024 });
      is(await textOf(adapter, stream), readFileSync(file, 'utf8'), 'file');
    },
  ),
];

/** @type {import('../suite.js').Case[]} */
const eventCases = [
  nodeCase(
    'C97',
    ['node:events'],
    'events come in order as lists of arguments, and leaving removes all listeners',
    async (adapter) => {
      const { EventEmitter, on } = builtin('node:events');
      for (const [what, exit] of Object.entries(EXITS)) {
        const emitter = new EventEmitter();
        const over = on(emitter, 'event');
        emitter.emit('event', 'queued', 1);
        await checkLoop(adapter, { over, values: [['queued', 1]], ...exit }, what);
        same(emitter.eventNames(), [], `listeners, ${what}`);
      }
      const emitter = new EventEmitter();
      const over = on(emitter, 'event');
      emitter.emit('event');
      emitter.emit('event', 'queued');
      const loop = adapter.consume(over, { breakAfter: 3 });
      await turns();
      emitter.emit('event', 'waited for', 3);
      emitter.emit('event', 'too late');
      same(await loop, [[], ['queued'], ['waited for', 3]]);
      same(emitter.eventNames(), [], 'listeners');
    },
  ),
  nodeCase(
    'C98',
    ['node:events'],
    'an error event comes out after the queued events, an abort as an AbortError',
    async (adapter) => {
      const { EventEmitter, on } = builtin('node:events');
      for (const queue of [[], [1, 2]]) {
        const emitter = new EventEmitter();
        const over = on(emitter, 'event');
        for (const value of queue) emitter.emit('event', value);
        emitter.emit('error', FAILED);
        const values = queue.map((value) => [value]);
        await checkLoop(adapter, { over, values, error: FAILED }, `${queue.length} queued`);
        same(emitter.eventNames(), [], 'listeners after the error');
      }
      const emitter = new EventEmitter();
      const failing = adapter.consume(on(emitter, 'event'));
      await turns();
      emitter.emit('error', FAILED);
      is(await reason(failing), FAILED, 'error that is waited for');
      const over = on(emitter, 'event');
      emitter.emit('event', 1);
      const options = { onValue: () => Promise.reject(BODY) };
      await checkLoop(adapter, { over, options, values: [[1]], error: BODY }, 'body');
      const controller = new AbortController();
      const aborted = adapter.consume(on(emitter, 'event', { signal: controller.signal }));
      await turns();
      controller.abort();
      is((await reason(aborted)).name, 'AbortError', 'name of the error');
      same(emitter.eventNames(), [], 'listeners in the end');
    },
  ),
  nodeCase(
    'C99',
    ['node:readline', 'node:stream', 'node:timers/promises'],
    'lines come in order, and break stops a timer',
    async (adapter) => {
      const { createInterface } = builtin('node:readline');
      const { PassThrough } = builtin('node:stream');
      const { setInterval } = builtin('node:timers/promises');
      const input = new PassThrough();
      const lines = createInterface({ input, crlfDelay: Infinity });
      const loop = adapter.consume(lines);
      for (const chunk of ['a\nb', 'c\r\n\n', 'd']) {
        await turns();
        input.write(chunk);
      }
      input.end();
      same(await loop, ['a', 'bc', '', 'd']);
      const timers = () =>
        process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
      const before = timers();
      const ticks = setInterval(1, 'tick');
      await checkLoop(
        adapter,
        { over: ticks, options: { breakAfter: 2 }, values: ['tick', 'tick'] },
        'ticks',
      );
      ok(timers() <= before, 'the timer runs on');
    },
  ),
  nodeCase(
    'C100',
    ['node:vm'],
    'generators, promises, results and errors of another realm are as good as those of this',
    async (adapter) => {
      const { runInNewContext } = builtin('node:vm');
      const error = runInNewContext('new Error("of another realm")');
      const generate = runInNewContext(`(async function* (log, error) {
        try {
          yield 1;
          yield 2;
          throw error;
        } finally {
          await undefined;
          log.push('closed');
        }
      })`);
      const log = /** @type {string[]} */ ([]);
      const whole = { over: generate(log, error), values: [1, 2], error };
      await checkLoop(adapter, whole, 'generator');
      await checkLoop(adapter, { over: generate(log), values: [1], ...EXITS.break }, 'break');
      await checkLoop(adapter, { over: generate(log), values: [1], ...EXITS.throw }, 'throw');
      same(log, ['closed', 'closed', 'closed']);
      const foreign = runInNewContext('Promise');
      const promised = recorded({ next: (step) => foreign.resolve(step === 0 ? item(1) : END) });
      await checkLoop(adapter, { over: promised, values: [1], calls: TWO_STEPS }, 'promises');
      const rejected = recorded({
        next: (step) => (step === 0 ? item(1) : foreign.reject(error)),
        return: () => END,
      });
      await checkLoop(
        adapter,
        { over: rejected, values: [1], error, calls: TWO_STEPS },
        'rejection',
      );
      const results = runInNewContext(`({
        [Symbol.asyncIterator]: () => ({ next: () => ({ done: true }) }),
      })`);
      await checkLoop(adapter, { over: results }, 'results');
      const array = runInNewContext('[Promise.resolve(1), 2]');
      await checkLoop(adapter, { over: array, values: [1, 2] }, 'array of promises');
      const body = recorded({ next: () => item(1), return: () => foreign.resolve({}) });
      const options = { throwAfter: 1, error };
      await checkLoop(adapter, { over: body, options, values: [1], error, calls: CLOSED }, 'body');
    },
  ),
];

export const nodeCases = [...readableCases, ...eventCases];
