/** Values of JavaScript in the hands of C: each function of <asyncfor/javascript.h>. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import * as module from '../../build/release/tests/values.mjs';
import { nothingLives } from '../clock.js';
import { rejection } from '../rejection.js';

const {
  at,
  call,
  caught,
  get,
  handOn,
  look,
  make,
  method,
  refused,
  rethrow,
  set,
  truth,
  wait,
  yields,
} = /** @type {any} */ (module);
after(() => nothingLives(module));

const FAILED = new Error('hostile');
const fail = () => {
  throw FAILED;
};
const symbol = Symbol('s');
const object = {};
const hostile = /** @type {any} */ (new Proxy(fail, new Proxy({}, { get: () => fail })));

/** Values of every kind. */
const values = [
  ...[undefined, null, true, false, 0, -0, 1.5, Number.NaN, -Infinity],
  ...[0n, 2n ** 63n - 1n, 2n ** 200n, '', 'text', '\ud800', symbol, object, [1], fail, FAILED],
  ...[Object.freeze({}), Object.create(null), new Uint8Array(2), new ArrayBuffer(2), hostile],
];

/**
 * @param {Promise<any>} promise
 * @param {any} expected the very error, or its class
 * @param {RegExp} [message]
 */
async function fails(promise, expected, message = /./) {
  const [error] = await rejection(promise);
  if (typeof expected !== 'function') {
    assert.ok(Object.is(error, expected), String(error));
    return;
  }
  assert.ok(error instanceof expected, String(error));
  assert.match(error.message, message);
}

it('a value goes through C as the very value: awaited, returned, yielded, sent, thrown', async () => {
  for (const value of values) {
    assert.ok(Object.is((await rejection(rethrow(value)))[0], value), 'thrown');
    // Whatever fulfils a promise is asked for its then first.
    if (value === hostile) continue;
    assert.ok(Object.is(await wait(value), value), 'awaited');
    assert.ok(Object.is(await caught(value), value), 'caught');
    assert.equal(await caught(value, { nothing: true }), undefined);
    const identity = (/** @type {any} */ given) => given;
    const holder = /** @type {any} */ ({ identity });
    assert.ok(Object.is(await call(identity, 1, value), value), 'called');
    assert.ok(Object.is(await method(holder, 'identity', value), value), 'method');
    await set(holder, 'property', value);
    assert.ok(Object.is(holder.property, value), 'set');
    assert.ok(Object.is(await get(holder, 'property'), value), 'get');
    assert.ok(Object.is(await at([0, value], 1), value), 'at');
    const iterator = yields(value);
    assert.ok(Object.is((await iterator.next()).value, value), 'yielded');
    assert.ok(Object.is((await iterator.next(value)).value, value), 'sent');
    assert.equal((await iterator.next()).value, undefined);
    await iterator.return();
  }
});

it('async_js_read copies what C has a type for', async () => {
  /** @type {[any, string, any][]} */
  const cases = [
    [undefined, 'NoneType', undefined],
    [true, 'bool', true],
    [-0, 'float', -0],
    [Number.NaN, 'float', Number.NaN],
    [-(2n ** 63n), 'int', -(2n ** 63n)],
    [7n, 'int', 7],
    ['é\ud800', 'str', 'é\ufffd'],
    [new Uint16Array([258]), 'bytes', new Uint8Array([2, 1])],
    [new ArrayBuffer(2), 'bytes', new Uint8Array(2)],
    [null, 'null', null],
    [symbol, 'symbol', symbol],
    [object, 'Object', object],
    [fail, 'function', fail],
    [Object.create(null), 'object', {}],
  ];
  for (const [value, type, expected] of cases) {
    const [name, read] = await look(value);
    assert.equal(name, type);
    if (expected !== null && typeof expected === 'object')
      assert.deepEqual({ ...read }, { ...expected });
    else assert.ok(Object.is(read, expected), type);
  }
  for (const wide of [2n ** 63n, -(2n ** 63n) - 1n])
    await fails(look(wide), RangeError, /^bigint does not fit 64 bits$/);
});

it('async_js gives what a value of C is to JavaScript', async () => {
  /** @type {[string, any][]} */
  const cases = [
    ['none', undefined],
    ['true', true],
    ['minus zero', -0],
    ['int', 2n ** 53n],
    ['text', 'héllo'],
    ['bytes', new Uint8Array([1, 2])],
    ['list', [1, 'two']],
  ];
  for (const [name, expected] of cases) assert.deepEqual(await make(name), expected, name);
  await fails(make('generator'), TypeError, /async_generator/);
});

it('async_js_truth is ToBoolean', async () => {
  for (const value of values) assert.equal(await truth(value), Boolean(value));
});

describe('properties', () => {
  it('are got and set as ECMA-262 has it, by any name', async () => {
    const target = /** @type {any} */ ({ '': 'empty', é: 'accent', 7: 'seven' });
    for (const name of ['', 'é', '7']) assert.equal(await get(target, name), target[name]);
    assert.equal(await get(target, 'none'), undefined);
    assert.equal(await get('text', 'length'), 4);
    assert.equal(await at('text', 1), 'e');
    assert.equal(await at({ [2 ** 32 - 1]: 'last' }, 2 ** 32 - 1), 'last');
    await set(target, '', 'changed');
    assert.equal(target[''], 'changed');
    assert.deepEqual(
      [await method({ '': (/** @type {any} */ x) => [x] }, '', 1), await method([3], 'at', 0)],
      [[1], 3],
    );
    /** @this {any} */
    const self = function () {
      return this;
    };
    assert.equal(await call(self, 0, 1), undefined);
    const holder = { self };
    assert.equal(await method(holder, 'self', 1), holder);
    assert.deepEqual(await call((/** @type {any[]} */ ...given) => given, 3, null), [
      null,
      'two',
      3,
    ]);
    assert.deepEqual(await call((/** @type {any[]} */ ...given) => given, 0, null), []);
  });

  /** @type {Record<string, [() => Promise<any>, any]>} */
  const failures = {
    'get of undefined': [() => get(undefined, 'a'), TypeError],
    'get that throws': [() => get(hostile, 'a'), FAILED],
    'at of null': [() => at(null, 0), TypeError],
    'at that throws': [() => at(hostile, 0), FAILED],
    'set of undefined': [() => set(undefined, 'a', 1), TypeError],
    'set of a number': [() => set(1, 'a', 1), TypeError],
    'set of what is frozen': [() => set(Object.freeze({}), 'a', 1), TypeError],
    'set that throws': [() => set(hostile, 'a', 1), FAILED],
    'call of no function': [() => call({}, 0, 1), TypeError],
    'call of undefined': [() => call(undefined, 1, 1), TypeError],
    'call of a class': [() => call(class {}, 1, 1), TypeError],
    'call that throws': [() => call(fail, 3, 1), FAILED],
    'call of a proxy that throws': [() => call(hostile, 3, 1), FAILED],
    'method that there is not': [() => method({}, 'a', 1), TypeError],
    'method of undefined': [() => method(undefined, 'a', 1), TypeError],
    'method that throws': [() => method({ fail }, 'fail', 1), FAILED],
    'method of a proxy that throws': [() => method(hostile, 'a', 1), FAILED],
    'wait for a rejection': [() => wait(Promise.reject(FAILED)), FAILED],
    'wait for a proxy that throws': [() => wait(hostile), FAILED],
    'yield of a proxy that throws': [() => yields(hostile).next(), FAILED],
    'yield of a call that throws': [() => handOn(fail).next(), FAILED],
    'return of a call that throws': [() => handOn(fail, { returns: true }).next(), FAILED],
    'yield of a rejection': [() => yields(Promise.reject(FAILED)).next(), FAILED],
  };
  for (const [name, [run, error]] of Object.entries(failures))
    it(`${name}: that error`, () => fails(run(), error));
});

it('what C calls may call back, and abort the signal of its caller', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const inner = /** @type {Promise<any>[]} */ ([]);
  const onCall = () => {
    inner.push(call(() => truth(1), 0, 0));
    controller.abort(FAILED);
    return 'done';
  };
  assert.equal(await call(onCall, 0, 0, { signal }), 'done');
  assert.deepEqual(await Promise.all(inner), [true]);
});

it('what is no value of JavaScript is refused, and what was to be taken is given up', async () => {
  const functions = {
    read: 'read',
    get: 'get',
    at: 'at',
    set: 'set',
    call: 'call',
    method: 'call_method',
    wait: 'await',
    throw: 'throw',
  };
  for (const [name, called] of Object.entries(functions))
    await fails(refused(name), TypeError, new RegExp(`async_js_${called}\\(.*list`));
  assert.equal(await refused('truth'), false);
});
