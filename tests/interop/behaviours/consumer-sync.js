/** How a loop consumes what has a synchronous iterator only. */
import { is, same, turns } from '../suite.js';
import {
  END,
  FAILED,
  PRIMITIVES,
  checkLoop,
  fail,
  forEach,
  item,
  items,
  leaving,
  loopCase,
  recorded,
  thenable,
} from './consumer-recorder.js';

const OPENED = 'iterator() next()';
const CLOSED = `${OPENED} return()`;

/** @param {import('./consumer-recorder.js').Members} members */
const producer = (members) => recorded(members, ['iterator']);

/** @param {string} name */
const poisoned = (name) =>
  Object.defineProperty({ done: false, value: 1 }, name, { get: () => fail(FAILED) });

/** A producer whose second value is rejected, and that can be closed. */
const rejecting = () =>
  producer({
    next: (step) => item(step === 0 ? 1 : Promise.reject(FAILED)),
    return: () => END,
  });

/**
 * Steps that fail, each for its iterator, and what comes out.
 * @type {[step: () => any, error: any][]}
 */
const failures = [
  [() => fail(FAILED), FAILED],
  [() => poisoned('done'), FAILED],
  [() => poisoned('value'), FAILED],
  ...PRIMITIVES.map((value) => /** @type {[() => any, any]} */ ([() => value, TypeError])),
];

/** @param {() => any} next */
const failing = (next) => producer({ next, return: () => END });

/**
 * Whether the engine's own loop closes the iterator when it fails.
 * @param {any} over
 */
async function closes(over) {
  try {
    for await (const value of over) is(value, 1);
  } catch (error) {
    is(error, FAILED, 'error of the probe');
  }
  return over.calls.includes('return()');
}

/** ECMA-262 asks for it since 2025. */
const closesRejecting = await closes(rejecting());
/** ECMA-262 does not ask for it, but V8 does so since it does the former. */
const closesFailing = await closes(failing(() => fail(FAILED)));

/** @type {import('../suite.js').Case[]} */
export const syncCases = [
  loopCase('C60', 'must', 'promises and thenables among the values are awaited, in order', () => ({
    array: {
      over: [Promise.resolve(1), 2, turns(2).then(() => 3), thenable((fulfil) => fulfil(4))],
      values: [1, 2, 3, 4],
    },
    recorded: {
      over: producer({
        next: (step) => (step < 2 ? item(turns(2 - step).then(() => step)) : END),
      }),
      values: [0, 1],
      calls: `${OPENED} next() next()`,
    },
    generator: {
      over: (function* () {
        yield turns(1);
        yield Promise.resolve('text');
      })(),
      values: [undefined, 'text'],
    },
  })),
  loopCase('C61', 'must', 'what a value is rejected with comes out', () => {
    const rejections = [
      () => Promise.reject(FAILED),
      () => turns(1).then(() => fail(FAILED)),
      () => thenable((_, refuse) => refuse(FAILED)),
    ];
    return forEach(rejections, (rejection) => ({
      over: producer({
        next: (step) => item(step === 0 ? 1 : rejection()),
      }),
      values: [1],
      error: FAILED,
      calls: `${OPENED} next()`,
    }));
  }),
  {
    id: 'C62',
    level: 'must',
    title: 'leaving closes the synchronous iterator',
    async run(adapter) {
      const next = items(1, 2);
      const loops = {
        ...leaving('return()', () => producer({ next, return: () => END }), { calls: CLOSED }),
        ...leaving('throwing', () => producer({ next, return: () => fail(FAILED) }), {
          error: FAILED,
          calls: CLOSED,
        }),
        ...leaving('no object', () => producer({ next, return: () => undefined }), {
          error: TypeError,
          calls: CLOSED,
        }),
      };
      for (const [what, loop] of Object.entries(loops)) await checkLoop(adapter, loop, what);
      const log = /** @type {string[]} */ ([]);
      const generator = (function* () {
        try {
          yield 1;
        } finally {
          log.push('closed');
        }
      })();
      same(await adapter.consume(generator, { breakAfter: 1 }), [1]);
      same(log, ['closed']);
    },
  },
  loopCase('C63', 'spec', 'a synchronous iterator without return can be left', () => {
    const next = items(1, 2);
    return {
      ...leaving('missing', () => producer({ next }), { calls: OPENED }),
      ...leaving('undefined', () => producer({ next, return: undefined }), { calls: OPENED }),
      ...leaving('null', () => producer({ next, return: null }), { calls: OPENED }),
    };
  }),
  loopCase('C64', 'spec', 'failures of synchronous steps come out', () => ({
    ...forEach(failures, ([step, error]) => ({ over: failing(step), error })),
    'next is not callable': {
      over: producer({ next: /** @type {any} */ ('text') }),
      error: TypeError,
      calls: 'iterator()',
    },
    'a promise of a result is a result without value': {
      over: producer({ next: async () => END, return: () => END }),
      options: { breakAfter: 1 },
      values: [undefined],
      calls: CLOSED,
    },
  })),
  {
    ...loopCase('C64', 'spec', 'failures of synchronous steps come out without return()', () => ({
      ...forEach(failures, ([step, error]) => ({ over: failing(step), error, calls: OPENED })),
      'next is not callable': {
        over: producer({ next: /** @type {any} */ ('text'), return: () => END }),
        error: TypeError,
        calls: 'iterator()',
      },
    })),
    applies: () => !closesFailing,
  },
  {
    ...loopCase('C65', 'newspec', 'a rejected value closes the synchronous iterator', () => ({
      rejecting: {
        over: rejecting(),
        values: [1],
        error: FAILED,
        calls: `${OPENED} next() return()`,
      },
    })),
    applies: () => closesRejecting,
  },
];
