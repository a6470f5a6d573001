/** How a loop gets at the iterator. */
import { is, same } from '../suite.js';
import {
  END,
  FAILED,
  PRESENT_PRIMITIVES,
  PRIMITIVES,
  THREE_STEPS,
  TWO_STEPS,
  checkLoop,
  fail,
  forEach,
  item,
  items,
  loopCase,
  recorded,
} from './consumer-recorder.js';

/** Two items, in a fresh iterator. */
const counting = () => {
  let step = 0;
  return { next: () => (step < 2 ? item(++step) : END) };
};

/** Producers that are in no way special objects, or in a special way. */
class Base {
  [Symbol.asyncIterator]() {
    return counting();
  }
}
class Derived extends Base {}

/** @type {Record<string, () => any>} */
const shapes = {
  'an instance of a derived class': () => new Derived(),
  'an inherited method': () => Object.create(Object.create(new Base())),
  'no prototype': () =>
    Object.assign(Object.create(null), { [Symbol.asyncIterator]: () => counting() }),
  'frozen, down to the results': () => {
    const { next } = counting();
    const iterator = Object.freeze({ next: () => Object.freeze(next()) });
    return Object.freeze({ [Symbol.asyncIterator]: () => iterator });
  },
  'a proxy, and so are iterator and results': () => {
    const { next } = counting();
    const iterator = new Proxy({ next: () => new Proxy(next(), {}) }, {});
    return new Proxy({ [Symbol.asyncIterator]: () => iterator }, {});
  },
  'a function, and so is the iterator': () =>
    Object.assign(() => {}, {
      [Symbol.asyncIterator]: () => Object.assign(() => {}, counting()),
    }),
  'an array with a method of its own': () =>
    Object.assign(['no item'], { [Symbol.asyncIterator]: () => counting() }),
  'methods that are generators': () => ({
    async *[Symbol.asyncIterator]() {
      yield 1;
      yield 2;
    },
  }),
};

/** @type {import('../suite.js').Case[]} */
export const openingCases = [
  {
    id: 'C01',
    level: 'must',
    title: 'the method is called once, next() until done, on the right objects, without arguments',
    async run(adapter) {
      const loop = { over: recorded({ next: items(1, 2) }), values: [1, 2], calls: THREE_STEPS };
      await checkLoop(adapter, loop, 'with a body');
      const bare = recorded({ next: items(1, 2) });
      same(await adapter.consume(bare), [1, 2]);
      is(bare.calls.join(' '), THREE_STEPS, 'calls, without options');
    },
  },
  loopCase('C02', 'must', 'Symbol.asyncIterator is preferred to Symbol.iterator', () => ({
    both: {
      over: recorded({ next: items(1) }, ['iterator', 'asyncIterator']),
      values: [1],
      calls: TWO_STEPS,
    },
  })),
  loopCase('C03', 'must', 'without Symbol.asyncIterator the synchronous iterator is used', () => ({
    missing: {
      over: recorded({ next: items(1, 2) }, ['iterator']),
      values: [1, 2],
      calls: 'iterator() next() next() next()',
    },
    ...forEach([undefined, null], (value) => ({
      over: Object.assign(recorded({ next: items(1) }, ['iterator']), {
        [Symbol.asyncIterator]: value,
      }),
      values: [1],
      calls: 'iterator() next() next()',
    })),
    array: { over: [1, , 3], values: [1, undefined, 3] }, // eslint-disable-line no-sparse-arrays
    text: { over: 'a🙂b', values: ['a', '🙂', 'b'] },
    'empty text': { over: '' },
    set: { over: new Set(['x', 'y']), values: ['x', 'y'] },
    map: { over: new Map([['key', 'value']]), values: [['key', 'value']] },
    bytes: { over: Uint8Array.of(7, 8), values: [7, 8] },
    generator: {
      over: (function* () {
        yield 1;
        yield 2;
      })(),
      values: [1, 2],
    },
  })),
  loopCase('C04', 'must', 'what has neither method is refused', () =>
    forEach(
      [
        ...PRESENT_PRIMITIVES.filter((value) => typeof value !== 'string'),
        {},
        Object.create(null),
        () => [1],
        Promise.resolve([1]),
        { next: items(1) },
        { [Symbol.asyncIterator]: undefined, [Symbol.iterator]: null },
        { [Symbol.iterator]: 'not callable' },
      ],
      (over) => ({ over, error: TypeError }),
    ),
  ),
  loopCase('C05', 'must', 'undefined and null are refused', () =>
    forEach([undefined, null], (over) => ({ over, error: TypeError })),
  ),
  loopCase('C06', 'spec', 'a Symbol.asyncIterator that is not callable is refused', () =>
    forEach([...PRESENT_PRIMITIVES, NaN, {}, []], (value) => ({
      over: Object.assign(recorded({ next: items(1) }, ['iterator']), {
        [Symbol.asyncIterator]: value,
      }),
      error: TypeError,
      calls: '',
    })),
  ),
  {
    id: 'C07',
    level: 'must',
    title: 'what the getter or the method of the iterator throws comes out, and nothing is called',
    async run(adapter) {
      for (const error of [FAILED, 'text', undefined]) {
        const throws = recorded({ next: items(1) }, ['asyncIterator'], () => fail(error));
        await checkLoop(adapter, { over: throws, error, calls: 'asyncIterator()' }, 'method');
        const sync = recorded({ next: items(1) }, ['iterator'], () => fail(error));
        await checkLoop(adapter, { over: sync, error, calls: 'iterator()' }, 'sync method');
        const getter = recorded({ next: items(1) }, ['iterator']);
        Object.defineProperty(getter, Symbol.asyncIterator, { get: () => fail(error) });
        await checkLoop(adapter, { over: getter, error, calls: '' }, 'getter');
      }
    },
  },
  loopCase(
    'C08',
    'must',
    'an iterator that is no object is refused; a promise is no iterator',
    () => ({
      ...forEach(PRIMITIVES, (value) => ({
        over: recorded({ next: items(1) }, ['asyncIterator'], () => value),
        error: TypeError,
        calls: 'asyncIterator()',
      })),
      ...forEach(
        PRIMITIVES,
        (value) => ({
          over: recorded({ next: items(1) }, ['iterator'], () => value),
          error: TypeError,
          calls: 'iterator()',
        }),
        'sync',
      ),
      'a promise of the iterator': {
        over: recorded({ next: items(1) }, ['asyncIterator'], async (iterator) => iterator),
        error: TypeError,
        calls: 'asyncIterator()',
      },
    }),
  ),
  {
    id: 'C09',
    level: 'spec',
    title: 'the methods are looked up once, next before the loop',
    async run(adapter) {
      const next = items(1, 2);
      const over = recorded({
        get next() {
          return next;
        },
      });
      const open = over[Symbol.asyncIterator];
      for (const name of /** @type {const} */ (['asyncIterator', 'iterator'])) {
        const get = () => {
          over.calls.push(`get ${name}`);
          return name === 'asyncIterator' ? open : undefined;
        };
        Object.defineProperty(over, Symbol[name], { get });
      }
      const calls = 'get asyncIterator asyncIterator() get next next() next() next()';
      await checkLoop(adapter, { over, values: [1, 2], calls }, 'getters');
      const replaced = recorded({ next: items(1, 2) });
      await checkLoop(
        adapter,
        {
          over: replaced,
          values: [1, 2],
          calls: THREE_STEPS,
          options: { onValue: () => void (replaced.iterator.next = 'another') },
        },
        'replaced in the loop',
      );
    },
  },
  loopCase('C10', 'must', 'what the getter of next throws comes out, without return()', () =>
    forEach([FAILED, 'text', undefined], (error) => ({
      over: recorded({
        get next() {
          return fail(error);
        },
        return: () => END,
      }),
      error,
      calls: 'asyncIterator() get next',
    })),
  ),
  loopCase('C11', 'must', 'a next that is not callable is refused, without return()', () => ({
    missing: { over: recorded({ return: () => END }), error: TypeError, calls: 'asyncIterator()' },
    ...forEach([...PRIMITIVES, {}, []], (next) => ({
      over: recorded({ next, return: () => END }),
      error: TypeError,
      calls: 'asyncIterator()',
    })),
  })),
  loopCase('C12', 'must', 'objects of every make are iterable', () =>
    Object.fromEntries(
      Object.entries(shapes).map(([what, make]) => [what, { over: make(), values: [1, 2] }]),
    ),
  ),
];
