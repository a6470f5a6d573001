/** What the finally blocks that return() runs can do. */
/* eslint no-unsafe-finally: "off" -- what bodies do that leave a finally block is proved here */
import { deferred, same, turn, turns } from '../suite.js';
import {
  ask,
  dialogue,
  done,
  each,
  host,
  more,
  must,
  over,
  spec,
  thrown,
  toAwait,
  toYield,
} from './generator-body.js';

/** @typedef {import('./generator-body.js').AnyGenerator} AnyGenerator */
/** @typedef {import('./generator-body.js').Exchange} Exchange */

const error = new Error('of a promise');
const secondError = new Error('of the body');

/** @type {Exchange} */
const start = [['next'], more('item')];

export const cleanupCases = [
  must('J96', 'it is answered when the finally blocks are through', async (adapter) => {
    /** @type {any[]} */
    const log = [];
    const gate = deferred();
    const gen = host(adapter, function* () {
      try {
        yield toYield('item');
      } finally {
        log.push('cleanup starts');
        log.push(yield toAwait(gate.promise));
        yield toAwait(null);
      }
    });
    await gen.next();
    const asked = ask(gen, [[['return', 'left'], done('left')], over]);
    await turns();
    same(log, ['cleanup starts']);
    same(asked.settled, []);
    gate.resolve('cleanup ends');
    await asked.check();
    same(log, ['cleanup starts', 'cleanup ends']);
  }),

  spec(
    'J97',
    'a return in a finally block has the last word',
    each(
      ...['override', Promise.resolve('override')].map((value) =>
        dialogue(
          function* () {
            try {
              yield toYield('item');
            } finally {
              return value;
            }
          },
          [start, [['return', 'left'], done('override')], over],
        ),
      ),
      dialogue(
        function* () {
          try {
            yield toYield('item');
          } finally {
            yield toAwait(null);
            return;
          }
        },
        [start, [['return', 'left'], done()], over],
      ),
      dialogue(
        function* () {
          for (;;) {
            try {
              yield toYield('item');
            } finally {
              break;
            }
          }
          yield toYield('behind the loop');
        },
        [start, [['return', 'left'], more('behind the loop')], over],
      ),
    ),
  ),

  must(
    'J98',
    'an error in a finally block makes it reject, and is the end',
    each(
      ...[[], [toAwait(null)]].map((steps) =>
        dialogue(
          function* () {
            try {
              yield toYield('item');
            } finally {
              yield* steps;
              throw secondError;
            }
          },
          [start, [['return', 'left'], thrown(secondError)], over],
        ),
      ),
    ),
  ),

  spec(
    'J99',
    'a yield in a finally block answers it, and the return is completed later',
    each(
      ...[() => 'left', () => Promise.resolve('left')].map((make) =>
        dialogue(
          function* (log) {
            try {
              yield toYield('item');
            } finally {
              yield toAwait(null);
              log.push(yield toYield('first'));
              log.push(yield toYield('second'));
            }
            log.push('behind the block');
          },
          [
            start,
            [(/** @type {AnyGenerator} */ gen) => gen.return(make()), more('first')],
            [['next', 1], more('second')],
            [['next', 2], done('left')],
            over,
          ],
          [1, 2],
        ),
      ),
      ...[
        /** @type {Exchange} */ ([['return', 'again'], done('again')]),
        /** @type {Exchange} */ ([['throw', error], thrown(error)]),
      ].map((exchange) =>
        dialogue(
          function* (log) {
            try {
              yield toYield('item');
            } finally {
              try {
                yield toYield('parting');
              } finally {
                log.push('inner');
              }
            }
          },
          [start, [['return', 'left'], more('parting')], exchange, over],
          ['inner'],
        ),
      ),
      dialogue(
        function* () {
          try {
            yield toYield('item');
          } finally {
            dropped: try {
              yield toYield('parting');
            } finally {
              break dropped;
            }
          }
        },
        [start, [['return', 'left'], more('parting')], [['return', 'dropped'], done('left')], over],
      ),
    ),
  ),

  must('J104', 'a second one waits for the finally blocks of the first', async (adapter) => {
    for (const meanwhile of [async () => {}, () => turns()]) {
      /** @type {any[]} */
      const log = [];
      const gate = deferred();
      const gen = host(adapter, function* () {
        try {
          yield toYield('item');
        } finally {
          log.push('cleanup starts');
          log.push(yield toAwait(gate.promise));
        }
      });
      await gen.next();
      const first = ask(gen, [[['return', 'first'], done('first')]]);
      await meanwhile();
      const second = ask(gen, [[['return', 'second'], done('second')], over]);
      await turns();
      same([...first.settled, ...second.settled], [], 'answered before the cleanup');
      gate.resolve('cleanup ends');
      await first.check();
      await second.check();
      same(log, ['cleanup starts', 'cleanup ends']);
    }
  }),

  must(
    'J105',
    'nested finally blocks run from the inside out',
    dialogue(
      function* (log) {
        try {
          try {
            try {
              yield toYield('item');
            } finally {
              log.push(yield toAwait(turn().then(() => 'inner')));
            }
          } finally {
            log.push(yield toAwait('middle'));
          }
        } finally {
          log.push('outer');
        }
        log.push('behind the blocks');
      },
      [start, [['return', 'left'], done('left')], over],
      ['inner', 'middle', 'outer'],
    ),
  ),
];
