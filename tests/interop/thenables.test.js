/** Thenables that do what none should, wherever C waits for one. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import * as module from '../../build/release/tests/protocol.mjs';
import { nothingLives } from '../clock.js';
import { rejection } from '../rejection.js';
import { collect, END, fail, FAILED, item, iterable, revoked, trapped } from './hostile.js';
import { turns } from './suite.js';

const { awaits, relay, settle, total } = /** @type {any} */ (module);
after(() => nothingLives(module));

/** @param {Promise<any>} promise @param {any} constructor */
const withConstructor = (promise, constructor) =>
  Object.defineProperty(promise, 'constructor', constructor);

describe('a thenable is settled once, and by whatever it does first', () => {
  /** @type {Record<string, [() => any, { value?: any, error?: any }]>} */
  const thenables = {
    'twice, with values': [
      () => ({ then: (/** @type {any} */ ok) => (ok(1), ok(2)) }),
      { value: 1 },
    ],
    'with a value, then an error': [
      () => ({ then: (/** @type {any} */ ok, /** @type {any} */ bad) => (ok(1), bad(FAILED)) }),
      { value: 1 },
    ],
    'then throws afterwards': [
      () => ({ then: (/** @type {any} */ ok) => (ok(1), fail()) }),
      { value: 1 },
    ],
    'with an error, then a value': [
      () => ({ then: (/** @type {any} */ ok, /** @type {any} */ bad) => (bad(FAILED), ok(1)) }),
      { error: FAILED },
    ],
    'by throwing in then': [() => ({ then: fail }), { error: FAILED }],
    'by a then that throws when it is looked up': [
      () => Object.defineProperty({}, 'then', { get: fail }),
      { error: FAILED },
    ],
    'by a promise whose constructor throws': [
      () => withConstructor(Promise.resolve(1), { get: fail }),
      { error: FAILED },
    ],
    'by a promise with another constructor': [
      () => withConstructor(Promise.resolve(1), { value: Object }),
      { value: 1 },
    ],
    'with a thenable': [
      () => ({
        then: (/** @type {any} */ ok) => ok({ then: (/** @type {any} */ inner) => inner(1) }),
      }),
      { value: 1 },
    ],
    'with a revoked proxy': [
      () => ({ then: (/** @type {any} */ ok) => ok(revoked({})) }),
      { error: TypeError },
    ],
    'being a revoked proxy': [() => revoked({}), { error: TypeError }],
    'being a proxy whose traps throw': [trapped, { error: FAILED }],
    'being a proxy of a promise': [() => new Proxy(Promise.resolve(1), {}), { error: TypeError }],
  };
  /** @type {Record<string, (value: any) => Promise<any>>} */
  const places = {
    'awaited in C': (value) => settle(value),
    'awaited by a generator': async (value) => (await collect(awaits(value, { items: 1 })))[0],
    'given by next()': async (value) => {
      const loop = relay(iterable((step) => (step ? END : { then: forward(value, item) })));
      return (await collect(loop))[0];
    },
    'given to return()': async (value) => {
      const iterator = relay(iterable(() => END));
      return (await iterator.return(value)).value;
    },
    'yielded in C': async (value) =>
      (await collect(relay(iterable((n) => (n ? END : item(value))))))[0],
  };

  /** A then() that does as another thenable does, with what wraps its value. */
  function forward(/** @type {any} */ thenable, /** @type {(value: any) => any} */ wrap) {
    return (/** @type {any} */ ok, /** @type {any} */ bad) =>
      (async () => wrap(await thenable))().then(ok, bad);
  }

  for (const [how, [make, { value, error }]] of Object.entries(thenables)) {
    for (const [where, put] of Object.entries(places)) {
      it(`${how}: ${where}`, async () => {
        if (!error) {
          assert.equal(await put(make()), value);
          return;
        }
        const [caught] = await rejection(put(make()));
        if (error === TypeError) assert.ok(caught instanceof TypeError, String(caught));
        else assert.equal(caught, error);
      });
    }
  }

  it('never: its signal ends the wait, and others are served meanwhile', async () => {
    const never = { then() {} };
    const controller = new AbortController();
    const { signal } = controller;
    const started = relay(
      iterable(() => item(1)),
      { signal },
    );
    await started.next();
    const waiting = [
      settle(never, { signal }),
      awaits(never, { signal }).next(),
      relay(
        iterable(() => never),
        { signal },
      ).next(),
      started.return(never),
      relay(
        iterable(() => item(never)),
        { signal },
      ).next(),
    ].map(rejection);
    await turns();
    assert.equal(await total(iterable((step) => (step < 3 ? item(step) : END))), 3);
    controller.abort(FAILED);
    assert.deepEqual(await Promise.all(waiting), Array(5).fill([FAILED]));
  });
});
