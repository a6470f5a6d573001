/** What an async generator looks like: its methods, its prototypes, whom its methods serve. */
import { is, ok, reason, same } from '../suite.js';
import {
  converse,
  done,
  host,
  more,
  must,
  oneItem,
  over,
  shape,
  spec,
  thrown,
  toAwait,
  toYield,
} from './generator-body.js';

/** @typedef {import('./generator-body.js').AnyGenerator} AnyGenerator */

/** @type {any} */
const AsyncIteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf(async function* () {}.prototype),
);

const METHODS = /** @type {const} */ (['next', 'return', 'throw']);

/**
 * Where an object has a property from.
 * @param {any} object
 * @param {string | symbol} key
 */
function holderOf(object, key) {
  let holder = object;
  while (holder !== null && !Object.hasOwn(holder, key)) holder = Object.getPrototypeOf(holder);
  return holder;
}

/**
 * A property as an object has it from wherever.
 * @param {any} object
 * @param {string | symbol} key
 */
const propertyOf = (object, key) => Object.getOwnPropertyDescriptor(holderOf(object, key), key);

/**
 * A case about the look of a generator.
 * @param {(generator: any, adapter: import('../suite.js').Adapter) => void} check
 */
const looks = (check) => async (/** @type {import('../suite.js').Adapter} */ adapter) => {
  const gen = host(adapter, oneItem);
  check(gen, adapter);
  await gen.return(undefined);
};

/**
 * A case about the look of each method.
 * @param {(method: Function, name: string, generator: any) => void} check
 */
const methodsLook = (check) =>
  looks((gen) => {
    for (const name of METHODS) check(gen[name], name, gen);
  });

/** Nothing of these is an async generator. @param {AnyGenerator} gen */
const strangers = (gen) => [
  ...[undefined, null, true, 1, NaN, 'text', Symbol('symbol'), 1n],
  ...[{}, [], () => {}, Promise.resolve(), globalThis],
  (function* () {})(),
  async function* () {},
  AsyncIteratorPrototype,
  Object.getPrototypeOf(gen),
  Object.create(gen),
  new Proxy(gen, {}),
  { next() {}, return() {}, throw() {} },
];

export const shapeCases = [
  must('J01', 'it is its own iterator, in every state', async (adapter) => {
    const gen = host(adapter, oneItem);
    is(gen[Symbol.asyncIterator](), gen, 'before the start');
    await gen.next();
    is(gen[Symbol.asyncIterator](), gen, 'at a yield');
    await gen.next();
    is(gen[Symbol.asyncIterator](), gen, 'after the end');
  }),

  must(
    'J02',
    'next, return and throw are functions',
    methodsLook((method, name) => is(typeof method, 'function', name)),
  ),

  must('J03', 'it is neither a thenable nor a synchronous iterable', async (adapter) => {
    /** @type {any} */
    const gen = host(adapter, oneItem);
    is(gen.then, undefined, 'then');
    is(gen[Symbol.iterator], undefined, 'Symbol.iterator');
    is(await gen, gen, 'what awaiting it gives');
    await gen.return();
  }),

  shape(
    'J04',
    'it has no enumerable property, and its methods from a prototype',
    looks((gen) => {
      same(Object.keys(gen), [], 'own keys');
      for (const key in gen) throw new Error(`${key} is enumerable`);
      is(Object.getOwnPropertySymbols({ ...gen }).length, 0, 'own enumerable symbols');
      for (const key of [...METHODS, Symbol.asyncIterator, Symbol.toStringTag]) {
        ok(!Object.hasOwn(gen, key) && key in gen, `${String(key)} is not inherited`);
      }
    }),
  ),

  shape(
    'J05',
    'its methods can be replaced and deleted, but not listed',
    methodsLook((value, name, gen) =>
      same(
        propertyOf(gen, name),
        { value, writable: true, enumerable: false, configurable: true },
        name,
      ),
    ),
  ),

  shape(
    'J06',
    'its methods take one argument',
    methodsLook((method, name) =>
      same(
        Object.getOwnPropertyDescriptor(method, 'length'),
        { value: 1, writable: false, enumerable: false, configurable: true },
        `length of ${name}`,
      ),
    ),
  ),

  shape(
    'J07',
    'its methods are called what they are',
    methodsLook((method, name) =>
      same(
        Object.getOwnPropertyDescriptor(method, 'name'),
        { value: name, writable: false, enumerable: false, configurable: true },
        `name of ${name}`,
      ),
    ),
  ),

  shape(
    'J08',
    'it inherits from %AsyncIteratorPrototype%, and from the prototype that all share',
    looks((gen, adapter) => {
      is(holderOf(gen, Symbol.asyncIterator), AsyncIteratorPrototype, 'holder of asyncIterator');
      is(holderOf(gen, 'next') === AsyncIteratorPrototype, false, 'next is there, too');
      const shared = adapter.prototype ?? holderOf(gen, 'next');
      ok(Object.prototype.isPrototypeOf.call(shared, gen), 'the shared prototype is not among its');
      ok(Object.prototype.isPrototypeOf.call(AsyncIteratorPrototype, shared), 'nor is its own');
    }),
  ),

  shape(
    'J09',
    'its tag is AsyncGenerator',
    looks((gen) => {
      is(Object.prototype.toString.call(gen), '[object AsyncGenerator]');
      same(propertyOf(gen, Symbol.toStringTag), {
        ...{ value: 'AsyncGenerator', writable: false },
        ...{ enumerable: false, configurable: true },
      });
    }),
  ),

  shape(
    'J10',
    'its methods are no constructors',
    methodsLook((method, name) => {
      ok(!Object.hasOwn(method, 'prototype'), `${name} has a prototype`);
      let error;
      try {
        Reflect.construct(Object, [], method);
      } catch (caught) {
        error = caught;
      }
      ok(error instanceof TypeError, `${name} constructs`);
    }),
  ),

  shape('J11', 'two generators share their methods', async (adapter) => {
    const [gen, other] = [host(adapter, oneItem), host(adapter, function* () {})];
    for (const name of METHODS) is(gen[name], other[name], name);
    await Promise.all([gen.return(undefined), other.return(undefined)]);
  }),

  spec('J12', 'its methods reject, by a TypeError, for any other object', async (adapter) => {
    const gen = host(adapter, oneItem);
    for (const name of METHODS) {
      for (const [index, stranger] of strangers(gen).entries()) {
        const promise = Reflect.apply(gen[name], stranger, ['value']);
        const what = `${name} of stranger ${index}`;
        ok(promise instanceof Promise, `${what}: no promise`);
        ok((await reason(promise)) instanceof TypeError, `${what}: no TypeError`);
      }
    }
    await converse(gen, [[['next'], more('item')], over]);
  }),

  must('J13', 'a detached method serves the generator that it is called on', async (adapter) => {
    const other = host(adapter, function* () {});
    const { next, return: leave, throw: fail } = other;
    await other.return(undefined);
    const gen = host(adapter, oneItem);
    const error = new Error('thrown in');
    await converse(gen, [
      [() => next.call(gen), more('item')],
      [() => leave.call(gen, 'left'), done('left')],
      [() => fail.call(gen, error), thrown(error)],
    ]);
  }),

  shape(
    'J14',
    'it can be disposed of, which leaves the body by return()',
    async (adapter) => {
      /** @type {any[]} */
      const log = [];
      const dispose = /** @type {any} */ (Symbol).asyncDispose;
      /** @type {any} */
      const gen = host(adapter, function* () {
        try {
          yield toYield('item');
        } finally {
          log.push(yield toAwait(Promise.resolve('cleaned up')));
        }
      });
      await gen.next();
      is(await gen[dispose](), undefined, 'what disposing of it gives');
      same(log, ['cleaned up']);
      is(await gen[dispose](), undefined, 'what disposing of it again gives');
      await converse(gen, [over]);
    },
    { applies: () => /** @type {any} */ (Symbol.asyncDispose ?? '') in AsyncIteratorPrototype },
  ),
];
