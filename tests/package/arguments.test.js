/** Arguments and options: what is refused and with which words, and what passes unchanged. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';

import * as asyncfor from 'asyncfor';
import * as protocol from '../../build/release/tests/protocol.mjs';
import { nothingLives } from '../clock.js';

/** Calls are wrong here on purpose. */
const { AsyncCounter, asyncGenerator, lines, open, range } = /** @type {any} */ (asyncfor);
const { echo, guarded, overflows, relay, settle, Ticker, total, traps } = /** @type {any} */ (
  protocol
);
after(() => Promise.all([asyncfor, protocol].map(nothingLives)));

/** @param {AsyncIterable<unknown>} iterable */
async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/**
 * How a call fails, and the error.
 * @param {() => unknown} call
 * @returns {Promise<['throws' | 'rejects', any]>}
 */
async function failure(call) {
  let result;
  try {
    result = call();
  } catch (error) {
    return ['throws', error];
  }
  try {
    await result;
  } catch (error) {
    return ['rejects', error];
  }
  return assert.fail('it did not fail');
}

const source = (async function* () {})();
const bytes = Uint8Array.of(1, 2, 3);
const revocable = Proxy.revocable({}, {});
revocable.revoke();
const revoked = revocable.proxy;
const hostile = {
  get constructor() {
    throw new Error('hostile');
  },
};

/** A buffer whose memory has gone elsewhere. */
function detached() {
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

const RANGE = 'usage: range(stop, { start, step })';
const COUNTER = 'usage: AsyncCounter(limit, { delay })';
const GENERATOR = 'usage: asyncGenerator(limit, { delay })';
const LINES = 'usage: lines(source, { maximumLength })';
const ECHO = 'usage: echo(truth, integer, wide, number, text, data, anything, { word })';
const SETTLE = 'usage: settle(value, { twice })';
const BITS32 = 'an integer of 32 bits';
const BITS64 = 'an integer of 64 bits (a bigint or a safe integer)';
const BINARY = 'binary data (a Uint8Array, another view or an ArrayBuffer)';
const ITERABLE = 'an async iterable';

describe('a wrong call says what is wrong', () => {
  /** @type {[() => unknown, 'throws' | 'rejects', new () => Error, string][]} */
  const calls = [
    [
      () => range(),
      'throws',
      TypeError,
      `range(): argument 'stop' is missing: expected a number; ${RANGE}`,
    ],
    [
      () => range('3'),
      'throws',
      TypeError,
      `range(): argument 'stop' must be a number, got string "3"`,
    ],
    [
      () => range(undefined),
      'throws',
      TypeError,
      `range(): argument 'stop' must be a number, got undefined`,
    ],
    [
      () => range(1, 2),
      'throws',
      TypeError,
      `range(): the options must be an object, got number 2; ${RANGE}`,
    ],
    [
      () => range(1, null),
      'throws',
      TypeError,
      `range(): the options must be an object, got null; ${RANGE}`,
    ],
    [
      () => range(1, 'x'),
      'throws',
      TypeError,
      `range(): the options must be an object, got string "x"; ${RANGE}`,
    ],
    [
      () => range(1, () => 1),
      'throws',
      TypeError,
      `range(): the options must be an object, got function; ${RANGE}`,
    ],
    [
      () => range(1, [2]),
      'throws',
      TypeError,
      `range(): the options must be an object, got Array; ${RANGE}`,
    ],
    [
      () => range(1, revoked),
      'throws',
      TypeError,
      `range(): the options must be an object, got object; ${RANGE}`,
    ],
    [
      () => range(1, {}, 3),
      'throws',
      TypeError,
      `range(): expected at most 2 arguments, got 3; ${RANGE}`,
    ],
    [
      () => range(1, { stop: 3 }),
      'throws',
      TypeError,
      `range(): there is no option 'stop'; ${RANGE}`,
    ],
    [
      () => range(1, { Step: 3 }),
      'throws',
      TypeError,
      `range(): there is no option 'Step'; ${RANGE}`,
    ],
    [
      () => range(1, { step: '1' }),
      'throws',
      TypeError,
      `range(): option 'step' must be a number, got string "1"`,
    ],
    [
      () => range(1, { start: null }),
      'throws',
      TypeError,
      `range(): option 'start' must be a number, got null`,
    ],
    [
      () => range('x'.repeat(50)),
      'throws',
      TypeError,
      `range(): argument 'stop' must be a number, got string "${'x'.repeat(40)}…"`,
    ],
    [
      () => AsyncCounter(),
      'throws',
      TypeError,
      `AsyncCounter(): argument 'limit' is missing: expected ${BITS32}; ${COUNTER}`,
    ],
    [
      () => new AsyncCounter(),
      'throws',
      TypeError,
      `AsyncCounter(): argument 'limit' is missing: expected ${BITS32}; ${COUNTER}`,
    ],
    [
      () => AsyncCounter('3'),
      'throws',
      TypeError,
      `AsyncCounter(): argument 'limit' must be ${BITS32}, got string "3"`,
    ],
    [
      () => new AsyncCounter(1.5),
      'throws',
      TypeError,
      `AsyncCounter(): argument 'limit' must be ${BITS32}, got number 1.5`,
    ],
    [
      () => new AsyncCounter(1, {}, 0),
      'throws',
      TypeError,
      `AsyncCounter(): expected at most 2 arguments, got 3; ${COUNTER}`,
    ],
    [
      () => new AsyncCounter(1, 0.1),
      'throws',
      TypeError,
      `AsyncCounter(): the options must be an object, got number 0.1; ${COUNTER}`,
    ],
    [
      () => new AsyncCounter(1, { dely: 1 }),
      'throws',
      TypeError,
      `AsyncCounter(): there is no option 'dely'; ${COUNTER}`,
    ],
    [
      () => new AsyncCounter(1, { delay: true }),
      'throws',
      TypeError,
      `AsyncCounter(): option 'delay' must be a number, got boolean true`,
    ],
    [
      () => asyncGenerator(),
      'throws',
      TypeError,
      `asyncGenerator(): argument 'limit' is missing: expected ${BITS32}; ${GENERATOR}`,
    ],
    [
      () => asyncGenerator(2 ** 31),
      'throws',
      TypeError,
      `asyncGenerator(): argument 'limit' must be ${BITS32}, got number 2147483648`,
    ],
    [
      () => asyncGenerator(1, { delay: {} }),
      'throws',
      TypeError,
      `asyncGenerator(): option 'delay' must be a number, got Object`,
    ],
    [
      () => asyncGenerator(1, 2, 3, 4),
      'throws',
      TypeError,
      `asyncGenerator(): expected at most 2 arguments, got 4; ${GENERATOR}`,
    ],
    [
      () => lines(),
      'throws',
      TypeError,
      `lines(): argument 'source' is missing: expected ${ITERABLE}; ${LINES}`,
    ],
    [
      () => lines('a\nb'),
      'throws',
      TypeError,
      `lines(): argument 'source' must be ${ITERABLE}, got string "a\\nb"`,
    ],
    [
      () => lines(['a']),
      'throws',
      TypeError,
      `lines(): argument 'source' must be ${ITERABLE}, got Array`,
    ],
    [
      () => lines(bytes),
      'throws',
      TypeError,
      `lines(): argument 'source' must be ${ITERABLE}, got Uint8Array`,
    ],
    [
      () => lines(new Response('')),
      'throws',
      TypeError,
      `lines(): argument 'source' must be ${ITERABLE}, got Response`,
    ],
    [
      () => lines(revoked),
      'throws',
      TypeError,
      `lines(): argument 'source' must be ${ITERABLE}, got object`,
    ],
    [
      () => lines(source, { maximumLength: 1e10 }),
      'throws',
      TypeError,
      `lines(): option 'maximumLength' must be ${BITS32}, got number 10000000000`,
    ],
    [
      () => lines(source, { maximumlength: 1 }),
      'throws',
      TypeError,
      `lines(): there is no option 'maximumlength'; ${LINES}`,
    ],
    [
      () => lines(source, {}, {}),
      'throws',
      TypeError,
      `lines(): expected at most 2 arguments, got 3; ${LINES}`,
    ],
    [
      () => echo(),
      'throws',
      TypeError,
      `echo(): argument 'truth' is missing: expected a boolean; ${ECHO}`,
    ],
    [
      () => echo(true),
      'throws',
      TypeError,
      `echo(): argument 'integer' is missing: expected ${BITS32}; ${ECHO}`,
    ],
    [
      () => echo(true, 1),
      'throws',
      TypeError,
      `echo(): argument 'wide' is missing: expected ${BITS64}; ${ECHO}`,
    ],
    [
      () => echo(true, 1, 1),
      'throws',
      TypeError,
      `echo(): argument 'number' is missing: expected a number; ${ECHO}`,
    ],
    [
      () => echo(true, 1, 1, 1),
      'throws',
      TypeError,
      `echo(): argument 'text' is missing: expected a string; ${ECHO}`,
    ],
    [
      () => echo(true, 1, 1, 1, ''),
      'throws',
      TypeError,
      `echo(): argument 'data' is missing: expected ${BINARY}; ${ECHO}`,
    ],
    [
      () => echo(true, 1, 1, 1, '', bytes),
      'throws',
      TypeError,
      `echo(): argument 'anything' is missing: expected a value; ${ECHO}`,
    ],
    [
      () => echo(true, 1, 1, 1, '', bytes, 0, {}, 1),
      'throws',
      TypeError,
      `echo(): expected at most 8 arguments, got 9; ${ECHO}`,
    ],
    [
      () => echo(true, 1, 1, 1, '', bytes, 0, 'w'),
      'throws',
      TypeError,
      `echo(): the options must be an object, got string "w"; ${ECHO}`,
    ],
    [
      () => echo(true, 1, 1, 1, '', bytes, 0, { words: '' }),
      'throws',
      TypeError,
      `echo(): there is no option 'words'; ${ECHO}`,
    ],
    [
      () => echo(true, 1, 1, 1, '', bytes, 0, { word: 1 }),
      'throws',
      TypeError,
      `echo(): option 'word' must be a string, got number 1`,
    ],
    [
      () => relay(source, { limit: 1n }),
      'throws',
      TypeError,
      `relay(): option 'limit' must be ${BITS32}, got bigint 1`,
    ],
    [
      () => Ticker(1, { refuses: 1 }),
      'throws',
      TypeError,
      `Ticker(): option 'refuses' must be a boolean, got number 1`,
    ],
    [
      () => overflows(1),
      'throws',
      TypeError,
      'overflows(): expected no arguments, got 1; usage: overflows()',
    ],
    [() => traps(1), 'rejects', TypeError, 'traps(): expected no arguments, got 1; usage: traps()'],
    [
      () => total(),
      'rejects',
      TypeError,
      `total(): argument 'source' is missing: expected ${ITERABLE}; usage: total(source)`,
    ],
    [
      () => total(source, {}),
      'rejects',
      TypeError,
      'total(): expected at most 1 argument, got 2; usage: total(source)',
    ],
    [
      () => total([1, 2]),
      'rejects',
      TypeError,
      `total(): argument 'source' must be ${ITERABLE}, got Array`,
    ],
    [
      () => total(revoked),
      'rejects',
      TypeError,
      `total(): argument 'source' must be ${ITERABLE}, got object`,
    ],
    [
      () => settle(),
      'rejects',
      TypeError,
      `settle(): argument 'value' is missing: expected a value; ${SETTLE}`,
    ],
    [
      () => settle(1, {}, 3),
      'rejects',
      TypeError,
      `settle(): expected at most 2 arguments, got 3; ${SETTLE}`,
    ],
    [
      () => settle(1, true),
      'rejects',
      TypeError,
      `settle(): the options must be an object, got boolean true; ${SETTLE}`,
    ],
    [
      () => settle(1, { thrice: true }),
      'rejects',
      TypeError,
      `settle(): there is no option 'thrice'; ${SETTLE}`,
    ],
    [
      () => settle(1, { twice: 'yes' }),
      'rejects',
      TypeError,
      `settle(): option 'twice' must be a boolean, got string "yes"`,
    ],
    [() => range(1, { step: 0 }).next(), 'rejects', RangeError, 'range() arg 3 must not be zero'],
    [
      () => lines(source, { maximumLength: -1 }).next(),
      'rejects',
      RangeError,
      `lines(): 'maximumLength' must not be negative, got -1`,
    ],
  ];
  for (const [call, how, Class, message] of calls) {
    it(`${String(call).slice('() => '.length)} ${how}`, async () => {
      const [failed, error] = await failure(call);
      assert.equal(error.message, message);
      assert.deepEqual([failed, error.constructor], [how, Class]);
    });
  }
});

describe('every type refuses what it does not take', () => {
  /** Of each parameter: its type, what is expected, and a call with it. */
  const parameters = /** @type {[string, string, string, (value: unknown) => unknown][]} */ ([
    ['bool', "echo(): argument 'truth'", 'a boolean', (v) => echo(v, 1, 1, 1, '', bytes, 0)],
    ['int', "echo(): argument 'integer'", BITS32, (v) => echo(true, v, 1, 1, '', bytes, 0)],
    ['int64', "echo(): argument 'wide'", BITS64, (v) => echo(true, 1, v, 1, '', bytes, 0)],
    ['double', "echo(): argument 'number'", 'a number', (v) => echo(true, 1, 1, v, '', bytes, 0)],
    ['string', "echo(): argument 'text'", 'a string', (v) => echo(true, 1, 1, 1, v, bytes, 0)],
    ['bytes', "echo(): argument 'data'", BINARY, (v) => echo(true, 1, 1, 1, '', v, 0)],
    ['value', "echo(): argument 'anything'", '', (v) => echo(true, 1, 1, 1, '', bytes, v)],
    ['iterable', "relay(): argument 'source'", ITERABLE, (v) => relay(v)],
    ['int', "relay(): option 'limit'", BITS32, (v) => relay(source, { limit: v })],
    ['double', "guarded(): option 'delay'", 'a number', (v) => guarded(1, { delay: v })],
    ['bool', "guarded(): option 'fails'", 'a boolean', (v) => guarded(1, { fails: v })],
  ]);
  /** Each value: how it is called in a message, and the types that take it. */
  const values = /** @type {[unknown, string, string[]][]} */ ([
    [null, 'null', []],
    [true, 'boolean true', ['bool']],
    [false, 'boolean false', ['bool']],
    [0, 'number 0', ['int', 'int64', 'double']],
    [1.5, 'number 1.5', ['double']],
    [Number.NaN, 'number NaN', ['double']],
    [Infinity, 'number Infinity', ['double']],
    [-Infinity, 'number -Infinity', ['double']],
    [2 ** 31 - 1, 'number 2147483647', ['int', 'int64', 'double']],
    [2 ** 31, 'number 2147483648', ['int64', 'double']],
    [-(2 ** 31), 'number -2147483648', ['int', 'int64', 'double']],
    [-(2 ** 31) - 1, 'number -2147483649', ['int64', 'double']],
    [2 ** 53, 'number 9007199254740992', ['double']],
    [10n, 'bigint 10', ['int64']],
    [2n ** 63n, 'bigint 9223372036854775808', []],
    [-(2n ** 63n) - 1n, 'bigint -9223372036854775809', []],
    ['', 'string ""', ['string']],
    ['1', 'string "1"', ['string']],
    [Symbol('s'), 'symbol', []],
    [() => 1, 'function', []],
    [class Named {}, 'function', []],
    [{}, 'Object', []],
    [Object.create(null), 'object', []],
    [{ constructor: 1 }, 'object', []],
    [hostile, 'object', []],
    [[], 'Array', []],
    [[1], 'Array', []],
    [new Date(0), 'Date', []],
    [new (class Named {})(), 'Named', []],
    [Object(1), 'Number', []],
    [Object('1'), 'String', []],
    [Promise.resolve(1), 'Promise', []],
    [new Proxy({}, {}), 'Object', []],
    [new Proxy([], {}), 'Array', []],
    [new Proxy(() => 1, {}), 'function', []],
    [revoked, 'object', []],
    [bytes, 'Uint8Array', ['bytes']],
    [new DataView(new ArrayBuffer(2)), 'DataView', ['bytes']],
    [new BigInt64Array(1), 'BigInt64Array', ['bytes']],
    [new ArrayBuffer(2), 'ArrayBuffer', ['bytes']],
    [Buffer.from('b'), 'Buffer', ['bytes']],
    [new SharedArrayBuffer(2), 'SharedArrayBuffer', []],
    [new Proxy(bytes, {}), 'Uint8Array', []],
    [new Map(), 'Map', []],
    [[1].values(), 'Object', []],
    [source, 'AsyncGenerator', ['iterable']],
    [{ [Symbol.asyncIterator]: 1 }, 'Object', ['iterable']],
    [new ReadableStream(), 'ReadableStream', ['iterable']],
  ]);
  for (const [index, [value, came, takers]] of values.entries()) {
    it(`${came} (${index})`, () => {
      for (const [type, what, expected, call] of parameters) {
        if (type === 'value' || takers.includes(type)) {
          assert.doesNotThrow(() => call(value), what);
        } else {
          const message = `${what} must be ${expected}, got ${came}`;
          assert.throws(() => call(value), { name: 'TypeError', message });
        }
      }
    });
  }

  it('a detached ArrayBuffer', () => {
    assert.throws(() => echo(true, 1, 1, 1, '', detached(), 0), {
      name: 'TypeError',
      message: /^echo\(\): argument 'data' must be binary data .*, got .*ArrayBuffer/,
    });
  });

  it('an error of a getter of its own is the one that arrives', async () => {
    const error = new Error('of the getter');
    const thrower = {
      get step() {
        throw error;
      },
    };
    const iterable = {
      get [Symbol.asyncIterator]() {
        throw error;
      },
    };
    for (const call of [() => range(1, thrower), () => lines(iterable), () => total(iterable)]) {
      assert.equal((await failure(call))[1], error);
    }
  });
});

describe('what is right passes unchanged', () => {
  const names = ['truth', 'integer', 'wide', 'number', 'text', 'data', 'anything', 'word'];
  const plain = [true, 0, 0, 0, '', new Uint8Array(0), undefined];

  /**
   * What comes back of one argument among plain ones.
   * @param {string} name
   * @param {unknown} value
   */
  async function passed(name, value) {
    const index = names.indexOf(name);
    const items = await collect(echo(...plain.with(index, value)));
    assert.equal(items.length, names.length);
    const others = (/** @type {unknown[]} */ all) => all.filter((_, each) => each !== index);
    assert.deepEqual(others(items), others([...plain, 'default']));
    return items[index];
  }

  const texts = [
    '',
    'text',
    'x'.repeat(24),
    'x'.repeat(25),
    'grün',
    '漢字🙂👩‍👩‍👧',
    '\0a\0',
    '\ufeffmark',
    '\r\n\t"\\',
    'añ漢🙂'.repeat(2 ** 20 / 10),
  ];
  /** @type {Record<string, unknown[]>} */
  const same = {
    truth: [true, false],
    integer: [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)],
    wide: [0, -1, 2 ** 31, 2 ** 53 - 1, 1 - 2 ** 53, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)],
    number: [
      0,
      -0,
      Number.NaN,
      Infinity,
      -Infinity,
      0.1,
      2 ** 53 + 2,
      Number.MIN_VALUE,
      -Number.MAX_VALUE,
    ],
    text: texts,
    anything: [
      undefined,
      null,
      true,
      false,
      -0,
      Number.NaN,
      1.5,
      10n,
      2n ** 100n,
      ...texts,
      {},
      [],
      Object.create(null),
      hostile,
      () => 1,
      class {},
      Symbol('s'),
      Symbol.iterator,
      new Error('no failure'),
      new Date(0),
      new Map(),
      new SharedArrayBuffer(1),
      Promise.resolve(1),
      Object.freeze({ then: 1 }),
      new Proxy({}, {}),
      globalThis,
    ],
  };
  for (const [name, values] of Object.entries(same)) {
    it(`as '${name}', ${values.length} values`, async () => {
      for (const [index, value] of values.entries()) {
        assert.ok(Object.is(await passed(name, value), value), `${name}, ${index}`);
      }
    });
  }

  it('a revoked proxy, as anything else, and harms no one', async () => {
    const instance = protocol.open();
    const other = instance.guarded(3);
    await other.next();
    const iterator = instance.echo(true, 0, 0, 0, '', bytes, revoked);
    const items = await collect(iterator).catch((error) => [error.message]);
    assert.ok(items[6] === revoked, String(items[0]));
    assert.deepEqual(await other.next(), { value: 2, done: false });
    await other.return(undefined);
    await nothingLives(instance);
  });

  it('a detached ArrayBuffer as anything harms no one', async () => {
    const instance = protocol.open();
    const other = instance.guarded(3);
    await other.next();
    const call = async () => instance.settle(detached());
    const error = await call().then(
      () => undefined,
      (reason) => reason,
    );
    assert.ok(error === undefined || error instanceof TypeError, String(error));
    assert.deepEqual(await other.next(), { value: 2, done: false });
    await other.return(undefined);
    await nothingLives(instance);
  });

  it('integers as the number they are', async () => {
    /** @type {[string, unknown, unknown][]} */
    const cases = [
      ['integer', -0, 0],
      ['wide', -0, 0],
      ['wide', 0n, 0],
      ['wide', -5n, -5],
      ['wide', 2n ** 53n - 1n, 2 ** 53 - 1],
      ['wide', 1n - 2n ** 53n, 1 - 2 ** 53],
      ['wide', -(2n ** 53n), -(2n ** 53n)],
    ];
    for (const [name, value, expected] of cases) {
      assert.ok(Object.is(await passed(name, value), expected), `${name} ${value}`);
    }
  });

  it('lone surrogates as U+FFFD', async () => {
    for (const name of ['text', 'anything']) {
      assert.equal(await passed(name, 'a\ud83d\n\ude42b'), 'a\ufffd\n\ufffdb');
    }
  });

  const buffer = Uint8Array.from({ length: 16 }, (_, index) => index).buffer;
  const shared = new Uint8Array(new SharedArrayBuffer(4)).fill(7);
  /** @type {Record<string, [ArrayBuffer | ArrayBufferView, Uint8Array]>} */
  const binary = {
    'an ArrayBuffer': [buffer, new Uint8Array(buffer)],
    'a view of a larger buffer': [new Uint8Array(buffer, 5, 3), Uint8Array.of(5, 6, 7)],
    'a DataView': [new DataView(buffer, 14), Uint8Array.of(14, 15)],
    'a Uint32Array': [new Uint32Array(buffer, 4, 1), Uint8Array.of(4, 5, 6, 7)],
    'a Float64Array': [new Float64Array([1]), Uint8Array.of(0, 0, 0, 0, 0, 0, 0xf0, 0x3f)],
    'a Uint8ClampedArray': [new Uint8ClampedArray([300]), Uint8Array.of(255)],
    'a Buffer': [Buffer.from('é'), Uint8Array.of(0xc3, 0xa9)],
    'a view of shared memory': [shared, Uint8Array.of(7, 7, 7, 7)],
    'no bytes': [new Uint8Array(0), new Uint8Array(0)],
    'a megabyte': [new Uint8Array(2 ** 20).fill(9), new Uint8Array(2 ** 20).fill(9)],
  };
  for (const [form, [value, expected]] of Object.entries(binary)) {
    for (const name of ['data', 'anything']) {
      it(`${form} as '${name}', as a Uint8Array of its own`, async () => {
        const item = /** @type {Uint8Array} */ (await passed(name, value));
        assert.equal(item.constructor, Uint8Array);
        assert.equal(item.buffer.byteLength, item.length);
        assert.deepEqual(item, expected);
      });
    }
  }

  /** @type {Record<string, (memory: ArrayBuffer) => unknown>} */
  const views = {
    'a Uint8Array': (memory) => new Uint8Array(memory),
    'a Buffer': (memory) => Buffer.from(memory),
    'a DataView': (memory) => new DataView(memory),
    'an ArrayBuffer': (memory) => memory,
  };
  for (const [form, view] of Object.entries(views)) {
    for (const name of ['data', 'anything']) {
      it(`the bytes of ${form} as '${name}' are copied at the call`, async () => {
        const memory = Uint8Array.of(1, 2, 3).buffer;
        const item = passed(name, view(memory));
        const late = echo(...plain.with(names.indexOf(name), view(memory)));
        new Uint8Array(memory).fill(9);
        assert.deepEqual(await item, Uint8Array.of(1, 2, 3));
        assert.deepEqual((await collect(late))[names.indexOf(name)], Uint8Array.of(1, 2, 3));
      });
    }
  }

  it('an option; left out, undefined or inherited', async () => {
    const word = async (/** @type {unknown[]} */ ...options) =>
      (await collect(echo(...plain, ...options))).at(-1);
    assert.equal(await word(), 'default');
    assert.equal(await word(undefined), 'default');
    assert.equal(await word({}), 'default');
    assert.equal(await word({ word: undefined }), 'default');
    assert.equal(await word({ word: '' }), '');
    assert.equal(await word({ word: 'grün 🙂' }), 'grün 🙂');
    assert.equal(await word(Object.assign(Object.create(null), { word: 'bare' })), 'bare');
    assert.equal(await word(Object.create({ word: 'inherited' })), 'inherited');
  });

  it('options are read at the call, once', async () => {
    let reads = 0;
    const options = {
      get word() {
        return `read ${++reads}`;
      },
    };
    const iterator = echo(...plain, options);
    assert.equal(reads, 1);
    assert.equal((await collect(iterator)).at(-1), 'read 1');
    assert.equal(reads, 1);
  });
});

describe('open()', () => {
  /** @type {[unknown, string][]} */
  const wrong = [
    [
      { maxMemory: 1 },
      "open(): there is no option 'maxMemory'; there are wasm, maximumMemory, clock",
    ],
    [{ Wasm: '' }, "open(): there is no option 'Wasm'; there are wasm, maximumMemory, clock"],
    [null, 'open(): the options must be an object, got null'],
    [5, 'open(): the options must be an object, got number 5'],
    ['file.wasm', 'open(): the options must be an object, got string "file.wasm"'],
  ];
  for (const [options, message] of wrong) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      assert.throws(() => open(options), { name: 'TypeError', message });
      assert.throws(() => protocol.open(/** @type {any} */ (options)), { message });
    });
  }

  const file = new URL('../../dist/asyncfor.wasm', import.meta.url);
  const code = readFileSync(file);
  const server = createServer(({ url }, response) => {
    if (url === '/reset.wasm') response.destroy();
    else if (url === '/page.wasm') response.end('<!doctype html>');
    else if (url !== '/asyncfor.wasm') response.writeHead(404).end();
    else response.setHeader('content-type', 'application/wasm').end(code);
  });
  let address = '';
  before(async () => {
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    address = `http://127.0.0.1:${port}`;
  });
  after(() => server.close());

  /** @type {Record<string, () => unknown>} */
  const locations = {
    'a URL of a file': () => file,
    'a file: address': () => file.href,
    'an http: address': () => `${address}/asyncfor.wasm`,
    bytes: () => code,
    'an ArrayBuffer': () => new Uint8Array(code).buffer,
    'a compiled module': () => new WebAssembly.Module(code),
  };
  for (const [name, wasm] of Object.entries(locations)) {
    it(`takes ${name}`, async () => {
      const instance = open({ wasm: wasm() });
      assert.deepEqual(await collect(instance.range(3)), [0, 1, 2]);
      await instance.ready();
      await nothingLives(instance);
    });
  }

  const MINIMUM = 2 ** 20;
  /** @type {[string, () => object, RegExp][]} what cannot come up, and what the error names */
  const broken = [
    [
      'a file that is not there',
      () => ({ wasm: new URL('file:///no/such.wasm') }),
      /\/no\/such\.wasm/,
    ],
    ['a path that is not there', () => ({ wasm: '/no/such.wasm' }), /\/no\/such\.wasm/],
    ['a relative path', () => ({ wasm: 'no-such.wasm' }), /no-such\.wasm/],
    [
      'a page that is not there',
      () => ({ wasm: `${address}/missing.wasm` }),
      /missing\.wasm: 404 Not Found/,
    ],
    ['a server that hangs up', () => ({ wasm: `${address}/reset.wasm` }), /reset\.wasm/],
    ['a page that is no wasm', () => ({ wasm: `${address}/page.wasm` }), /page\.wasm.*magic word/],
    [
      'a file that is no wasm',
      () => ({ wasm: new URL(import.meta.url) }),
      /arguments\.test\.js.*magic word/,
    ],
    ['bytes that are no wasm', () => ({ wasm: Uint8Array.of(1, 2, 3, 4) }), /magic word/],
    ['no bytes', () => ({ wasm: new Uint8Array(0) }), /cannot be loaded: .*empty/],
    [
      'another wasm',
      () => ({ wasm: Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0) }),
      /cannot be loaded/,
    ],
    ['a location of another type', () => ({ wasm: {} }), /'wasm'|Object/],
    ...[MINIMUM - 1, 65_536, 1, 0, -1, Number.NaN].map(
      (maximumMemory) =>
        /** @type {[string, () => object, RegExp]} */ ([
          `maximumMemory ${maximumMemory}`,
          () => ({ maximumMemory }),
          new RegExp(
            `open\\(\\): option 'maximumMemory' must be at least ${MINIMUM} bytes, got ${maximumMemory}$`,
          ),
        ]),
    ),
  ];
  for (const [name, options, names] of broken) {
    it(`with ${name} makes every call fail with one clear error`, async () => {
      let touched = false;
      const untouched = {
        [Symbol.asyncIterator]() {
          touched = true;
          return source;
        },
      };
      const instance = open(options());
      const errors = await Promise.all(
        [
          () => instance.ready(),
          () => instance.range(1).next(),
          () => new instance.AsyncCounter(1).next(),
          () => collect(instance.lines(untouched)),
          () => instance.asyncGenerator(1).return(1),
          () => protocol.open(options()).settle(1),
        ].map(async (call) => (await failure(call))[1]),
      );
      for (const error of errors) {
        assert.deepEqual([error.name, error.code], ['AsyncforError', 'LoadError']);
        assert.equal(error.message, errors[0].message);
        assert.match(error.message, /^asyncfor: the module cannot be loaded: /);
        assert.match(error.message, names);
      }
      const again = await failure(() => instance.range(1).next());
      assert.equal(again[1].message, errors[0].message);
      assert.equal(touched, false);
    });
  }

  it('still refuses wrong arguments where nothing can be loaded', () => {
    const instance = open({ wasm: '/no/such.wasm' });
    assert.throws(() => instance.range(), {
      name: 'TypeError',
      message: /^range\(\): argument 'stop'/,
    });
  });
});

describe('maximumMemory', () => {
  const limit = 2 ** 21;
  const large = 'x'.repeat(3_000_000);
  const blob = new Uint8Array(3_000_000);

  it('of the least that is possible works', async () => {
    const instance = protocol.open({ maximumMemory: 2 ** 20 });
    assert.deepEqual(await collect(instance.guarded(3)), [1, 2, 3]);
    await nothingLives(instance);
  });

  it('does not refuse what fits', async () => {
    const text = 'x'.repeat(500_000);
    const instance = protocol.open({ maximumMemory: limit });
    for (let round = 0; round < 20; round++) assert.equal(await instance.settle(text), text);
    await nothingLives(instance);
  });

  /** @type {Record<string, (instance: any) => Promise<unknown>>} */
  const calls = {
    'a string': (instance) => instance.echo(true, 1, 1, 1, large, bytes, 0).next(),
    'binary data': (instance) => instance.echo(true, 1, 1, 1, 'text', blob, 0).next(),
    'a string as anything': (instance) => instance.echo(true, 1, 1, 1, 'text', bytes, large).next(),
    'an option': (instance) =>
      instance.echo(true, 1, 1, 1, 'text', bytes, {}, { word: large }).next(),
    'an argument of a function': (instance) => instance.settle(large),
    'a value that is awaited': (instance) => instance.settle(Promise.resolve(large)),
    'an item of a source': (instance) =>
      collect(
        instance.relay(
          (async function* () {
            yield large;
          })(),
        ),
      ),
    'a value for return()': async (instance) => {
      const iterator = instance.guarded(3);
      await iterator.next();
      try {
        return await iterator.return(large);
      } finally {
        await iterator.return(undefined);
      }
    },
  };
  for (const [what, call] of Object.entries(calls)) {
    it(`refuses ${what} that is too large, and the instance goes on`, async () => {
      const instance = protocol.open({ maximumMemory: limit });
      const other = instance.guarded(5);
      await other.next();
      for (let round = 0; round < 3; round++) {
        await assert.rejects(call(instance), {
          name: 'RangeError',
          message: /no memory for 3000000 bytes/,
        });
      }
      assert.deepEqual(await other.next(), { value: 2, done: false });
      assert.equal(await instance.settle('fits'), 'fits');
      await other.return(undefined);
      await nothingLives(instance);
    });
  }

  it('holds for its own instance only', async () => {
    protocol.open({ maximumMemory: limit });
    assert.equal(await settle(large), large);
  });
});

describe('two instances', () => {
  it('share nothing but the values they are given', async () => {
    const [one, two] = [protocol.open(), protocol.open()];
    assert.notEqual(one.guarded, two.guarded);
    const counting = one.guarded(5);
    await counting.next();
    assert.deepEqual([one.stats().coroutines, two.stats().coroutines], [1, 0]);
    assert.ok(!(counting instanceof /** @type {any} */ (two.guarded)));

    const value = {};
    assert.equal(await two.settle(await one.settle(value)), value);
    assert.deepEqual(await collect(two.relay(one.relay(two.guarded(3)))), [1, 2, 3]);

    await nothingLives(two);
    assert.deepEqual(await counting.next(), { value: 2, done: false });
    await counting.return(undefined);
    await nothingLives(one);
  });
});
