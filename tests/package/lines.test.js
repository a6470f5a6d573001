/** lines(): text from any source of chunks, however it is cut. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import * as asyncfor from 'asyncfor';
import { nothingLives } from '../clock.js';

const { lines, open } = asyncfor;
after(() => nothingLives(asyncfor));

/** @param {AsyncIterable<unknown>} iterable */
async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/**
 * What came before an iterable failed, and the error.
 * @param {AsyncIterable<unknown>} iterable
 * @returns {Promise<{ items: unknown[], error: any }>}
 */
async function failure(iterable) {
  const items = [];
  try {
    for await (const item of iterable) items.push(item);
  } catch (error) {
    return { items, error };
  }
  return assert.fail('it did not fail');
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A source that refuses to be driven in any other way than `for await` would. */
class Source {
  calls = 0;
  closed = 0;
  #chunks;
  #pending = false;
  #over = false;

  /** @param {Iterable<unknown>} chunks */
  constructor(chunks) {
    this.#chunks = chunks[Symbol.iterator]();
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  async next() {
    assert.ok(!this.#pending, 'next() while one is pending');
    assert.ok(!this.#over, 'next() after the end');
    this.calls++;
    this.#pending = true;
    await turn();
    this.#pending = false;
    const result = this.#chunks.next();
    this.#over = result.done === true;
    return result;
  }

  async return() {
    assert.ok(!this.#over, 'return() after the end');
    await turn();
    this.#over = true;
    this.closed++;
    return { done: true, value: undefined };
  }
}

/**
 * Numbers from 0 to before a limit, the same ones for the same seed.
 * @param {number} seed
 */
function random(seed) {
  return (/** @type {number} */ limit) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** @param {Uint8Array} bytes */
const bufferOf = (bytes) => new Uint8Array(bytes).buffer;

/** The same bytes in every form. @type {Record<string, (bytes: Uint8Array) => unknown>} */
const forms = {
  Uint8Array: (bytes) => bytes,
  'Uint8Array within a larger buffer': (bytes) => {
    const larger = new Uint8Array(bytes.length + 8).fill(10);
    larger.set(bytes, 3);
    return larger.subarray(3, 3 + bytes.length);
  },
  'Uint8Array of shared memory': (bytes) => {
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    return shared;
  },
  Uint8ClampedArray: (bytes) => new Uint8ClampedArray(bytes),
  Int8Array: (bytes) => new Int8Array(bytes),
  Uint16Array: (bytes) => (bytes.length % 2 ? bytes : new Uint16Array(bufferOf(bytes))),
  Buffer: (bytes) => Buffer.from(bytes),
  DataView: (bytes) => new DataView(bufferOf(bytes)),
  ArrayBuffer: bufferOf,
};

/**
 * Cuts what can be sliced into chunks of which many are tiny or empty.
 * @template {{ length: number, slice(start: number, end: number): any }} Sliceable
 * @param {Sliceable} whole
 * @param {(limit: number) => number} next
 * @returns {Sliceable[]}
 */
function cut(whole, next) {
  const chunks = [];
  const most = [1, 2, 3, 8, 64, whole.length + 1][next(6)];
  for (let start = 0; start < whole.length;) {
    const end = start + next(most + 1);
    chunks.push(whole.slice(start, end));
    start = Math.min(end, whole.length);
  }
  if (next(2)) chunks.push(whole.slice(0, 0));
  return chunks;
}

/**
 * The lines of a text by the plainest means.
 * @param {Uint8Array} bytes
 */
function reference(bytes) {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parts = Buffer.from(bytes).toString('latin1').split('\n');
  const last = /** @type {string} */ (parts.pop());
  const found = parts.map((line) => line.replace(/\r$/, ''));
  if (last !== '') found.push(last);
  return found.map((line) => decoder.decode(Buffer.from(line, 'latin1')));
}

/** @type {Record<string, string | number[]>} */
const texts = {
  'LF ends': 'one\ntwo\nthree\n',
  'CRLF ends': 'one\r\ntwo\r\nthree\r\n',
  'mixed ends': 'one\ntwo\r\nthree\n\r\nfour\r\n\n',
  'lone carriage returns': '\rone\rtwo\r\r\nth\rree\n\r\r\r\nfour',
  'a lone carriage return at the very end': 'one\ntwo\r',
  'nothing but a carriage return': '\r',
  'empty lines': '\n\none\n\n\ntwo\n\n',
  'nothing at all': '',
  'an unterminated last line': 'one\ntwo',
  'a single unterminated line': 'one',
  'nothing but LF': '\n\n\n\n',
  'nothing but CRLF': '\r\n\r\n\r\n',
  'characters of two to four bytes': 'grün\n漢字\r\n🙂🙃\n👩‍👩‍👧\r\nend é',
  'a long line of characters of four bytes': `${'🙂'.repeat(200)}\r\n${'🙃'.repeat(200)}`,
  'a byte order mark': '\ufeffone\n\ufefftwo\n',
  'NUL bytes': 'a\0b\n\0\n\0\0',
  'lines of 23 to 26 bytes': [23, 24, 25, 26].map((size) => 'x'.repeat(size)).join('\r\n'),
  'other separators of Unicode': 'a\u2028b\u2029c\u0085d\ve\ff\n',
  'invalid UTF-8': [
    0x61, 0xff, 0x0a, 0xc3, 0x0a, 0xf0, 0x9f, 0x99, 0x0d, 0x0a, 0x80, 0xc0, 0xaf, 0xe2,
  ],
  'surrogates in UTF-8': [0xed, 0xa0, 0x80, 0x0a, 0xed, 0xb0, 0x80],
};

describe('a text is the same lines however it is cut', () => {
  const SPLITS = 30;
  for (const [name, text] of Object.entries(texts)) {
    const bytes = typeof text === 'string' ? Buffer.from(text) : Uint8Array.from(text);
    const expected = reference(bytes);

    it(`${name}, in binary data of every form`, async () => {
      const shapes = Object.values(forms);
      for (let seed = 0; seed < SPLITS; seed++) {
        const next = random(seed);
        const mixed = cut(bytes, next).map((chunk) => shapes[next(shapes.length)](chunk));
        assert.deepEqual(await collect(lines(new Source(mixed))), expected, `seed ${seed}`);
      }
      for (const [form, shape] of Object.entries(forms)) {
        const single = Array.from(bytes, (byte) => shape(Uint8Array.of(byte)));
        assert.deepEqual(await collect(lines(new Source(single))), expected, form);
        assert.deepEqual(await collect(lines(new Source([shape(bytes)]))), expected, form);
      }
    });

    if (typeof text !== 'string') continue;
    it(`${name}, in strings, and in strings among binary data`, async () => {
      const characters = [...text];
      for (let seed = 0; seed < SPLITS; seed++) {
        const next = random(seed);
        const strings = cut(characters, next).map((chunk) => chunk.join(''));
        assert.deepEqual(await collect(lines(new Source(strings))), expected, `seed ${seed}`);
        const mixed = strings.map((chunk) => (next(2) ? chunk : Buffer.from(chunk)));
        assert.deepEqual(await collect(lines(new Source(mixed))), expected, `seed ${seed}, mixed`);
      }
    });
  }

  it('with CR at the end of a chunk and LF at the start of the next', async () => {
    const chunks = ['one\r', '\ntwo\r', '\r\nthree\r', 'four\r', '', '\n\r', '\n'];
    const expected = ['one', 'two\r', 'three\rfour', ''];
    assert.deepEqual(await collect(lines(new Source(chunks))), expected);
    const bytes = chunks.map((chunk) => Buffer.from(chunk));
    assert.deepEqual(await collect(lines(new Source(bytes))), expected);
  });

  it('when invalid bytes become U+FFFD', async () => {
    const chunks = [Uint8Array.of(0x61, 0xff), Uint8Array.of(0x62, 0x0a, 0xf0, 0x9f), 'c\n'];
    assert.deepEqual(await collect(lines(new Source(chunks))), ['a\ufffdb', '\ufffdc']);
  });
});

describe('sources that people have', () => {
  const folder = mkdtempSync(join(tmpdir(), 'asyncfor-lines-'));
  after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'several megabytes.txt');
  const next = random(7);
  const written = Array.from(
    { length: 60_000 },
    (_, index) => `${index} ${'añ漢🙂'.repeat(next(16))}${'x'.repeat(next(3) ? 0 : next(200))}`,
  );
  const ends = ['\n', '\r\n'];
  writeFileSync(file, written.map((line, index) => line + ends[index % 2]).join(''));
  const text = 'one\r\nzwölf\n🙂\n\nlast';
  const expected = ['one', 'zwölf', '🙂', '', 'last'];
  const bytes = Buffer.from(text);

  for (const options of [
    {},
    { highWaterMark: 7919 },
    { encoding: /** @type {const} */ ('utf8') },
  ]) {
    it(`a file, read with ${JSON.stringify(options)}`, async () => {
      assert.deepEqual(await collect(lines(createReadStream(file, options))), written);
    });
  }

  it('a file that is left early is closed', async () => {
    const stream = createReadStream(file);
    for await (const line of lines(stream)) {
      assert.equal(line, written[0]);
      break;
    }
    assert.equal(stream.destroyed, true);
  });

  it('a file that is not there fails with its very error', async () => {
    const { items, error } = await failure(lines(createReadStream(join(folder, 'missing'))));
    assert.deepEqual([items, error.code], [[], 'ENOENT']);
  });

  it("a process's stdin", async () => {
    const script = `
      import { lines } from 'asyncfor';
      for await (const line of lines(process.stdin)) console.log(JSON.stringify(line));
    `;
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const output = textOf(child.stdout);
    for (const byte of bytes) {
      child.stdin.write(Uint8Array.of(byte));
      await turn();
    }
    child.stdin.end();
    assert.equal(await output, expected.map((line) => `${JSON.stringify(line)}\n`).join(''));
  });

  /** @type {Record<string, () => any>} */
  const sources = {
    'the body of a Response': () => new Response(text).body,
    'the stream of a Blob': () => new Blob([bytes.subarray(0, 6), bytes.subarray(6)]).stream(),
    'a ReadableStream': () =>
      new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
          controller.close();
        },
      }),
    'a ReadableStream of bytes': () =>
      new ReadableStream({
        type: 'bytes',
        start(controller) {
          controller.enqueue(new Uint8Array(bytes));
          controller.close();
        },
      }),
    'a stream that is not iterable itself': () => {
      const stream = new Blob([bytes]).stream();
      return { getReader: () => stream.getReader() };
    },
    'Readable.from strings': () => Readable.from([...text]),
    'Readable.from binary data': () => Readable.from(cut(bytes, random(1)), { objectMode: false }),
    'a Readable with an encoding': () =>
      Readable.from(
        Array.from(bytes, (byte) => Buffer.of(byte)),
        { objectMode: false },
      ).setEncoding('utf8'),
    'an async generator': () =>
      (async function* () {
        yield* cut(bytes, random(2));
      })(),
  };
  for (const [name, source] of Object.entries(sources)) {
    it(name, async () => assert.deepEqual(await collect(lines(source())), expected));
  }

  for (const iterable of [true, false]) {
    it(`a ReadableStream that is ${iterable ? '' : 'not '}iterable is cancelled by break`, async () => {
      let cancelled = false;
      const stream = new ReadableStream({
        pull: (controller) => controller.enqueue(Buffer.from('a\nb\n')),
        async cancel() {
          await turn();
          cancelled = true;
        },
      });
      const source = /** @type {any} */ (
        iterable ? stream : { getReader: () => stream.getReader() }
      );
      for await (const _ of lines(source)) break;
      assert.equal(cancelled, true);
      assert.equal(stream.locked, false);
    });
  }

  it('a ReadableStream that fails', async () => {
    const expectedError = new Error('the very one');
    let pulls = 0;
    const stream = new ReadableStream({
      pull(controller) {
        if (pulls++) controller.error(expectedError);
        else controller.enqueue(Buffer.from('one\ntw'));
      },
    });
    const { items, error } = await failure(lines(stream));
    assert.deepEqual(items, ['one']);
    assert.equal(error, expectedError);
  });
});

describe('a source that fails', () => {
  for (const thrown of [new Error('the very one'), undefined, 'text']) {
    it(`with ${thrown}: the whole lines before it, then that`, async () => {
      const chunks = function* () {
        yield 'one\ntwo\r\nthr';
        yield 'ee\nincomp';
        yield 'lete';
        throw thrown;
      };
      const source = new Source(chunks());
      const iterator = lines(source);
      const { items, error } = await failure(iterator);
      assert.deepEqual(items, ['one', 'two', 'three']);
      assert.equal(error, thrown);
      assert.equal(source.closed, 0);
      assert.deepEqual(await iterator.next(), { value: undefined, done: true });
    });
  }
});

describe('leaving the loop', () => {
  it('by break runs the finally of the source first', async () => {
    const order = /** @type {string[]} */ ([]);
    async function* source() {
      try {
        yield 'one\ntwo\nthr';
        yield 'ee\n';
      } finally {
        await turn();
        order.push('finally');
      }
    }
    for await (const line of lines(source())) {
      order.push(line);
      if (line === 'two') break;
    }
    order.push('after');
    assert.deepEqual(order, ['one', 'two', 'finally', 'after']);
  });

  it('in the midst of a line closes the source, once', async () => {
    const source = new Source(['one\n', 'tw', 'o', '\nthr', 'ee\n']);
    for await (const line of lines(source)) if (line === 'two') break;
    assert.deepEqual([source.calls, source.closed], [4, 1]);
  });

  it('by an error closes the source and keeps the error', async () => {
    const thrown = new Error('of the body');
    const source = new Source(['one\ntwo\n']);
    const loop = (async () => {
      for await (const _ of lines(source)) throw thrown;
    })();
    await assert.rejects(loop, (error) => error === thrown);
    assert.equal(source.closed, 1);
  });

  it('before the first line touches no source', async () => {
    const source = new Source(['one\n']);
    await lines(source).return(undefined);
    assert.deepEqual([source.calls, source.closed], [0, 0]);
  });
});

describe('back-pressure', () => {
  /** @type {[string, string[], number[]][]} chunks, and how often next() was called by each line */
  const cases = [
    ['lines of one chunk need no other', ['a\nb\nc\n', 'd\n'], [1, 1, 1, 2, 3]],
    ['a chunk per line is asked for with the line', ['a\n', 'b\n', 'c\n'], [1, 2, 3, 4]],
    ['a line that spans chunks takes them all', ['a', 'b', '', 'c\nd', 'e\n'], [4, 5, 6]],
    ['CR waits for what follows', ['a\r', '\nb\r', 'c\n'], [2, 3, 4]],
    ['an unterminated line waits for the end', ['a', 'b'], [3, 3]],
    ['empty chunks are passed over', ['', '', 'a\n', '', ''], [3, 6]],
  ];
  for (const [name, chunks, expected] of cases) {
    it(name, async () => {
      const source = new Source(chunks);
      const iterator = lines(source);
      await turn();
      assert.equal(source.calls, 0);
      for (const calls of expected) {
        await iterator.next();
        await turn();
        await turn();
        assert.equal(source.calls, calls);
      }
      assert.deepEqual(await iterator.next(), { value: undefined, done: true });
      assert.equal(source.calls, expected.at(-1));
    });
  }

  it('holds for requests that are made all at once', async () => {
    const source = new Source(['a\nb', '\n', 'c\n', 'd']);
    const iterator = lines(source);
    const results = await Promise.all(Array.from({ length: 8 }, () => iterator.next()));
    assert.deepEqual(results.map(({ value }) => value).slice(0, 5), [
      'a',
      'b',
      'c',
      'd',
      undefined,
    ]);
    assert.ok(results.slice(4).every(({ done }) => done));
    assert.equal(source.calls, 5);
  });
});

describe('maximumLength', () => {
  /** Every way to cut a text in two, and each byte on its own. @param {string} text */
  function* cuts(text) {
    const bytes = Buffer.from(text);
    for (let at = 0; at <= bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)];
    yield Array.from(bytes, (byte) => Uint8Array.of(byte));
  }

  /** @type {[string, number, string[]][]} */
  const within = [
    ['abcd\nabcd\n', 4, ['abcd', 'abcd']],
    ['abcd\r\nabcd\r\n', 4, ['abcd', 'abcd']],
    ['a\nabcd', 4, ['a', 'abcd']],
    ['abc\r\r\n', 4, ['abc\r']],
    ['🙂\r\néé', 4, ['🙂', 'éé']],
    ['\n\r\n\n', 0, ['', '', '']],
    ['', 0, []],
    ['abcd\n', 2 ** 31 - 1, ['abcd']],
  ];
  for (const [text, maximumLength, expected] of within) {
    it(`of ${maximumLength} lets ${JSON.stringify(text)} pass`, async () => {
      for (const chunks of cuts(text)) {
        assert.deepEqual(await collect(lines(new Source(chunks), { maximumLength })), expected);
      }
    });
  }

  /** @type {[string, number, string[]][]} */
  const beyond = [
    ['ok\nabcde\nmore\n', 4, ['ok']],
    ['ok\r\nabcde\r\nmore\r\n', 4, ['ok']],
    ['ok\nabcde', 4, ['ok']],
    ['ok\nabcd\r\r\n', 4, ['ok']],
    ['abcd\rx\n', 4, []],
    ['abc🙂\n', 6, []],
    ['\na\n', 0, ['']],
    ['\n\r\r\n', 0, ['']],
  ];
  for (const [text, maximumLength, before] of beyond) {
    it(`of ${maximumLength} refuses ${JSON.stringify(text)} after ${before.length} lines`, async () => {
      for (const chunks of cuts(text)) {
        let closed = false;
        const source = async function* () {
          try {
            yield* chunks;
          } finally {
            await turn();
            closed = true;
          }
        };
        const iterator = lines(source(), { maximumLength });
        const { items, error } = await failure(iterator);
        assert.deepEqual(items, before);
        assert.equal(error.constructor, RangeError);
        assert.equal(
          error.message,
          `lines(): a line is longer than ${maximumLength} bytes; allow more with maximumLength`,
        );
        assert.equal(closed, true);
        assert.deepEqual(await iterator.next(), { value: undefined, done: true });
      }
    });
  }

  it('refuses an endless line as soon as it is too long', async () => {
    const source = new Source(Array.from({ length: 1000 }, () => 'x'.repeat(1000)));
    await assert.rejects(collect(lines(source, { maximumLength: 10_000 })), RangeError);
    assert.deepEqual([source.calls, source.closed], [11, 1]);
  });

  it('is 16 MiB where nothing is said', async () => {
    const limit = 16_777_216;
    const [line] = await collect(lines(new Source([Buffer.alloc(limit, 'x'), '\r\n'])));
    assert.equal(/** @type {string} */ (line).length, limit);
    await assert.rejects(collect(lines(new Source([Buffer.alloc(limit + 1, 'x'), '\n']))), {
      name: 'RangeError',
      message: 'lines(): a line is longer than 16777216 bytes; allow more with maximumLength',
    });
  });

  for (const maximumLength of [-1, -(2 ** 31)]) {
    it(`of ${maximumLength} is an error, and the source is not touched`, async () => {
      const source = new Source(['one\n']);
      const { items, error } = await failure(lines(source, { maximumLength }));
      assert.deepEqual([items, error.constructor], [[], RangeError]);
      assert.equal(
        error.message,
        `lines(): 'maximumLength' must not be negative, got ${maximumLength}`,
      );
      assert.equal(source.calls, 0);
    });
  }
});

describe('a chunk of a wrong type', () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  /** @type {[string, unknown, string][]} */
  const wrong = [
    ['a number', 5, 'float'],
    ['null', null, 'null'],
    ['undefined', undefined, 'NoneType'],
    ['a boolean', true, 'bool'],
    ['a bigint', 5n, 'bigint'],
    ['an object', {}, 'Object'],
    ['an array of bytes', [104, 105, 10], 'Array'],
    ['a symbol', Symbol('s'), 'symbol'],
    ['a function', () => 'a\n', 'function'],
    ['an object without a prototype', Object.create(null), 'object'],
    ['a revoked proxy', revoked.proxy, 'object'],
  ];
  for (const [name, chunk, came] of wrong) {
    it(`${name} is refused by name, after the lines before it`, async () => {
      const instance = open();
      const other = instance.range(3);
      await other.next();
      const source = new Source(['one\ntwo\nthr', chunk, 'ee\n']);
      const { items, error } = await failure(instance.lines(source));
      assert.deepEqual(items, ['one', 'two']);
      assert.equal(
        error.message,
        `lines(): the source must give Uint8Array or string chunks, got ${came}`,
      );
      assert.equal(error.constructor, TypeError);
      assert.deepEqual([source.calls, source.closed], [2, 1]);
      assert.deepEqual(await other.next(), { value: 1, done: false });
      await other.return(undefined);
      await nothingLives(instance);
    });
  }

  it('a detached ArrayBuffer fails its own loop only', async () => {
    const instance = open();
    const other = instance.range(3);
    await other.next();
    const detached = new ArrayBuffer(8);
    structuredClone(detached, { transfer: [detached] });
    const source = new Source(['one\n', detached]);
    const { items, error } = await failure(instance.lines(source));
    assert.deepEqual([items, error.name, source.closed], [['one'], 'TypeError', 1]);
    assert.deepEqual(await other.next(), { value: 1, done: false });
    await other.return(undefined);
    await nothingLives(instance);
  });
});

describe('memory', () => {
  const MEGABYTE = 2 ** 20;
  const CHUNK = 65_536;
  const line = `${'0123456789'.repeat(9)}123456789\n`;
  const pattern = Buffer.from(line.repeat(CHUNK));

  /** @param {number} size */
  function* stream(size) {
    for (let at = 0; at < size; at += CHUNK) {
      const start = at % pattern.length;
      yield pattern.subarray(start, start + CHUNK);
    }
  }

  it('stays flat while 64 MB stream through', async () => {
    const instance = open({ maximumMemory: 2 * MEGABYTE });
    const size = 64 * MEGABYTE;
    let count = 0;
    let most = 0;
    async function* source() {
      yield* stream(size);
    }
    for await (const each of instance.lines(source())) {
      if (count++ % 1000 === 0) {
        most = Math.max(most, instance.stats().bytes);
        assert.equal(`${each}\n`, line);
      }
    }
    assert.equal(count, Math.ceil(size / line.length));
    assert.ok(most > 0 && most < MEGABYTE, `${most} bytes`);
    await nothingLives(instance);
  });

  for (const [how, size] of /** @type {[string, number][]} */ ([
    ['in chunks of 64 KiB', CHUNK],
    ['in a single chunk', Infinity],
  ])) {
    it(`holds a line of 4 MB that comes ${how}, and gives it back`, async () => {
      const instance = open();
      const long = 'añ漢🙂'.repeat((4 * MEGABYTE) / 10);
      const bytes = Buffer.from(`short\n${long}\r\nshort\n`);
      const chunks = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      const found = await collect(instance.lines(new Source(chunks)));
      assert.deepEqual([found.length, found[0], found[2]], [3, 'short', 'short']);
      assert.ok(found[1] === long);
      await nothingLives(instance);
    });
  }

  it('of a line that is given up is given back', async () => {
    const instance = open({ maximumMemory: 8 * MEGABYTE });
    for (let round = 0; round < 30; round++) {
      const half = Buffer.alloc(MEGABYTE / 2, 'x');
      const chunks = function* () {
        yield 'one\n';
        yield* [half, half, half];
        if (round % 3 === 1) throw new Error('given up');
        if (round % 3 === 2) yield 5;
        yield '\nrest\n';
      };
      const source = new Source(chunks());
      const loop = (async () => {
        for await (const each of instance.lines(source)) if (each.startsWith('x')) break;
      })();
      if (round % 3 === 1) await assert.rejects(loop, { message: 'given up' });
      else if (round % 3 === 2) await assert.rejects(loop, { name: 'TypeError' });
      else await loop;
    }
    await nothingLives(instance);
  });

  /** @type {[string, () => Iterable<unknown>, object][]} */
  const tooMuch = [
    [
      'a line',
      () => Array.from({ length: 100 }, () => 'x'.repeat(CHUNK)),
      {
        name: 'AsyncforError',
        code: 'MemoryError',
        message: /^lines\(\): no memory for a line of/,
      },
    ],
    [
      'a chunk',
      () => ['one\n', Buffer.alloc(4 * MEGABYTE, 'x')],
      { name: 'RangeError', message: /no memory for 4194304 bytes/ },
    ],
  ];
  for (const [name, chunks, expected] of tooMuch) {
    it(`that ${name} exceeds fails its own loop only`, async () => {
      const instance = open({ maximumMemory: 2 * MEGABYTE });
      const other = instance.range(3);
      await other.next();
      const source = new Source(chunks());
      await assert.rejects(collect(instance.lines(source)), expected);
      assert.equal(source.closed, 1);
      assert.deepEqual(await other.next(), { value: 1, done: false });
      await other.return(undefined);
      await nothingLives(instance);
    });
  }
});

describe('many at once', () => {
  it('100 sources that interleave give each its own lines', async () => {
    const found = await Promise.all(
      Array.from({ length: 100 }, async (_, seed) => {
        const next = random(seed);
        const expected = Array.from(
          { length: 50 },
          (_each, index) => `${seed}:${index} ${'é🙂'.repeat(next(9))}`,
        );
        const bytes = Buffer.from(expected.map((line) => `${line}\r\n`).join(''));
        async function* source() {
          for (const chunk of cut(bytes, next)) {
            if (next(3) === 0) await turn();
            else if (next(2)) await null;
            yield chunk;
          }
        }
        assert.deepEqual(await collect(lines(source())), expected);
        return expected.length;
      }),
    );
    assert.deepEqual(found, Array(100).fill(50));
  });

  it('lines() may be the source of lines()', async () => {
    const inner = async function* () {
      for await (const line of lines(new Source(['a\r\r\nb', '\n\nc']))) yield `${line}\n`;
    };
    assert.deepEqual(await collect(lines(inner())), ['a', 'b', '', 'c']);
  });
});
