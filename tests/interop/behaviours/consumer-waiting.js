/** When a loop calls next(), and what it waits for. */
import { deferred, is, same, turns } from '../suite.js';
import {
  END,
  FAILED,
  ONE_STEP,
  THREE_STEPS,
  TWO_STEPS,
  checkLoop,
  fail,
  item,
  items,
  recorded,
  watch,
} from './consumer-recorder.js';

/** @type {import('../suite.js').Case[]} */
export const waitingCases = [
  {
    id: 'C32',
    level: 'must',
    title: 'next() is not called again after the end or a failure',
    async run(adapter) {
      const endings = {
        end: { next: () => END },
        throw: { next: () => fail(FAILED), error: FAILED },
        rejection: { next: () => Promise.reject(FAILED), error: FAILED },
        'no object': { next: () => undefined, error: TypeError },
      };
      for (const [what, { next, ...outcome }] of Object.entries(endings)) {
        const over = recorded({ next: (step) => (step === 0 ? item(1) : next()) });
        await checkLoop(adapter, { over, values: [1], calls: TWO_STEPS, ...outcome }, what);
        await turns();
        is(over.calls.join(' '), TWO_STEPS, `calls later, ${what}`);
      }
    },
  },
  {
    id: 'C33',
    level: 'must',
    title: 'next() is not called while the one before is pending',
    async run(adapter) {
      const results = [deferred(), deferred(), deferred()];
      const over = recorded({ next: (step) => results[step].promise });
      const loop = adapter.consume(over);
      for (const [step, { resolve }] of results.entries()) {
        await turns();
        is(over.calls.length, step + 2, 'calls');
        resolve(items('a', 'b')(step));
      }
      same(await loop, ['a', 'b']);
      is(over.calls.join(' '), THREE_STEPS, 'calls');
    },
  },
  {
    id: 'C34',
    level: 'must',
    title: 'next() is not called before the body is done with the value',
    async run(adapter) {
      const bodies = [deferred(), deferred()];
      const over = recorded({ next: items('a', 'b') });
      const loop = adapter.consume(over, { onValue: (_, index) => bodies[index].promise });
      for (const [index, { resolve }] of bodies.entries()) {
        await turns();
        is(over.calls.length, index + 2, 'calls');
        resolve();
      }
      same(await loop, ['a', 'b']);
      is(over.calls.join(' '), THREE_STEPS, 'calls');
    },
  },
  {
    id: 'C35',
    level: 'must',
    title: 'an item that is late is waited for, and the loop of the host goes on',
    async run(adapter) {
      const log = /** @type {string[]} */ ([]);
      const results = [deferred(), deferred(), deferred()];
      const loop = adapter.consume(recorded({ next: (step) => results[step].promise }), {
        onValue: (value) => void log.push(value),
      });
      for (const [step, { resolve }] of results.entries()) {
        await turns();
        log.push('turn');
        resolve(items('a', 'b')(step));
      }
      same(await loop, ['a', 'b']);
      same(log, ['turn', 'a', 'turn', 'b', 'turn']);
    },
  },
  {
    id: 'C36',
    level: 'must',
    title: 'without an answer of next() the loop stays pending, and blocks nothing',
    async run(adapter) {
      const answer = deferred();
      let bodies = 0;
      const over = recorded({ next: () => answer.promise, return: () => END });
      const loop = adapter.consume(over, { onValue: () => void bodies++ });
      const state = watch(loop);
      same(await adapter.consume(recorded({ next: items(1, 2) })), [1, 2]);
      await turns();
      is(state.settled, false, 'settled');
      is(bodies, 0, 'bodies');
      is(over.calls.join(' '), ONE_STEP, 'calls');
      answer.resolve(END);
      same(await loop, []);
    },
  },
];
