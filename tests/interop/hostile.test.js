/**
 * Values that do what values should not, at each place where JavaScript and C meet: a defined
 * answer, nobody else disturbed, nothing left alive.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import * as interop from '../../build/release/tests/interop.mjs';
import * as module from '../../build/release/tests/protocol.mjs';
import { nothingLives } from '../clock.js';
import { rejection } from '../rejection.js';
import { collect, END, fail, FAILED, item, iterable, revoked, trapped } from './hostile.js';
import { turn, turns } from './suite.js';

const { echo, relay, settle, total } = /** @type {any} */ (module);
const { consume } = /** @type {any} */ (interop);
after(() => Promise.all([module, interop].map(nothingLives)));

describe('an object that a loop in C asks throws what its code throws', () => {
  /** @type {Record<string, [any, any]>} */
  const sources = {
    'a proxy whose traps throw': [trapped, FAILED],
    'a revoked proxy': [() => revoked({}), TypeError],
    'an iterator that is a proxy whose traps throw': [
      () => ({ [Symbol.asyncIterator]: trapped }),
      FAILED,
    ],
    'an iterator that is a revoked proxy': [
      () => ({ [Symbol.asyncIterator]: () => revoked({}) }),
      TypeError,
    ],
    'a promise of an iterator': [
      () => ({ [Symbol.asyncIterator]: async () => ({ next: () => END }) }),
      TypeError,
    ],
    'a result that is a proxy whose traps throw': [() => iterable(() => trapped()), FAILED],
    'a result that is a revoked proxy': [() => iterable(() => revoked({})), TypeError],
    'a promise of a result whose done throws': [
      () => iterable(async () => Object.defineProperty({}, 'done', { get: fail })),
      FAILED,
    ],
    'a symbol for a result': [() => iterable(() => Symbol('result')), TypeError],
  };
  for (const [name, [make, error]] of Object.entries(sources)) {
    it(name, async () => {
      for (const loop of [
        async () => total(make()),
        async () => collect(relay(make())),
        async () => consume(make(), undefined),
      ]) {
        const [caught] = await rejection(loop());
        if (error === TypeError) assert.ok(caught instanceof TypeError, String(caught));
        else assert.equal(caught, error);
      }
    });
  }

  it('and what is frozen, or has no prototype, is as good as any', async () => {
    const frozen = Object.freeze({ ...item(1), toString: undefined });
    const bare = Object.assign(Object.create(null), item(2));
    const source = iterable((step) => [frozen, bare, Object.freeze(END)][step]);
    assert.deepEqual(await collect(relay(source)), [1, 2]);
    const values = [Object.freeze({ a: 1 }), Object.create(null)];
    for (const value of values) assert.equal(await settle(value), value);
    assert.deepEqual(
      await consume(
        iterable((step) => [...values.map(item), END][step]),
        0,
      ),
      values,
    );
  });
});

describe('an iterator that answers for ever', () => {
  it('leaves the host its turns, others theirs, and is ended by its signal', async () => {
    let calls = 0;
    const endless = iterable(() => 0, {
      /** @this {any} */
      next() {
        calls++;
        return this;
      },
    });
    const controller = new AbortController();
    const { signal } = controller;
    const endings = [total, consume].map((loop) => {
      const rest = loop === consume ? [undefined, { signal }] : [{ signal }];
      return rejection(loop(loop === total ? iterable(() => item(1)) : endless, ...rest));
    });
    await turns();
    const before = calls;
    assert.ok(before > 0);
    await new Promise((resolve) => setTimeout(resolve, 1));
    assert.equal(await total(iterable((step) => (step < 3 ? item(step) : END))), 3);
    const bytes = await new Blob(['io']).text();
    assert.equal(bytes, 'io');
    assert.ok(calls > before);
    controller.abort(FAILED);
    assert.deepEqual(await Promise.all(endings), [[FAILED], [FAILED]]);
    const last = calls;
    await turns();
    assert.equal(calls, last);
  });
});

describe('what is asked calls back', () => {
  it('a next() that asks the very generator that runs it for more', async () => {
    /** @type {Promise<any>[]} */
    const inner = [];
    /** @type {any} */
    const loop = relay(
      iterable((step) => {
        if (step < 3) inner.push(loop.next());
        return step < 5 ? item(step) : END;
      }),
    );
    const items = await collect(loop);
    const others = await Promise.all(inner);
    const all = [...items, ...others.filter(({ done }) => !done).map(({ value }) => value)];
    assert.deepEqual(all.sort(), [0, 1, 2, 3, 4]);
  });

  it('a next() that closes the very generator that runs it', async () => {
    /** @type {any} */
    let closed;
    /** @type {any} */
    const loop = relay(
      iterable((step) => {
        if (step === 1) closed = loop.return('closed');
        return item(step);
      }),
    );
    assert.deepEqual(await collect(loop), [0, 1]);
    assert.deepEqual(await closed, { value: 'closed', done: true });
  });

  it('getters of an argument that call the module, at the call and when it is written', async () => {
    const calls = /** @type {Promise<any>[]} */ ([]);
    const value = {
      get [Symbol.toStringTag]() {
        if (calls.length < 20) calls.push(settle({ number: calls.length }));
        return 'hostile';
      },
    };
    assert.equal(await settle(value), value);
    assert.equal(await settle(value, { twice: true }), value);
    const before = calls.length;
    assert.ok(before > 0);
    assert.deepEqual(
      await Promise.all(calls),
      calls.map((_, number) => ({ number })),
    );
    const options = {
      get limit() {
        calls.push(settle(1));
        return 2;
      },
    };
    assert.deepEqual(
      await collect(
        relay(
          iterable((step) => item(step)),
          options,
        ),
      ),
      [0, 1],
    );
    assert.equal(calls.length, before + 1);
  });

  /** @type {Record<string, (signal: AbortSignal, abort: () => void) => Promise<any>>} */
  const aborting = {
    'an option': (signal, abort) => {
      const options = Object.defineProperty({ signal }, 'limit', { get: abort, enumerable: true });
      return relay(
        iterable(() => item(1)),
        options,
      ).next();
    },
    'done of a result': (signal, abort) => {
      const result = { value: 1, get done() { return abort(); } }; // prettier-ignore
      return total(
        iterable(() => result),
        { signal },
      );
    },
    'value of a result': (signal, abort) => {
      const result = { done: false, get value() { return abort(); } }; // prettier-ignore
      return collect(
        relay(
          iterable(() => result),
          { signal },
        ),
      );
    },
    'the tag of an item': (signal, abort) => {
      const tagged = { get [Symbol.toStringTag]() { return abort(); } }; // prettier-ignore
      return collect(
        relay(
          iterable(() => item(tagged)),
          { signal },
        ),
      );
    },
    'then of a result': (signal, abort) => {
      const result = { get then() { return abort(); }, ...item(1) }; // prettier-ignore
      return total(
        iterable(() => result),
        { signal },
      );
    },
    'then of what return() is given': async (signal, abort) => {
      const iterator = relay(
        iterable(() => item(1)),
        { signal },
      );
      await iterator.next();
      return iterator.return({ get then() { return abort(); } }); // prettier-ignore
    },
    'then of what is awaited': (signal, abort) =>
      settle({ then: (/** @type {any} */ ok) => ok(abort()) }, { signal, twice: true }),
    'Symbol.asyncIterator of a source': (signal, abort) => {
      const source = {
        get [Symbol.asyncIterator]() {
          abort();
          return iterable(() => item(1))[Symbol.asyncIterator];
        },
      };
      return collect(relay(source, { signal }));
    },
  };
  for (const [where, run] of Object.entries(aborting)) {
    it(`a getter that aborts the signal: ${where}`, async () => {
      const controller = new AbortController();
      const abort = () => controller.abort(FAILED);
      assert.deepEqual(await rejection(run(controller.signal, abort)), [FAILED]);
      const sources = [1, 2, 3].map((count) => iterable((n) => (n < count ? item(n) : END)));
      assert.deepEqual(await Promise.all(sources.map((source) => total(source))), [0, 1, 3]);
    });
  }

  it('a signal that is another when it is asked again, and one whose methods throw', async () => {
    let asked = 0;
    const changing = {
      get signal() {
        return asked++ ? 5 : new AbortController().signal;
      },
    };
    assert.deepEqual(
      await collect(
        relay(
          iterable((n) => (n ? END : item(n))),
          changing,
        ),
      ),
      [0],
    );
    assert.equal(asked, 1);
    const methods = { aborted: false, addEventListener: fail, removeEventListener: fail };
    const throwing = { ...methods, addEventListener() {} };
    for (const [signal, error] of /** @type {[any, any][]} */ ([
      [methods, FAILED],
      [throwing, undefined],
    ])) {
      const calls = [
        settle(1, { signal }),
        relay(
          iterable(() => END),
          { signal },
        ).next(),
      ];
      const outcomes = await Promise.allSettled(calls);
      for (const { reason } of /** @type {any[]} */ (outcomes)) assert.equal(reason, error);
    }
    assert.equal(await settle(1), 1);
  });
});

describe('a function in the hands of C', () => {
  /** @type {Record<string, [any, any]>} */
  const functions = {
    throws: [fail, FAILED],
    'returns a thenable that fails': [() => ({ then: fail }), FAILED],
    'returns a revoked proxy': [() => revoked({}), TypeError],
    'is a proxy whose traps throw': [trapped(), FAILED],
    'is a revoked proxy': [revoked(() => {}), TypeError],
    'is the constructor of a class': [class {}, TypeError],
    'is none': [{}, TypeError],
  };
  for (const [name, [onValue, error]] of Object.entries(functions)) {
    it(`${name}: that is the error, and the source is closed`, async () => {
      let closed = 0;
      const source = iterable((step) => item(step), { return: () => (closed++, {}) });
      const [caught] = await rejection(consume(source, undefined, { onValue }));
      if (error === TypeError) assert.ok(caught instanceof TypeError, String(caught));
      else assert.equal(caught, error);
      assert.equal(closed, 1);
    });
  }
  it('is a proxy: it is called, and awaited', async () => {
    const seen = /** @type {any[]} */ ([]);
    const onValue = new Proxy(async (/** @type {any} */ value) => {
      await turn();
      seen.push(value);
    }, {});
    await consume(
      iterable((step) => (step < 2 ? item(step) : END)),
      undefined,
      { onValue },
    );
    assert.deepEqual(seen, [0, 1]);
  });
});

describe('binary data', () => {
  const detached = () => {
    const view = new Uint8Array([1, 2]);
    structuredClone(view.buffer, { transfer: [view.buffer] });
    return view;
  };
  const Resizable = /** @type {any} */ (ArrayBuffer);

  it('that is gone is a value like others, and no bytes', async () => {
    for (const gone of [detached(), detached().buffer]) {
      assert.equal(await settle(gone), gone);
      assert.equal((await collect(relay(iterable((n) => (n ? END : item(gone))))))[0], gone);
      assert.throws(() => echo(true, 1, 1, 1, '', gone, 1), TypeError);
    }
  });
  it('is copied when it is passed, whatever becomes of it', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4)).fill(7);
    const resizable = new Resizable(2, { maxByteLength: 8 });
    const view = new Uint8Array(resizable).fill(7);
    for (const [data, change] of /** @type {[any, () => void][]} */ ([
      [shared.subarray(1, 3), () => shared.fill(9)],
      [view, () => resizable.resize(1)],
      [resizable, () => resizable.resize(0)],
    ])) {
      const size = data.byteLength;
      const settled = settle(data);
      const copy = echo(
        true,
        1,
        1,
        1,
        '',
        data instanceof Uint8Array ? data : new Uint8Array(data),
        data,
      );
      change();
      assert.deepEqual(await settled, new Uint8Array(size).fill(7));
      const items = await collect(copy);
      assert.deepEqual(items.slice(5, 7), Array(2).fill(new Uint8Array(size).fill(7)));
    }
    const whole = new SharedArrayBuffer(2);
    assert.equal(await settle(whole), whole);
  });
  it('is only what is a buffer, whatever else bears its tag', async () => {
    const forged = { [Symbol.toStringTag]: 'ArrayBuffer', length: 3, 0: 1 };
    assert.equal(await settle(forged), forged);
    const hostile = Object.defineProperty(new Uint8Array(2), 'byteLength', { get: fail });
    assert.equal(await settle(hostile), hostile);
  });
});

describe('values of every kind', () => {
  it('lone surrogates become U+FFFD in text, and stay in values that C does not read', async () => {
    const lone = ['\ud800', 'a\udc00b', '\udfff\ud800', 'x'.repeat(30) + '\ud83d'];
    for (const text of lone) {
      const replaced = text.replace(/[\ud800-\udfff]/g, '\ufffd');
      const items = await collect(echo(true, 1, 1, 1, text, new Uint8Array(), 1, { word: text }));
      assert.deepEqual([items[4], items[7]], [replaced, replaced]);
      assert.deepEqual(
        await consume(
          iterable((n) => (n ? END : item(text))),
          undefined,
        ),
        [text],
      );
    }
  });
  it('bigints are integers of 64 bits where those are asked for, and refused beyond', async () => {
    for (const wide of [0n, -1n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)]) {
      const got = (await collect(echo(true, 1, wide, 1, '', new Uint8Array(), wide)))[2];
      assert.equal(BigInt(got), wide);
      assert.equal(typeof got, Number.isSafeInteger(Number(wide)) ? 'number' : 'bigint');
    }
    for (const wide of [2n ** 63n, -(2n ** 63n) - 1n, 2n ** 200n])
      assert.throws(() => echo(true, 1, wide, 1, '', new Uint8Array(), 1), TypeError);
  });
});
