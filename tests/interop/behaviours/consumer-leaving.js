/** How a loop that is left early closes its iterator. */
import { deferred, is, reason, turns } from '../suite.js';
import {
  BODY,
  CLOSED,
  END,
  EXITS,
  FAILED,
  ONE_STEP,
  PRESENT_PRIMITIVES,
  PRIMITIVES,
  THREE_STEPS,
  TWO_STEPS,
  checkLoop,
  fail,
  forEach,
  items,
  leaving,
  loopCase,
  recorded,
  thenable,
  watch,
} from './consumer-recorder.js';

const REASONS = [FAILED, 'text', undefined];

/** @param {import('./consumer-recorder.js').Members} members besides next */
const producer = (members) => recorded({ next: items(1, 2), ...members });

/** @param {() => any} close what return() does */
const closing = (close) => () => producer({ return: close });

/**
 * Both exits for each of some values.
 * @param {any[]} values
 * @param {(value: any) => () => any} make
 * @param {(value: any) => { calls?: string, error?: any }} expected
 * @param {string} [what]
 */
const leavingEach = (values, make, expected, what = '') =>
  Object.assign(
    {},
    ...values.map((value, index) =>
      leaving(`${what} ${index}: ${typeof value}`, make(value), expected(value)),
    ),
  );

/**
 * The loop stays pending until return() has been answered.
 * @param {import('../suite.js').Adapter} adapter
 * @param {import('../suite.js').ConsumeOptions} options
 * @param {(loop: Promise<any[]>) => Promise<void>} ends
 */
async function waitsForReturn(adapter, options, ends) {
  const answer = deferred();
  const over = producer({ return: () => answer.promise });
  const loop = adapter.consume(over, options);
  const state = watch(loop);
  await turns();
  is(over.calls.join(' '), CLOSED, 'calls');
  is(state.settled, false, 'settled before return() was answered');
  answer.resolve({});
  await ends(loop);
  is(over.calls.join(' '), CLOSED, 'calls in the end');
}

/** @type {import('../suite.js').Case[]} */
const closeCases = [
  loopCase('C40', 'must', 'break calls return() once, without arguments, and nothing else', () => ({
    'at the first value': {
      over: producer({ return: () => END }),
      options: { breakAfter: 1 },
      values: [1],
      calls: CLOSED,
    },
    'at the second value': {
      over: recorded({ next: items(1, 2, 3), return: async () => END }),
      options: { breakAfter: 2 },
      values: [1, 2],
      calls: `${TWO_STEPS} return()`,
    },
  })),
  {
    id: 'C41',
    level: 'must',
    title: 'break waits for return()',
    run: (adapter) =>
      waitsForReturn(adapter, EXITS.break.options, async (loop) => {
        is(String(await loop), '1', 'values');
      }),
  },
  {
    id: 'C42',
    level: 'must',
    title: 'an error of the body comes out once return() has been answered',
    async run(adapter) {
      /** @type {Record<string, import('../suite.js').ConsumeOptions>} */
      const failing = {
        throwAfter: EXITS.throw.options,
        'a throw in what the body calls': { onValue: () => fail(BODY) },
        'a rejection in what the body awaits': { onValue: () => Promise.reject(BODY) },
        'a late rejection': { onValue: () => turns(1).then(() => fail(BODY)) },
      };
      for (const [what, options] of Object.entries(failing)) {
        await waitsForReturn(adapter, options, async (loop) => {
          is(await reason(loop), BODY, `error, ${what}`);
        });
      }
    },
  },
  loopCase('C43', 'must', 'at the end return() is not called', () => ({
    'after items': {
      over: producer({ return: () => END }),
      values: [1, 2],
      calls: THREE_STEPS,
    },
    'without items': { over: recorded({ next: () => END, return: () => END }), calls: ONE_STEP },
    'break that is never reached': {
      over: producer({ return: () => END }),
      options: { breakAfter: 3 },
      values: [1, 2],
      calls: THREE_STEPS,
    },
  })),
  loopCase('C44', 'must', 'leaving at the last item calls return()', () =>
    leaving('last', () => recorded({ next: items(1), return: () => END }), { calls: CLOSED }),
  ),
  loopCase('C45', 'must', 'an iterator without return can be left', () => ({
    ...leaving('missing', () => producer({}), { calls: ONE_STEP }),
    ...leavingEach([undefined, null], closing, () => ({ calls: ONE_STEP })),
  })),
];

/** @type {import('../suite.js').Case[]} */
const failureCases = [
  loopCase(
    'C46',
    'must',
    'a return that is not callable is refused: the error of the body wins',
    () =>
      leavingEach([...PRESENT_PRIMITIVES, {}, []], closing, () => ({
        error: TypeError,
        calls: ONE_STEP,
      })),
  ),
  loopCase('C47', 'must', 'the getter of return throws: the error of the body wins', () =>
    leavingEach(
      REASONS,
      (error) => () =>
        recorded({
          next: items(1, 2),
          get return() {
            return fail(error);
          },
        }),
      (error) => ({ error, calls: `${ONE_STEP} get return` }),
    ),
  ),
  loopCase('C48', 'must', 'return() fails: the error of the body wins', () => {
    const outcome = (/** @type {any} */ error) => ({ error, calls: CLOSED });
    return {
      ...leavingEach(REASONS, (error) => closing(() => fail(error)), outcome, 'thrown'),
      ...leavingEach(REASONS, (error) => closing(() => Promise.reject(error)), outcome, 'rejected'),
      ...leavingEach(
        REASONS,
        (error) => closing(() => thenable((_, refuse) => refuse(error))),
        outcome,
        'refused',
      ),
      ...leaving(
        'late',
        closing(() => turns(1).then(() => fail(FAILED))),
        outcome(FAILED),
      ),
    };
  }),
  loopCase('C49', 'must', 'return() gives no object: the error of the body wins', () => {
    const outcome = () => ({ error: TypeError, calls: CLOSED });
    return {
      ...leavingEach(PRIMITIVES, (value) => closing(() => value), outcome, 'at once'),
      ...leavingEach(PRIMITIVES, (value) => closing(async () => value), outcome, 'promised'),
    };
  }),
  loopCase('C50', 'spec', 'what return() gives is not looked into', () => {
    const sealed = {
      get done() {
        return fail(FAILED);
      },
      get value() {
        return fail(FAILED);
      },
    };
    const answers = [{}, { done: false, value: 1 }, sealed, () => {}, []];
    return leavingEach(
      answers,
      (answer) => closing(() => answer),
      () => ({ calls: CLOSED }),
    );
  }),
  {
    id: 'C51',
    level: 'spec',
    title: 'return is looked up once, when the loop is left',
    async run(adapter) {
      const traced = () =>
        recorded({
          next: items(1),
          get return() {
            return () => END;
          },
        });
      const exits = leaving('getter', traced, { calls: `${ONE_STEP} get return return()` });
      for (const [what, loop] of Object.entries(exits)) await checkLoop(adapter, loop, what);
      const calls = TWO_STEPS;
      await checkLoop(adapter, { over: traced(), values: [1], calls }, 'at the end');
      const replaced = producer({ return: () => fail(new Error('return was replaced')) });
      let closed = 0;
      const onValue = () => {
        replaced.iterator.return = () => ({ closed: ++closed });
      };
      const options = { breakAfter: 1, onValue };
      await checkLoop(
        adapter,
        { over: replaced, options, values: [1], calls: ONE_STEP },
        'replaced',
      );
      is(closed, 1, 'calls of the return that was set in the loop');
    },
  },
  loopCase('C52', 'must', 'return() may be inherited, and may give an object or a thenable', () => {
    const answers = {
      object: () => ({}),
      promise: async () => ({}),
      thenable: () => thenable((fulfil) => fulfil({})),
      'late thenable': () => thenable((fulfil) => void turns(1).then(() => fulfil({}))),
    };
    const rows = Object.entries(answers).flatMap(([what, answer]) => {
      const inherited = () => {
        const over = producer({ return: answer });
        const { iterator } = over;
        over[Symbol.asyncIterator] = () => Object.create(iterator);
        return over;
      };
      const calls = 'next() of another object return() of another object';
      return [
        leaving(what, closing(answer), { calls: CLOSED }),
        leaving(`inherited, ${what}`, inherited, { calls }),
      ];
    });
    return Object.assign({}, ...rows);
  }),
  loopCase('C53', 'must', 'an error of the body keeps its identity, whatever it is', () =>
    forEach(
      [...PRIMITIVES, NaN, -0, {}, [], () => {}, new TypeError('own'), Promise.resolve(1)],
      (error) => ({
        over: producer({ return: () => END }),
        options: { throwAfter: 1, error },
        values: [1],
        error,
        calls: CLOSED,
      }),
    ),
  ),
  {
    id: 'C54',
    level: 'must',
    title: 'a failure of return() that the error of the body hides is not left unhandled',
    async run(adapter) {
      const closings = {
        'rejected already': () => Promise.reject(FAILED),
        'rejected later': () => turns(1).then(() => fail(FAILED)),
        'rejected by a thenable': () => thenable((_, refuse) => refuse(FAILED)),
      };
      for (const [what, close] of Object.entries(closings)) {
        const over = producer({ return: close });
        const loop = { over, values: [1], calls: CLOSED, ...EXITS.throw };
        await checkLoop(adapter, loop, what);
      }
      await turns();
    },
  },
];

export const leavingCases = [...closeCases, ...failureCases];
