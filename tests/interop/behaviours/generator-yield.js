/** What passes at a yield and at an await, and how an error leaves a body. */
import { deferred, is, same, turn, turns } from '../suite.js';
import {
  converse,
  dialogue,
  done,
  each,
  host,
  more,
  must,
  over,
  queue,
  spec,
  staysPending,
  straight,
  thrown,
  toAwait,
  toYield,
} from './generator-body.js';

const error = new Error('of the body');
const reject = () => Promise.reject(error);

export const yieldCases = [
  must(
    'J40',
    'values come in order, then the end',
    dialogue(
      function* () {
        for (const value of [1, 2, 3]) yield toYield(value);
      },
      [[['next'], more(1)], [['next'], more(2)], [['next'], more(3)], over],
    ),
  ),

  must(
    'J41',
    'a yield receives what the following next() is given',
    dialogue(
      function* (log) {
        log.push(yield toYield('a'), yield toYield('b'), yield toYield('c'));
      },
      [
        [['next', 'lost'], more('a')],
        [['next', 1], more('b')],
        [['next'], more('c')],
        [['next', 3], done()],
      ],
      [1, undefined, 3],
    ),
  ),

  spec(
    'J42',
    'a yielded promise is awaited, and does not lose its place',
    queue(
      function* (log) {
        log.push(yield toYield(Promise.resolve('ready')));
        log.push(yield toYield(turn().then(() => 'late')));
        log.push(yield toYield('plain'));
      },
      [
        [['next'], more('ready')],
        [['next', 1], more('late')],
        [['next', 2], more('plain')],
        [['next', 3], done()],
      ],
      [1, 2, 3],
    ),
  ),

  spec(
    'J43',
    'a yielded promise that rejects is the end, and the rejection of the request',
    each(
      ...[reject, () => turn().then(reject)].map((make) =>
        queue(
          function* (log) {
            yield toYield(make());
            log.push('behind the yield');
          },
          [[['next'], thrown(error)], over, [['return', 'left'], done('left')]],
        ),
      ),
    ),
  ),

  spec(
    'J44',
    'it is thrown at the yield, where the body can catch it and go on',
    dialogue(
      function* (log) {
        try {
          yield toYield(reject());
        } catch (caught) {
          log.push(caught);
        } finally {
          log.push('finally');
        }
        yield toYield('after');
      },
      [[['next'], more('after')], over],
      [error, 'finally'],
    ),
  ),

  spec('J45', 'a yielded thenable is unwrapped, outside the body', async (adapter) => {
    /** @type {any[]} */
    const log = [];
    const thenable = {
      /** @param {any[]} functions */
      then(...functions) {
        log.push(this === thenable, ...functions.map((one) => typeof one));
        functions[0](Promise.resolve('value'));
        functions[1](error);
      },
    };
    const failing = {
      get then() {
        throw error;
      },
    };
    const gen = host(adapter, function* () {
      yield toYield(thenable);
      try {
        yield toYield(failing);
      } catch (caught) {
        log.push(caught);
      }
    });
    const first = gen.next();
    same(log, [], 'called within next()');
    same(await first, more('value'));
    await converse(gen, [over]);
    same(log, [true, 'function', 'function', error]);
  }),

  spec('J46', 'a promise that is sent arrives as a promise', async (adapter) => {
    const thenable = {
      then() {
        throw new Error('then is called');
      },
    };
    for (const value of [Promise.resolve(1), new Promise(() => {}), thenable]) {
      let received;
      const gen = host(adapter, function* () {
        received = yield toYield('item');
      });
      await converse(gen, [
        [['next'], more('item')],
        [['next', value], done()],
      ]);
      is(received, value);
    }
  }),

  must('J47', 'an await holds the request back, and nothing else', async (adapter) => {
    const [gate, second] = [deferred(), deferred()];
    const gen = host(adapter, function* () {
      yield toYield(yield toAwait(gate.promise));
      yield toYield(yield toAwait(second.promise));
      yield toYield(yield toAwait('no promise'));
    });
    const answers = [gen.next(), gen.next(), gen.next()];
    second.resolve('second');
    await staysPending(Promise.race(answers));
    gate.resolve('first');
    same(await Promise.all(answers), [more('first'), more('second'), more('no promise')]);
    await converse(gen, [over]);
  }),

  must(
    'J48',
    'a body that fails behind a yield makes that request reject, and is the end',
    dialogue(
      function* () {
        yield toYield('item');
        throw error;
      },
      [[['next'], more('item')], [['next'], thrown(error)], over, over],
    ),
  ),

  must(
    'J49',
    'so does one that fails before its first yield',
    each(
      dialogue(
        straight(() => {
          throw error;
        }),
        [[['next'], thrown(error)], over, over],
      ),
      dialogue(
        function* () {
          yield toAwait(turn());
          throw error;
        },
        [[['next'], thrown(error)], over, over],
      ),
    ),
  ),

  must(
    'J50',
    'a rejection is raised at the await, and is the end of a body that does not catch it',
    each(
      ...[reject, () => turn().then(reject)].map((make) =>
        dialogue(
          function* (log) {
            yield toYield('item');
            yield toAwait(make());
            log.push('behind the await');
          },
          [[['next'], more('item')], [['next'], thrown(error)], over],
        ),
      ),
    ),
  ),

  must(
    'J51',
    'a body that catches it goes on',
    dialogue(
      function* () {
        for (const make of [reject, () => turn().then(reject)]) {
          try {
            yield toAwait(make());
          } catch (caught) {
            yield toYield(caught);
          }
        }
        return yield toAwait('end');
      },
      [[['next'], more(error)], [['next'], more(error)], [['next'], done('end')], over],
    ),
  ),

  must('J52', 'an error arrives when the finally blocks are through', async (adapter) => {
    /** @type {string[]} */
    const log = [];
    const gate = deferred();
    const gen = host(adapter, function* () {
      try {
        try {
          yield toAwait(reject());
        } finally {
          log.push(yield toAwait(gate.promise));
        }
      } finally {
        yield toAwait(turn());
        log.push('outer');
      }
    });
    const answer = gen.next().catch((caught) => {
      log.push('consumer');
      is(caught, error);
    });
    await turns();
    same(log, []);
    gate.resolve('inner');
    await answer;
    same(log, ['inner', 'outer', 'consumer']);
    await converse(gen, [over]);
  }),

  must(
    'J53',
    'what the finally blocks yield comes before a pending error',
    dialogue(
      function* (log) {
        try {
          yield toAwait(null);
          throw error;
        } finally {
          log.push(yield toYield('first'));
          log.push(yield toYield('second'));
        }
      },
      [
        [['next'], more('first')],
        [['next', 1], more('second')],
        [['next', 2], thrown(error)],
        over,
      ],
      [1, 2],
    ),
  ),
];
