/**
 * Our own iterators, handed back to loops in C: whether C goes on with them directly or by their
 * methods, nobody can tell, but by their speed.
 */
import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { after, describe, it } from 'node:test';

import { consume, stepped } from '../../build/release/tests/interop.mjs';
import * as interop from '../../build/release/tests/interop.mjs';
import * as module from '../../build/release/tests/protocol.mjs';
import { nothingLives } from '../clock.js';
import { deferred, turns } from './suite.js';

const { guarded, mirror, raises, relay, spinner, Ticker, total } = /** @type {any} */ (module);
after(() => Promise.all([module, interop].map(nothingLives)));

/** @typedef {(iterator: any) => any} Hand what a consumer in C is given for an iterator */

/** @type {Hand} */
const asItIs = (iterator) => iterator;

/** The same iterator by way of JavaScript. @type {Hand} */
const wrapped = (iterator) => ({
  [Symbol.asyncIterator]: () => ({
    next: () => iterator.next(),
    return: (/** @type {any} */ value) => iterator.return(value),
  }),
});

/**
 * What happens, in order.
 * @param {any[]} log
 * @param {string} name
 * @param {Promise<any>} promise
 */
const told = (log, name, promise) =>
  promise.then(
    (value) => void log.push([name, value]),
    (error) => void log.push([name, 'rejected', String(error?.message ?? error)]),
  );

/**
 * Consumes an iterator in C and logs its items, how many come at most, and the outcome.
 * @param {any[]} log
 * @param {any} iterable
 * @param {{ limit?: number, fails?: number, name?: string }} [options]
 */
async function drain(log, iterable, { limit = 100, fails = 0, name = 'loop' } = {}) {
  const loop = relay(iterable);
  const read = async () => {
    let count = 0;
    for await (const item of loop) {
      log.push([name, item]);
      if (++count === fails) throw new Error('of the loop');
      if (count === limit) return 'left';
    }
    return 'ended';
  };
  await told(log, name, read());
}

/**
 * A generator of C whose body is told by a plain generator, within the instance of `consume`.
 * @param {any[]} log
 */
const talkative = (log) => stepped(steps(log));

/**
 * @param {any[]} log
 * @returns {Generator<any, any, any>}
 */
function* steps(log) {
  try {
    log.push('body starts');
    for (let item = 1; item <= 3; item++) {
      log.push(['awaited', yield { op: 'await', value: Promise.resolve(item) }]);
      yield { op: 'yield', value: item };
    }
  } finally {
    log.push(['cleaned', yield { op: 'await', value: Promise.resolve('up') }]);
  }
}

const numbers = () => guarded(4);

/** @type {Record<string, (hand: Hand, log: any[]) => Promise<unknown>>} */
const situations = {
  fresh: (hand, log) => drain(log, hand(numbers())),
  'partly consumed': async (hand, log) => {
    const iterator = numbers();
    await iterator.next();
    await drain(log, hand(iterator));
    log.push(await iterator.next());
  },
  'at its end': async (hand, log) => {
    const iterator = guarded(1);
    await iterator.next();
    await iterator.next();
    await drain(log, hand(iterator));
  },
  'returned before its start': async (hand, log) => {
    const iterator = numbers();
    await iterator.return();
    await drain(log, hand(iterator));
  },
  'failed before': async (hand, log) => {
    const iterator = raises(1);
    await iterator.next();
    await told(log, 'next', iterator.next());
    await drain(log, hand(iterator));
  },
  'running a request': async (hand, log) => {
    const gate = deferred();
    const iterator = relay(
      (async function* () {
        yield gate.promise;
        yield 2;
      })(),
    );
    const first = told(log, 'first', iterator.next());
    const loop = drain(log, hand(iterator));
    await turns();
    log.push('opened');
    gate.resolve(1);
    await Promise.all([first, loop]);
  },
  'with queued requests': async (hand, log) => {
    const iterator = spinning(6);
    const before = ['a', 'b'].map((name) => told(log, name, iterator.next()));
    const loop = drain(log, hand(iterator));
    await Promise.all([...before, loop]);
  },
  'with a return(promise) that is held': async (hand, log) => {
    const gate = deferred();
    const iterator = numbers();
    await iterator.next();
    const returned = told(log, 'return', iterator.return(gate.promise.then(() => 'value')));
    const loop = drain(log, hand(iterator));
    await turns();
    log.push('opened');
    gate.resolve();
    await Promise.all([returned, loop]);
  },
  'with a return(promise) that is held before its start': async (hand, log) => {
    const gate = deferred();
    const iterator = numbers();
    const returned = told(log, 'return', iterator.return(gate.promise.then(() => 'value')));
    const loop = drain(log, hand(iterator));
    await turns();
    log.push('opened');
    gate.resolve();
    await Promise.all([returned, loop]);
  },
  'left by break': async (hand, log) => {
    const iterator = numbers();
    await drain(log, hand(iterator), { limit: 2 });
    log.push(await iterator.next());
  },
  'left by an error': async (hand, log) => {
    const iterator = numbers();
    await drain(log, hand(iterator), { fails: 2 });
    log.push(await iterator.next());
  },
  'left because of an item of the wrong type': async (hand, log) => {
    const iterator = relay(
      (async function* () {
        yield 1;
        yield 'no number';
      })(),
    );
    await told(log, 'total', total(hand(iterator)));
    log.push(await iterator.next());
  },
  'a body that yields while being closed': async (hand, log) => {
    const iterator = guarded(4, { yields: true });
    await drain(log, hand(iterator), { limit: 1 });
    log.push(await iterator.next(), await iterator.next());
  },
  'a body that fails while being closed': async (hand, log) => {
    const iterator = guarded(4, { fails: true });
    await drain(log, hand(iterator), { limit: 1 });
    log.push(await iterator.next());
  },
  'a body that cleans up for a while': async (hand, log) => {
    const iterator = guarded(4, { delay: 0.001 });
    await drain(log, hand(iterator), { limit: 1 });
    log.push(await iterator.next());
  },
  'a body that throws': async (hand, log) => {
    const iterator = raises(3);
    await drain(log, hand(iterator));
    log.push(await iterator.next());
  },
  'a throw() before': async (hand, log) => {
    const iterator = numbers();
    await iterator.next();
    await told(log, 'throw', iterator.throw(new Error('thrown in')));
    await drain(log, hand(iterator));
  },
  'nested three deep': (hand, log) =>
    drain(log, hand(relay(hand(relay(hand(relay(hand(numbers()))))))), { limit: 3 }),
  'an instance of a class': (hand, log) => drain(log, hand(new Ticker(3))),
  'a class that refuses': (hand, log) => drain(log, hand(new Ticker(3, { refuses: true }))),
  'a generator that gives way': (hand, log) => drain(log, hand(spinner(5))),
  'what next() sends between': async (hand, log) => {
    const iterator = mirror({ waits: true });
    await iterator.next();
    await drain(log, hand(iterator), { limit: 2, name: 'first' });
    await drain(log, hand(iterator), { limit: 2, name: 'second' });
  },
  'of promises that settle later': async (hand, log) => {
    const iterator = relay(
      (async function* () {
        for (let item = 0; item < 3; item++) {
          await turns();
          yield item;
        }
      })(),
    );
    await drain(log, hand(iterator));
  },
  'that JavaScript and C share': async (hand, log) => {
    const iterator = spinning(9);
    const loop = drain(log, hand(iterator));
    await told(log, 'a', iterator.next());
    await told(log, 'b', iterator.next());
    const last = told(log, 'return', iterator.return('enough'));
    await Promise.all([loop, last]);
    log.push(await iterator.next());
  },
  'that two loops share': async (hand, log) => {
    const iterator = guarded(9);
    const sums = await Promise.all([total(hand(iterator)), total(hand(iterator))]);
    log.push(sums[0] + sums[1]);
  },
  'whose signal aborts between two items': async (hand, log) => {
    const controller = new AbortController();
    const iterator = guarded(9, { signal: controller.signal });
    const loop = relay(hand(iterator));
    log.push(await loop.next());
    controller.abort(new Error('aborted'));
    await told(log, 'loop', loop.next());
    log.push(await iterator.next());
  },
  'whose signal aborts, and the body goes on': async (hand, log) => {
    const controller = new AbortController();
    const iterator = guarded(4, { catches: true, signal: controller.signal });
    const loop = relay(hand(iterator));
    log.push(await loop.next());
    controller.abort();
    await drain(log, loop);
  },
  'whose signal aborts, and the loop is left': async (hand, log) => {
    const controller = new AbortController();
    const iterator = guarded(9, { signal: controller.signal });
    const loop = relay(hand(iterator));
    log.push(await loop.next());
    controller.abort(new Error('aborted'));
    await told(log, 'return', loop.return('value'));
  },
  'whose signal aborts while it awaits': async (hand, log) => {
    const controller = new AbortController();
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    const iterator = relay(never, { signal: controller.signal });
    const loop = drain(log, hand(iterator));
    await turns();
    controller.abort(new Error('aborted'));
    await loop;
  },
  'whose signal aborts when a loop is promised its turn': async (hand, log) => {
    const controller = new AbortController();
    const iterator = spinning(9, { signal: controller.signal });
    const first = iterator.next();
    const loop = drain(log, hand(iterator));
    void first.then(() => controller.abort(new Error('aborted')));
    await Promise.all([first, loop]);
    log.push(await iterator.next());
  },
  'whose body tells each step': async (hand, log) => {
    const seen = await consume(hand(talkative(log)), undefined, {
      onValue: async (/** @type {any} */ value) => void log.push(['loop', value]),
    });
    log.push(seen);
  },
  'whose body tells each step, left by break': async (hand, log) => {
    log.push(await consume(hand(talkative(log)), undefined, { breakAfter: 2 }));
  },
  'whose body tells each step, left by an error': async (hand, log) => {
    const loop = consume(hand(talkative(log)), new Error('of the loop'), { throwAfter: 2 });
    await told(log, 'loop', loop);
  },
};

/**
 * Items that each come in a later turn.
 * @param {number} count
 * @param {{ signal?: AbortSignal }} [options]
 */
function spinning(count, options) {
  const source = async function* () {
    for (let item = 1; item <= count; item++) {
      await turns();
      yield item;
    }
  };
  return relay(source(), options);
}

describe('a loop in C over our own iterator does what it does by way of JavaScript', () => {
  for (const [name, situation] of Object.entries(situations)) {
    it(`one ${name}`, async () => {
      const [direct, indirect] = /** @type {any[][]} */ ([[], []]);
      await situation(wrapped, indirect);
      await situation(asItIs, direct);
      assert.ok(indirect.length > 0);
      assert.deepEqual(direct, indirect);
    });
  }
});

describe('a loop in C asks by the methods', () => {
  /**
   * @param {string[]} calls
   * @param {string} name
   * @param {Function} method
   */
  const spy = (calls, name, method) =>
    /** @this {any} @param {any[]} given */
    function (...given) {
      calls.push(name);
      return Reflect.apply(method, this, given);
    };

  /** Patches a method of an object while a loop runs. @type {(on: any, key: any, calls: string[], method: Function) => () => void} */
  const replace = (on, key, calls, method) => {
    const before = Object.getOwnPropertyDescriptor(on, key);
    Object.defineProperty(on, key, { value: spy(calls, String(key), method), configurable: true });
    return () => {
      if (before) Object.defineProperty(on, key, before);
      else Reflect.deleteProperty(on, key);
    };
  };
  const shared = Object.getPrototypeOf(/** @type {any} */ (guarded).prototype);
  const above = Object.getPrototypeOf(shared);
  /** What they were before. */
  const methods = { next: shared.next };
  const places = /** @type {[string, (iterator: any) => any][]} */ ([
    ['the iterator', (iterator) => iterator],
    ['the prototype of its function', () => /** @type {any} */ (guarded).prototype],
    ['the prototype of all', () => shared],
  ]);
  for (const [where, place] of places) {
    for (const key of /** @type {const} */ (['next', 'return', Symbol.asyncIterator])) {
      it(`if ${String(key)} is replaced on ${where}`, async () => {
        const calls = /** @type {string[]} */ ([]);
        const iterator = guarded(3);
        const restore = replace(place(iterator), key, calls, /** @type {any} */ (iterator)[key]);
        const loop = relay(iterator, { limit: 2 });
        const items = [];
        for (let step = 0; step < 3; step++) items.push((await methods.next.call(loop)).value);
        restore();
        assert.deepEqual(items, [1, 2, undefined]);
        const times = { next: ['next', 'next'], return: ['return'] };
        assert.deepEqual(calls, typeof key === 'string' ? times[key] : [String(key)]);
      });
    }
  }
  it('if Symbol.asyncIterator is replaced on what all async iterators inherit from', async () => {
    const calls = /** @type {string[]} */ ([]);
    const restore = replace(above, Symbol.asyncIterator, calls, above[Symbol.asyncIterator]);
    const sum = await total(guarded(3));
    restore();
    assert.deepEqual([sum, calls], [6, ['Symbol(Symbol.asyncIterator)']]);
  });
  it('if next is a getter that gives the very method', async () => {
    const calls = /** @type {string[]} */ ([]);
    const iterator = guarded(3);
    const { next } = iterator;
    Object.defineProperty(iterator, 'next', {
      get() {
        calls.push('asked');
        return next;
      },
    });
    assert.deepEqual([await total(iterator), calls], [6, ['asked']]);
  });

  it('of a proxy, whose target they refuse to be called on', async () => {
    const asked = /** @type {string[]} */ ([]);
    const iterator = guarded(3);
    const proxy = new Proxy(iterator, {
      get(target, key) {
        asked.push(String(key));
        return Reflect.get(target, key);
      },
    });
    await assert.rejects(total(proxy), {
      name: 'TypeError',
      message: /^next\(\) must be called on/,
    });
    assert.ok(asked.includes('Symbol(Symbol.asyncIterator)') && asked.includes('next'));
    assert.deepEqual(await iterator.next(), { value: 1, done: false });
    await iterator.return();
  });
  it('of an object that inherits from an iterator, on which they refuse to be called', async () => {
    const iterator = guarded(3);
    await assert.rejects(total(Object.create(iterator)), {
      name: 'TypeError',
      message: /^next\(\) must be called on/,
    });
    const bound = Object.create(iterator, { next: { value: () => iterator.next() } });
    assert.equal(await total(bound), 6);
  });
  it('of an iterator of another instance', async () => {
    const other = module.open();
    const iterator = other.guarded(3);
    assert.equal(await total(iterator), 6);
    assert.equal(await other.total(guarded(3)), 6);
    await nothingLives(other);
  });
});

describe('a loop in C over our own iterator', () => {
  /**
   * How many promises are made by a call and whatever comes of it.
   * @param {() => Promise<unknown>} call
   */
  async function promisesOf(call) {
    let least = Infinity;
    // What others make meanwhile only adds to that.
    for (let run = 0; run < 5; run++) {
      let made = 0;
      const hook = createHook({ init: (_id, type) => void (made += Number(type === 'PROMISE')) });
      hook.enable();
      await call();
      hook.disable();
      least = Math.min(least, made);
    }
    return least;
  }

  it('makes no promise for an item, and one by way of JavaScript does', async () => {
    const counts = /** @type {Record<string, number[]>} */ ({});
    for (const [name, hand] of Object.entries({ asItIs, wrapped })) {
      counts[name] = [];
      for (const items of [1000, 2000]) {
        const promises = await promisesOf(async () => {
          assert.equal(await total(hand(guarded(items))), (items * (items + 1)) / 2);
        });
        counts[name].push(promises);
      }
    }
    assert.equal(counts.asItIs[0], counts.asItIs[1]);
    assert.ok(counts.asItIs[0] < 10, `${counts.asItIs}`);
    assert.ok(counts.wrapped[1] - counts.wrapped[0] >= 1000, `${counts.wrapped}`);
  });
});
