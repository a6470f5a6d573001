/** Loops with very many steps, and very many loops. */
import { is, same } from '../suite.js';
import { CLOSED, END, items, recorded } from './consumer-recorder.js';

const COUNT = 20_000;

/**
 * @param {import('../suite.js').Adapter} adapter
 * @param {(result: any) => any} answer
 */
async function longLoop(adapter, answer) {
  let step = 0;
  const iterator = {
    next: () => answer(step < COUNT ? { done: false, value: step++ } : END),
  };
  const values = await adapter.consume({ [Symbol.asyncIterator]: () => iterator });
  is(values.length, COUNT, 'number of values');
  is(
    values.findIndex((value, index) => value !== index),
    -1,
    'first wrong value',
  );
}

/** @type {import('../suite.js').Case[]} */
export const loadCases = [
  {
    id: 'C110',
    level: 'must',
    title: `${COUNT} values in promises that are resolved already do not exhaust the stack`,
    run: (adapter) => longLoop(adapter, (result) => Promise.resolve(result)),
  },
  {
    id: 'C111',
    level: 'must',
    title: `${COUNT} values in plain results do not exhaust the stack`,
    run: (adapter) => longLoop(adapter, (result) => result),
  },
  {
    id: 'C112',
    level: 'must',
    title: '1000 loops that are left, one after the other, close their producers',
    async run(adapter) {
      for (let round = 0; round < 1000; round++) {
        const over = recorded({ next: items(round, 'unreached'), return: async () => END });
        same(await adapter.consume(over, { breakAfter: 1 }), [round]);
        is(over.calls.join(' '), CLOSED, `calls in round ${round}`);
      }
    },
  },
];
