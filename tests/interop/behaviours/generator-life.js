/** How a body starts, how it ends, and what is asked after the end. */
import { is, same } from '../suite.js';
import {
  VALUES,
  converse,
  dialogue,
  done,
  each,
  failing,
  giving,
  host,
  more,
  must,
  oneItem,
  over,
  spec,
  straight,
  thrown,
  toAwait,
  toYield,
} from './generator-body.js';

const error = new Error('of the body');

/**
 * A body that returns what it has awaited.
 * @param {() => any} make gives what it awaits
 * @returns {import('./generator-body.js').Body}
 */
const awaiting = (make) =>
  function* () {
    return yield toAwait(make());
  };

/**
 * The generator of a body whose host's calls are told to `log`.
 * @param {import('./generator-body.js').Adapter} adapter
 * @param {import('./generator-body.js').Body} body
 * @param {any[]} log
 */
function hostTold(adapter, body, log) {
  const make = () => {
    const run = body([]);
    /** @param {'next' | 'return' | 'throw'} method */
    const told = (method) => (/** @type {any} */ value) => {
      log.push([method, value]);
      return run[method](value);
    };
    return { next: told('next'), return: told('return'), throw: told('throw') };
  };
  return adapter.fromStepper(make(), make);
}

export const lifeCases = [
  must('J30', 'making it runs nothing of the body', async (adapter) => {
    /** @type {string[]} */
    const log = [];
    const gen = host(adapter, function* () {
      log.push('started');
      yield toYield('item');
    });
    await Promise.resolve();
    same(log, []);
    await converse(gen, [[['return', 'left'], done('left')], over]);
    same(log, []);
  }),

  spec('J31', 'a body runs within the call that starts or resumes it', async (adapter) => {
    /** @type {any[]} */
    const log = [];
    const gen = host(adapter, function* () {
      log.push('started');
      yield toAwait(null);
      log.push('awaited');
      try {
        yield toYield(log.push(yield toYield('first')));
      } catch (caught) {
        log.push(caught);
      }
    });
    const calls = /** @type {const} */ ([
      [() => gen.next(), ['started'], ['started', 'awaited']],
      [() => gen.next('sent'), ['sent'], ['sent']],
      [() => gen.throw('thrown in'), ['thrown in'], ['thrown in']],
    ]);
    for (const [call, within, then] of calls) {
      log.length = 0;
      const promise = call();
      same(log, within, 'within the call');
      await promise;
      same(log, then, 'when it is answered');
    }
    await converse(gen, [over]);
  }),

  must('J32', 'what the first next() is given goes nowhere', async (adapter) => {
    /** @type {any[]} */
    const log = [];
    await converse(hostTold(adapter, oneItem, log), [
      [['next', 'lost'], more('item')],
      [['next', 'kept'], done()],
    ]);
    same(log, [
      ['next', undefined],
      ['next', 'kept'],
    ]);
  }),

  must(
    'J33',
    'an empty body ends at the first next()',
    dialogue(function* () {}, [over, over]),
  ),

  must(
    'J34',
    'after the end, next() says so for ever, however it ended',
    each(
      dialogue(oneItem, [
        [['next'], more('item')],
        over,
        over,
        [['next', 'ignored'], done()],
        over,
      ]),
      dialogue(
        straight(() => {
          throw error;
        }),
        [[['next'], thrown(error)], over, over, over],
      ),
      dialogue(oneItem, [[['throw', error], thrown(error)], over, over, over]),
      dialogue(oneItem, [[['next'], more('item')], [['return', 1], done(1)], over, over, over]),
    ),
  ),

  must('J35', 'what a body returns appears once', async (adapter) => {
    for (const value of VALUES) {
      const gen = host(
        adapter,
        straight(() => value),
      );
      const result = await gen.next();
      is(result.done, true, 'done');
      is(result.value, value);
      await converse(gen, [over, over]);
    }
  }),

  spec('J36', 'a promise or thenable that a body returns is awaited', async (adapter) => {
    for (const make of giving('value')) {
      for (const body of [straight(make), awaiting(make)]) {
        await converse(host(adapter, body), [[['next'], done('value')], over]);
      }
    }
  }),

  spec('J37', 'one that rejects makes the request reject, and is the end', async (adapter) => {
    for (const make of failing(error)) {
      for (const body of [straight(make), awaiting(make)]) {
        await converse(host(adapter, body), [[['next'], thrown(error)], over]);
      }
    }
  }),

  must('J38', 'nothing behind a return runs, and an ended body is left alone', async (adapter) => {
    /** @type {any[]} */
    const log = [];
    const gen = hostTold(
      adapter,
      function* () {
        for (;;) {
          const sent = yield toYield('item');
          if (sent === 'end') return 'ended';
          log.push('behind the return');
        }
      },
      log,
    );
    await converse(gen, [
      [['next'], more('item')],
      [['next', 'end'], done('ended')],
      over,
      [['return', 'left'], done('left')],
      [['throw', error], thrown(error)],
      over,
    ]);
    same(log, [
      ['next', undefined],
      ['next', 'end'],
    ]);
  }),
];
