/** Generators that run ahead give what the others give; only where they stand when they are left is
 * further on. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import * as module from '../../build/release/tests/protocol.mjs';
import { VirtualClock, nothingLives } from '../clock.js';

const { callsAhead, flagsAhead, steps, stepsAhead, total } = module;
after(() => nothingLives(module));

const AHEAD = 8;
const nobody = () => {};
/* Any value may be returned, whatever the types say of those that C gives. */
const SEVEN = /** @type {any} */ (7);

/** @typedef {typeof steps} Create */
/** What is told of a promise. @param {Promise<any>} promise */
const told = (promise) =>
  promise.then(
    (result) => result,
    (/** @type {Error} */ error) => `${error.name}: ${error.message}`,
  );

/** @param {AsyncIterable<unknown>} iterable */
async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** What comes of some use of such a generator. @type {Record<string, (create: Create) => Promise<any>>} */
const USES = {
  'a loop to the end': (create) => collect(create(30, nobody)),
  'no items': (create) => collect(create(0, nobody)),
  'exactly as many as are had at once': (create) => collect(create(AHEAD + 1, nobody)),
  'an item that waits': (create) => collect(create(30, nobody, { waitsAt: 12 })),
  'the first item waits': (create) => collect(create(3, nobody, { waitsAt: 0 })),
  'an item of another kind': (create) => collect(create(30, nobody, { textAt: 12 })),
  'an item that C owns': (create) => collect(create(30, nobody, { listAt: 12 })),
  'an error, behind all items before it': async (create) => {
    const iterator = create(30, nobody, { failsAt: 12 });
    const outcomes = [];
    for (let request = 0; request < 16; request++) outcomes.push(await told(iterator.next()));
    return outcomes;
  },
  'requests at once': (create) => {
    const iterator = create(30, nobody, { waitsAt: 5, failsAt: 25 });
    return Promise.all(Array.from({ length: 40 }, () => told(iterator.next())));
  },
  'requests behind a return()': (create) => {
    const iterator = create(30, nobody, { waitsAt: 1 });
    const requests = [iterator.next(), iterator.next(), iterator.return(SEVEN), iterator.next()];
    return Promise.all(requests.map(told));
  },
  'a throw()': async (create) => {
    const iterator = create(30, nobody);
    await iterator.next();
    return [await told(iterator.throw(new RangeError('mine'))), await told(iterator.next())];
  },
  'a return() before the first next()': async (create) => {
    const iterator = create(30, nobody);
    return [await iterator.return(SEVEN), await iterator.next()];
  },
  'close(), twice': async (create) => {
    const iterator = create(30, nobody);
    await iterator.next();
    return [await iterator.close(), await iterator.close(), await iterator.next()];
  },
  'a signal that aborts while it waits': async (create) => {
    const controller = new AbortController();
    const iterator = create(30, nobody, { waitsAt: 3, signal: controller.signal });
    const outcomes = [];
    for (let request = 0; request < 3; request++) outcomes.push(await told(iterator.next()));
    const waits = told(iterator.next());
    controller.abort(new RangeError('aborted'));
    return [...outcomes, await waits, await told(iterator.next())];
  },
  'a loop in C': (create) => total(/** @type {any} */ (create(30, nobody, { waitsAt: 12 }))),
};

describe('the same comes of', () => {
  for (const [name, use] of Object.entries(USES)) {
    it(name, async () => {
      assert.deepEqual(await use(/** @type {Create} */ (stepsAhead)), await use(steps));
      await nothingLives(module);
    });
  }
});

it('asks another one without taking its items for its own', async () => {
  const inner = callsAhead(nobody, 50);
  /* It has no more items in the middle of a call, and not between two. */
  const asked = [inner.next(), inner.next(), inner.next()];
  const items = await collect(callsAhead(() => void asked.push(inner.next()), 30));
  const given = await Promise.all(asked);
  await inner.return(undefined);
  const numbers = (/** @type {number} */ length) => Array.from({ length }, (_, number) => number);
  assert.deepEqual(items, numbers(30));
  assert.deepEqual(
    given.map(({ value }) => value),
    numbers(33),
  );
});

it('waits in a method whose items are what they are declared to be', async () => {
  assert.deepEqual(await collect(flagsAhead(6, 3)), Array(6).fill(true));
});

it('is left at the yield that it has come to', async () => {
  for (const [create, place] of /** @type {const} */ ([
    [steps, 2],
    [stepsAhead, AHEAD],
  ])) {
    /** @type {number[]} */
    const left = [];
    for await (const item of create(30, (/** @type {number} */ at) => left.push(at))) {
      if (item === 2) break;
    }
    assert.deepEqual(left, [place]);
  }
});

it('an error that nobody asks for is nobody else’s', async () => {
  const iterator = stepsAhead(30, nobody, { failsAt: 3 });
  assert.equal((await iterator.next()).value, 0);
  await new Promise((resolve) => setImmediate(resolve));
  await iterator.return();
  await nothingLives(module);
});

it('a death of the instance reaches it behind its items', async () => {
  const instance = module.open();
  const iterator = instance.stepsAhead(30, nobody);
  await iterator.next();
  await told(instance.traps());
  const outcomes = [];
  for (let request = 0; request < AHEAD + 2; request++) outcomes.push(await told(iterator.next()));
  assert.ok(outcomes.slice(0, AHEAD).every(({ done }) => done === false));
  assert.match(outcomes[AHEAD], /^AsyncforError: the asyncfor instance died: unreachable/);
});

it('is an async generator to whoever looks', async () => {
  const iterator = stepsAhead(3, nobody);
  const { prototype } = /** @type {any} */ (stepsAhead);
  assert.equal(iterator[Symbol.asyncIterator](), iterator);
  assert.equal(Object.prototype.toString.call(iterator), '[object AsyncGenerator]');
  assert.equal(Object.getPrototypeOf(iterator), prototype);
  for (const method of /** @type {const} */ (['next', 'return', 'throw'])) {
    for (const wrong of [undefined, {}, steps(1, nobody), prototype]) {
      await assert.rejects(Reflect.apply(iterator[method], wrong, []), {
        name: 'TypeError',
        message: new RegExp(
          `^${method}\\(\\) must be called on an async iterator of asyncfor, got `,
        ),
      });
    }
  }
  await iterator.return();
});

it('waits by the clock of its instance', async () => {
  const clock = new VirtualClock();
  const instance = module.open({ clock });
  const items = collect(instance.stepsAhead(4, nobody, { waitsAt: 2 }));
  await clock.advance(1);
  assert.deepEqual(await items, [0, 1.5, 2, 3.5]);
  await nothingLives(instance);
});
