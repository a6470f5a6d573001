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

const BITS32 = 'an integer of 32 bits';
const BITS64 = 'an integer of 64 bits (a bigint or a safe integer)';
const BINARY = 'binary data (a Uint8Array, another view or an ArrayBuffer)';
const ITERABLE = 'an async iterable';

describe('a wrong call says what is wrong', () => {
  const long = 'x'.repeat(50);
  /**
   * By signature: how its wrong calls fail, and what is said of each. After a semicolon, the
   * message goes on with the usage.
   * @type {Record<string, ['throws' | 'rejects', [call: () => unknown, text: string][]]>}
   */
  const calls = {
    'range(stop, { start, step, signal })': [
      'throws',
      [
        [() => range(), "argument 'stop' is missing: expected a number;"],
        [() => range('3'), `argument 'stop' must be a number, got string "3"`],
        [() => range(long), `argument 'stop' must be a number, got string "${long.slice(10)}…"`],
        [() => range(undefined), "argument 'stop' must be a number, got undefined"],
        [() => range(1, 2), 'the options must be an object, got number 2;'],
        [() => range(1, null), 'the options must be an object, got null;'],
        [() => range(1, 'x'), 'the options must be an object, got string "x";'],
        [() => range(1, () => 1), 'the options must be an object, got function;'],
        [() => range(1, {}, 3), 'expected at most 2 arguments, got 3;'],
        [() => range(1, [2]), "there is no option '0';"],
        [() => range(1, { stop: 3 }), "there is no option 'stop';"],
        [() => range(1, { Step: 3 }), "there is no option 'Step';"],
        [() => range(1, { step: '1' }), `option 'step' must be a number, got string "1"`],
        [() => range(1, { start: null }), "option 'start' must be a number, got null"],
      ],
    ],
    'AsyncCounter(limit, { delay, signal })': [
      'throws',
      [
        [() => AsyncCounter(), `argument 'limit' is missing: expected ${BITS32};`],
        [() => new AsyncCounter(), `argument 'limit' is missing: expected ${BITS32};`],
        [() => AsyncCounter('3'), `argument 'limit' must be ${BITS32}, got string "3"`],
        [() => new AsyncCounter(1.5), `argument 'limit' must be ${BITS32}, got number 1.5`],
        [() => AsyncCounter(1, {}, 0), 'expected at most 2 arguments, got 3;'],
        [() => new AsyncCounter(1, {}, 0), 'expected at most 2 arguments, got 3;'],
        [() => new AsyncCounter(1, 0.1), 'the options must be an object, got number 0.1;'],
        [() => new AsyncCounter(1, { dely: 1 }), "there is no option 'dely';"],
        [
          () => new AsyncCounter(1, { delay: true }),
          "option 'delay' must be a number, got boolean true",
        ],
      ],
    ],
    'asyncGenerator(limit, { delay, signal })': [
      'throws',
      [
        [() => asyncGenerator(), `argument 'limit' is missing: expected ${BITS32};`],
        [
          () => asyncGenerator(2 ** 31),
          `argument 'limit' must be ${BITS32}, got number 2147483648`,
        ],
        [() => asyncGenerator(1, { delay: {} }), "option 'delay' must be a number, got Object"],
        [() => asyncGenerator(1, 2, 3, 4), 'expected at most 2 arguments, got 4;'],
      ],
    ],
    'lines(source, { maximumLength, signal })': [
      'throws',
      [
        [() => lines(), `argument 'source' is missing: expected ${ITERABLE};`],
        [() => lines('a\nb'), `argument 'source' must be ${ITERABLE}, got string "a\\nb"`],
        [() => lines(['a']), `argument 'source' must be ${ITERABLE}, got Array`],
        [() => lines(bytes), `argument 'source' must be ${ITERABLE}, got Uint8Array`],
        [() => lines(new Response('')), `argument 'source' must be ${ITERABLE}, got Response`],
        [() => lines(revoked), `argument 'source' must be ${ITERABLE}, got a revoked proxy`],
        [
          () => lines(source, { maximumLength: 1e10 }),
          `option 'maximumLength' must be ${BITS32}, got number 10000000000`,
        ],
        [() => lines(source, { maximumlength: 1 }), "there is no option 'maximumlength';"],
        [() => lines(source, {}, {}), 'expected at most 2 arguments, got 3;'],
      ],
    ],
    'echo(truth, integer, wide, number, text, data, anything, { word, signal })': [
      'throws',
      [
        [() => echo(), "argument 'truth' is missing: expected a boolean;"],
        [() => echo(true), `argument 'integer' is missing: expected ${BITS32};`],
        [() => echo(true, 1), `argument 'wide' is missing: expected ${BITS64};`],
        [() => echo(true, 1, 1), "argument 'number' is missing: expected a number;"],
        [() => echo(true, 1, 1, 1), "argument 'text' is missing: expected a string;"],
        [() => echo(true, 1, 1, 1, ''), `argument 'data' is missing: expected ${BINARY};`],
        [() => echo(true, 1, 1, 1, '', bytes), "argument 'anything' is missing: expected a value;"],
        [() => echo(true, 1, 1, 1, '', bytes, 0, {}, 1), 'expected at most 8 arguments, got 9;'],
        [
          () => echo(true, 1, 1, 1, '', bytes, 0, 1),
          'the options must be an object, got number 1;',
        ],
        [() => echo(true, 1, 1, 1, '', bytes, 0, { words: '' }), "there is no option 'words';"],
        [
          () => echo(true, 1, 1, 1, '', bytes, 0, { word: 1 }),
          "option 'word' must be a string, got number 1",
        ],
      ],
    ],
    'Ticker(limit, { refuses, signal })': [
      'throws',
      [[() => Ticker(1, { refuses: 1 }), "option 'refuses' must be a boolean, got number 1"]],
    ],
    'overflows({ signal })': [
      'throws',
      [
        [() => overflows(1), 'the options must be an object, got number 1;'],
        [() => overflows({}, 1), 'expected at most 1 argument, got 2;'],
        [
          () => overflows({ signal: new EventTarget() }),
          "option 'signal' must be an AbortSignal, got EventTarget",
        ],
      ],
    ],
    'traps({ signal })': [
      'rejects',
      [
        [() => traps({}, 1), 'expected at most 1 argument, got 2;'],
        [() => traps({ signal: true }), "option 'signal' must be an AbortSignal, got boolean true"],
        [
          () => traps({ signal: revoked }),
          "option 'signal' must be an AbortSignal, got a revoked proxy",
        ],
      ],
    ],
    'total(source, { signal })': [
      'rejects',
      [
        [() => total(), `argument 'source' is missing: expected ${ITERABLE};`],
        [() => total(source, {}, 0), 'expected at most 2 arguments, got 3;'],
        [() => total([1, 2]), `argument 'source' must be ${ITERABLE}, got Array`],
        [() => total(revoked), `argument 'source' must be ${ITERABLE}, got a revoked proxy`],
      ],
    ],
    'settle(value, { twice, signal })': [
      'rejects',
      [
        [() => settle(), "argument 'value' is missing: expected a value;"],
        [() => settle(1, {}, 3), 'expected at most 2 arguments, got 3;'],
        [() => settle(1, true), 'the options must be an object, got boolean true;'],
        [() => settle(1, { thrice: true }), "there is no option 'thrice';"],
        [() => settle(1, { twice: 'yes' }), `option 'twice' must be a boolean, got string "yes"`],
      ],
    ],
  };
  for (const [signature, [how, rows]] of Object.entries(calls)) {
    const name = signature.slice(0, signature.indexOf('('));
    for (const [call, text] of rows) {
      it(`${String(call).slice('() => '.length)} ${how}`, async () => {
        const [failed, error] = await failure(call);
        const usage = text.endsWith(';') ? ` usage: ${signature}` : '';
        assert.equal(error.message, `${name}(): ${text}${usage}`);
        assert.deepEqual([failed, error.constructor], [how, TypeError]);
      });
    }
  }

  /** @type {[() => unknown, string][]} what C refuses, once it runs */
  const values = [
    [() => range(1, { step: 0 }).next(), "range(): 'step' must be a number other than 0"],
    [
      () => lines(source, { maximumLength: -1 }).next(),
      "lines(): 'maximumLength' must not be negative, got -1",
    ],
  ];
  for (const [call, message] of values) {
    it(`${String(call).slice('() => '.length)} rejects`, async () => {
      const [failed, error] = await failure(call);
      assert.deepEqual(
        [failed, error.constructor, error.message],
        ['rejects', RangeError, message],
      );
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
    [revoked, 'a revoked proxy', []],
    [bytes, 'Uint8Array', ['bytes']],
    [new DataView(new ArrayBuffer(2)), 'DataView', ['bytes']],
    [new BigInt64Array(1), 'BigInt64Array', ['bytes']],
    [new ArrayBuffer(2), 'ArrayBuffer', ['bytes']],
    [Buffer.from('b'), 'Buffer', ['bytes']],
    [new SharedArrayBuffer(2), 'SharedArrayBuffer', []],
    [new Proxy(bytes, {}), 'Uint8Array', []],
    [new Map(), 'Map', []],
    [source, 'object', ['iterable']],
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

  it('a revoked proxy as options', () => {
    const named = (/** @type {string} */ name) => ({
      name: 'TypeError',
      message: new RegExp(`^${name}\\(\\): the options `),
    });
    assert.throws(() => range(1, revoked), named('range'));
    assert.throws(() => open(revoked), named('open'));
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
  /** @type {unknown[]} */
  const plain = [true, 0, 0, 0, '', new Uint8Array(0), undefined];

  /**
   * What comes back of one argument among plain ones: as a member, for it may be a promise.
   * @param {string} name
   * @param {unknown} value
   */
  async function passed(name, value) {
    const index = names.indexOf(name);
    const items = await collect(echo(...plain.with(index, value)));
    assert.equal(items.length, names.length);
    const others = (/** @type {unknown[]} */ all) => all.filter((_, each) => each !== index);
    assert.deepEqual(others(items), others([...plain, 'default']));
    return { item: items[index] };
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
      Object.freeze({ then: 1 }),
      new Proxy({}, {}),
      globalThis,
    ],
  };
  for (const [name, values] of Object.entries(same)) {
    it(`as '${name}', ${values.length} values`, async () => {
      for (const [index, value] of values.entries()) {
        const { item } = await passed(name, value);
        assert.ok(Object.is(item, value), `${name}, ${index}`);
      }
    });
  }

  it('a promise, which the yield awaits', async () => {
    assert.deepEqual(await passed('anything', Promise.resolve(1)), { item: 1 });
  });

  it('but a revoked proxy is refused by the yield, and harms no one', async () => {
    const instance = protocol.open();
    const other = instance.guarded(3);
    await other.next();
    const iterator = instance.echo(true, 0, 0, 0, '', bytes, revoked);
    await assert.rejects(collect(iterator), TypeError);
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
      const { item } = await passed(name, value);
      assert.ok(Object.is(item, expected), `${name} ${value}`);
    }
  });

  it('lone surrogates as U+FFFD', async () => {
    for (const name of ['text', 'anything']) {
      const { item } = await passed(name, 'a\ud83d\n\ude42b');
      assert.equal(item, 'a\ufffd\n\ufffdb');
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
        const item = /** @type {Uint8Array} */ ((await passed(name, value)).item);
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
        const started = passed(name, view(memory));
        const late = echo(...plain.with(names.indexOf(name), view(memory)));
        new Uint8Array(memory).fill(9);
        assert.deepEqual((await started).item, Uint8Array.of(1, 2, 3));
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
  const known = 'there are wasm, maximumMemory, clock';
  const location = "option 'wasm' must be a URL, a string, bytes or a WebAssembly.Module";
  const least = "option 'maximumMemory' must be a number of bytes, at least 1048576";
  const functions = "'clock' must be an object with the functions now, setTimeout and clearTimeout";
  /** @type {[unknown, string][]} */
  const wrong = [
    [null, 'the options must be an object, got null'],
    [5, 'the options must be an object, got number 5'],
    ['file.wasm', 'the options must be an object, got string "file.wasm"'],
    [{ maxMemory: 1 }, `there is no option 'maxMemory'; ${known}`],
    [{ Wasm: '' }, `there is no option 'Wasm'; ${known}`],
    [{ toString: '' }, `there is no option 'toString'; ${known}`],
    [{ wasm: null }, `${location}, got null`],
    [{ wasm: 5 }, `${location}, got number 5`],
    [{ wasm: {} }, `${location}, got Object`],
    [{ maximumMemory: 2 ** 20 - 1 }, `${least}, got number 1048575`],
    [{ maximumMemory: 65_536 }, `${least}, got number 65536`],
    [{ maximumMemory: 0 }, `${least}, got number 0`],
    [{ maximumMemory: -1 }, `${least}, got number -1`],
    [{ maximumMemory: Number.NaN }, `${least}, got number NaN`],
    [{ maximumMemory: '16777216' }, `${least}, got string "16777216"`],
    [{ maximumMemory: null }, `${least}, got null`],
    [{ clock: 5 }, `option ${functions}, got number 5`],
    [{ clock: null }, `option ${functions}, got null`],
    [{ clock: { now: Date.now } }, `option ${functions}, got Object`],
  ];
  for (const [options, text] of wrong) {
    it(`refuses: ${text}`, () => {
      const expected = { name: 'TypeError', message: `open(): ${text}` };
      assert.throws(() => open(options), expected);
      assert.throws(() => protocol.open(/** @type {any} */ (options)), expected);
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

  const given = 'the module';
  const missing = new URL('file:///no/such.wasm');
  const here = new URL(import.meta.url);
  /**
   * What cannot come up: the location, how it is called in the error, and the reason there.
   * @type {[string, () => unknown, () => string, RegExp][]}
   */
  const broken = [
    ['a file that is not there', () => missing, () => missing.href, /^ENOENT: no such file/],
    ['a path that is not there', () => '/no/such.wasm', () => '/no/such.wasm', /^ENOENT: /],
    ['a relative path', () => 'no-such.wasm', () => 'no-such.wasm', /^ENOENT: .*no-such\.wasm'$/],
    [
      'a page that is not there',
      () => `${address}/missing.wasm`,
      () => `${address}/missing.wasm`,
      /^404 Not Found$/,
    ],
    [
      'a server that hangs up',
      () => new URL(`${address}/reset.wasm`),
      () => `${address}/reset.wasm`,
      /^fetch failed$/,
    ],
    [
      'a page that is no wasm',
      () => `${address}/page.wasm`,
      () => `${address}/page.wasm`,
      /magic word/,
    ],
    [
      'a page of HTML in its place',
      () => 'data:text/html,<!doctype html>',
      () => 'data:text/html,<!doctype html>',
      /^the server answered with a page \(text\/html\): it does not have the file there$/,
    ],
    ['a file that is no wasm', () => here, () => here.href, /magic word/],
    ['bytes that are no wasm', () => Uint8Array.of(1, 2, 3, 4), () => given, /magic word/],
    ['no bytes', () => new ArrayBuffer(0), () => given, /empty/],
    ['the start of a wasm', () => code.subarray(0, 1000), () => given, /./],
    [
      'another wasm',
      () => Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
      () => given,
      /^no module of asyncfor$/,
    ],
  ];
  for (const [name, wasm, called, reason] of broken) {
    it(`with ${name} makes every call fail with one clear error`, async () => {
      let touched = false;
      const untouched = {
        [Symbol.asyncIterator]() {
          touched = true;
          return source;
        },
      };
      const instance = open({ wasm: wasm() });
      const calls = [
        () => instance.ready(),
        () => instance.range(1).next(),
        () => new instance.AsyncCounter(1).next(),
        () => collect(instance.lines(untouched)),
        () => instance.asyncGenerator(1).return(1),
        () => protocol.open(/** @type {any} */ ({ wasm: wasm() })).settle(1),
      ];
      const prefix = `asyncfor: cannot load ${called()}: `;
      for (const errors of [
        await Promise.all(calls.map(async (call) => (await failure(call))[1])),
        [(await failure(() => instance.range(1).next()))[1]],
      ]) {
        for (const error of errors) {
          assert.deepEqual([error.name, error.code], ['AsyncforError', 'LoadError']);
          assert.equal(error.message.slice(0, prefix.length), prefix);
          assert.match(error.message.slice(prefix.length), reason);
        }
      }
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

  it('does not matter to what is not copied: a value for return()', async () => {
    const instance = protocol.open({ maximumMemory: limit });
    const iterator = instance.guarded(3);
    await iterator.next();
    assert.deepEqual(await iterator.return(/** @type {any} */ (large)), {
      value: large,
      done: true,
    });
    await nothingLives(instance);
  });

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
