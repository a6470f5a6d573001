/** What CPython's executor makes of each statement, against traces written by hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { answers } from './processes.js';
import { CPYTHON } from './runners.js';

/**
 * @typedef {import('./scenario.js').Statement} Statement
 * @typedef {import('./scenario.js').Scenario} Scenario
 * @typedef {Partial<Scenario> & { name: string }} Fixture
 */

/** @param {number} m */
const log = (m) => ({ op: 'log', m });
const sleep = { op: 'sleep' };
/** @param {number | 'var'} v */
const yields = (v) => ({ op: 'yield', v });
/** @param {string} t @param {string} m */
const raise = (t, m) => ({ op: 'raise', t, m });
const reraise = { op: 'reraise' };
const leave = { op: 'return' };
const stop = { op: 'break' };
const next = { op: 'continue' };
/** @param {any} eq @param {Statement[]} then @param {Statement[]} [otherwise] */
const when = (eq, then, otherwise = []) => ({ op: 'if', eq, then, else: otherwise });
/** @param {number} n @param {...Statement} body */
const loop = (n, ...body) => ({ op: 'loop', n, body });
/** @param {Statement[]} body @param {any} parts */
const attempt = (body, parts) => ({
  ...{ op: 'try', body, except: [], else: null, finally: null },
  ...parts,
});
/** @param {string} t @param {...Statement} body */
const handler = (t, ...body) => ({ t, body });
/** @param {any} src @param {Statement[]} body @param {any} [parts] */
const over = (src, body, parts) => ({ op: 'for', src, body, else: null, close: false, ...parts });
/** @param {string} kind @param {any[]} clauses @param {any} [parts] */
const comp = (kind, clauses, parts) => ({
  ...{ op: 'comp', kind, add: 0, await: false },
  clauses: clauses.map((clause) => ({ if: null, ...clause })),
  ...parts,
});
/** @param {string} name @param {string} gen */
const create = (name, gen) => ({ op: 'new', name, gen });
/** @param {string} name @param {string} m @param {any} [parts] */
const call = (name, m, parts) => ({ op: 'call', name, m, ...parts });
/** @param {number} aw @param {string} name @param {string} m @param {any} [parts] */
const make = (aw, name, m, parts) => ({ op: 'make', aw, name, m, ...parts });
/** @param {number} aw */
const wait = (aw) => ({ op: 'await', aw });
/** @param {string} task */
const spawn = (task) => ({ op: 'spawn', task });
/** @param {string} task */
const join = (task) => ({ op: 'join', task });
/** @param {string} task */
const cancel = (task) => ({ op: 'cancel', task });

/** @type {[Fixture, string][]} */
const FIXTURES = [
  [{ name: 'log', main: [log(5)] }, 'main tstart; main log 5; main tdone'],
  [{ name: 'sleep', main: [sleep] }, 'main tstart; main sleep; main wake; main tdone'],
  [
    {
      name: 'yield, and what is sent',
      gens: { g0: [yields(3), yields('var')] },
      main: [
        create('x', 'g0'),
        call('x', 'anext'),
        call('x', 'asend', { v: 8 }),
        call('x', 'anext'),
      ],
    },
    `main tstart; main new x g0#1
     main call g0#1 anext; g0#1 start; g0#1 yield 3; main got g0#1 3
     main call g0#1 asend 8; g0#1 recv 8; g0#1 yield 0; main got g0#1 0
     main call g0#1 anext; g0#1 recv null; g0#1 end; main threw g0#1 StopAsyncIteration "" null
     main tdone; main shutdown g0#1; main got g0#1 null`,
  ],
  [
    { name: 'raise ends a program', main: [raise('KeyError', 'k'), log(1)] },
    'main tstart; main raise KeyError k; main tfail KeyError k null',
  ],
  [
    {
      name: 'reraise takes what the handler around it has',
      main: [
        attempt(
          [
            attempt([raise('KeyError', 'k')], {
              except: [
                handler(
                  'KeyError',
                  attempt([raise('ValueError', 'v')], { except: [handler('ValueError', log(1))] }),
                  reraise,
                ),
              ],
            }),
          ],
          { except: [handler('TypeError', log(2)), handler('Exception', log(3))] },
        ),
      ],
    },
    `main tstart; main raise KeyError k; main except 0 KeyError k null
     main raise ValueError v; main except 0 ValueError v null; main log 1
     main reraise; main except 1 KeyError k null; main log 3; main tdone`,
  ],
  [
    {
      name: 'return in a generator and in the program',
      gens: { g0: [leave] },
      main: [create('x', 'g0'), call('x', 'anext'), leave, log(1)],
    },
    `main tstart; main new x g0#1; main call g0#1 anext; g0#1 start; g0#1 return
     main threw g0#1 StopAsyncIteration "" null; main return; main tdone
     main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'break and continue',
      main: [loop(2, log(1), next, log(2)), loop(3, log(3), stop)],
    },
    `main tstart; main log 1; main continue; main log 1; main continue
     main log 3; main break; main tdone`,
  ],
  [
    {
      name: 'if compares what was received last',
      gens: { g0: [when(null, [log(1)]), yields(1), when(5, [log(2)], [log(3)]), yields(2)] },
      main: [create('x', 'g0'), call('x', 'anext'), call('x', 'asend', { v: 4 })],
    },
    `main tstart; main new x g0#1
     main call g0#1 anext; g0#1 start; g0#1 if true; g0#1 log 1; g0#1 yield 1; main got g0#1 1
     main call g0#1 asend 4; g0#1 recv 4; g0#1 if false; g0#1 log 3; g0#1 yield 2; main got g0#1 2
     main tdone; main shutdown g0#1; g0#1 thrown GeneratorExit "" null
     g0#1 exit GeneratorExit "" null; main got g0#1 null`,
  ],
  [
    {
      name: 'else and finally',
      main: [
        attempt([log(1)], { except: [handler('ValueError')], else: [log(2)], finally: [log(3)] }),
        attempt([log(4)], { else: [log(5)], finally: [] }),
        loop(1, attempt([stop], { except: [handler('ValueError')], else: [log(6)] })),
      ],
    },
    `main tstart; main log 1; main else; main log 2; main finally; main log 3
     main log 4; main finally; main break; main tdone`,
  ],
  [
    {
      name: 'a jump out of finally discards what is pending',
      main: [
        loop(1, attempt([raise('ValueError', 'v')], { finally: [stop] })),
        loop(2, attempt([leave], { finally: [next] })),
      ],
    },
    `main tstart; main raise ValueError v; main finally; main break
     main return; main finally; main continue; main return; main finally; main continue
     main tdone`,
  ],
  [
    {
      name: 'an exception in finally replaces what is pending',
      main: [attempt([raise('ValueError', 'v')], { finally: [raise('KeyError', 'k')] })],
    },
    `main tstart; main raise ValueError v; main finally; main raise KeyError k
     main tfail KeyError k null`,
  ],
  [
    {
      name: 'handlers match their type, Exception most and BaseException all',
      main: [
        attempt(
          [attempt([raise('CancelledError', 'c')], { except: [handler('Exception', log(1))] })],
          { except: [handler('GeneratorExit'), handler('CancelledError', log(2))] },
        ),
        attempt([raise('GeneratorExit', 'g')], {
          except: [handler('Exception'), handler('BaseException', log(3))],
        }),
        attempt([raise('StopIteration', 's')], { except: [handler('Exception', log(4))] }),
      ],
    },
    `main tstart; main raise CancelledError c; main except 1 CancelledError c null; main log 2
     main raise GeneratorExit g; main except 1 GeneratorExit g null; main log 3
     main raise StopIteration s; main except 0 StopIteration s null; main log 4; main tdone`,
  ],
  [
    {
      name: 'for with else',
      gens: { g0: [yields(1), yields(2)] },
      main: [over({ gen: 'g0' }, [log(1)], { else: [log(2)] })],
    },
    `main tstart; main for g0#1
     g0#1 start; g0#1 yield 1; main item 1; main log 1
     g0#1 recv null; g0#1 yield 2; main item 2; main log 1
     g0#1 recv null; g0#1 end; main forelse; main log 2; main tdone
     main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'break leaves a generator suspended',
      gens: { g0: [yields(1)] },
      main: [over({ gen: 'g0' }, [stop], { else: [log(1)] })],
    },
    `main tstart; main for g0#1; g0#1 start; g0#1 yield 1; main item 1; main break; main tdone
     main shutdown g0#1; g0#1 thrown GeneratorExit "" null; g0#1 exit GeneratorExit "" null
     main got g0#1 null`,
  ],
  [
    {
      name: 'close, whichever way a loop is left',
      gens: { g0: [yields(1)] },
      main: [
        over({ gen: 'g0' }, [stop], { close: true }),
        over({ gen: 'g0' }, [], { close: true, else: [log(1)] }),
      ],
    },
    `main tstart; main for g0#1; g0#1 start; g0#1 yield 1; main item 1; main break; main closing
     g0#1 thrown GeneratorExit "" null; g0#1 exit GeneratorExit "" null
     main for g0#2; g0#2 start; g0#2 yield 1; main item 1; g0#2 recv null; g0#2 end
     main forelse; main log 1; main closing; main tdone
     main shutdown g0#1; main got g0#1 null; main shutdown g0#2; main got g0#2 null`,
  ],
  [
    {
      name: 'an exception of closing replaces that of the body',
      gens: { g0: [attempt([yields(1)], { finally: [raise('ValueError', 'v')] })] },
      main: [over({ gen: 'g0' }, [raise('KeyError', 'k')], { close: true })],
    },
    `main tstart; main for g0#1; g0#1 start; g0#1 yield 1; main item 1; main raise KeyError k
     main closing; g0#1 thrown GeneratorExit "" null; g0#1 finally; g0#1 raise ValueError v
     g0#1 exit ValueError v null; main tfail ValueError v null
     main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'a name that nothing is bound to',
      main: [
        over({ use: 'x' }, [log(1)], { else: [log(2)], close: true }),
        call('x', 'aclose'),
        make(1, 'x', 'anext'),
        comp('list', [{ src: { use: 'x' } }]),
      ],
    },
    `main tstart; main for null; main forelse; main log 2; main closing; main skip x; main skip x
     main compstart list; main comp list []; main tdone`,
  ],
  [
    {
      name: 'an instance in one loop after the other',
      gens: { g0: [yields(1), yields(2)] },
      main: [create('x', 'g0'), over({ use: 'x' }, [stop]), over({ use: 'x' }, [])],
    },
    `main tstart; main new x g0#1
     main for g0#1; g0#1 start; g0#1 yield 1; main item 1; main break
     main for g0#1; g0#1 recv null; g0#1 yield 2; main item 2; g0#1 recv null; g0#1 end; main tdone
     main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'the variable of the innermost loop',
      gens: {
        g0: [over({ gen: 'g1' }, [over({ iter: 'i0' }, [yields('var')]), yields('var')])],
        g1: [yields(4)],
      },
      iters: { i0: { kind: 'coro', steps: [{ v: 6 }] } },
      main: [comp('list', [{ src: { gen: 'g0' } }])],
    },
    `main tstart; main compstart list
     g0#1 start; g0#1 for g1#2; g1#2 start; g1#2 yield 4; g0#1 item 4
     g0#1 for i0#3; i0#3 aiter; i0#3 anext; g0#1 item 6; g0#1 yield 6; g0#1 recv null; i0#3 anext
     g0#1 yield 4; g0#1 recv null; g1#2 recv null; g1#2 end; g0#1 end
     main comp list [6,4]; main tdone
     main shutdown g0#1; main got g0#1 null; main shutdown g1#2; main got g1#2 null`,
  ],
  [
    {
      name: 'steps of class based iterators',
      iters: {
        i0: {
          kind: 'coro',
          steps: [
            { sleep: 1, v: 3 },
            { sleep: 0, raise: 'KeyError', m: 'k' },
          ],
        },
        i1: { kind: 'plain', steps: [{ sleep: 1, raise: 'StopIteration', m: 's' }] },
      },
      main: [
        attempt([over({ iter: 'i0' }, [])], { except: [handler('KeyError')] }),
        over({ iter: 'i1' }, []),
      ],
    },
    `main tstart; main for i0#1; i0#1 aiter; i0#1 anext; i0#1 sleep; i0#1 wake; main item 3
     i0#1 anext; main except 0 KeyError k null
     main for i1#2; i1#2 aiter; i1#2 anext; i1#2 sleep; i1#2 wake
     main tfail RuntimeError coroutine raised StopIteration StopIteration`,
  ],
  [
    {
      name: 'an iterator that raises StopAsyncIteration, and one that is called to raise',
      iters: {
        i0: { kind: 'coro', steps: [{ raise: 'StopAsyncIteration', m: 's' }] },
        i1: { kind: 'plain', steps: [{ syncraise: 'StopIteration', m: 's' }] },
      },
      main: [over({ iter: 'i0' }, [], { else: [] }), over({ iter: 'i1' }, [])],
    },
    `main tstart; main for i0#1; i0#1 aiter; i0#1 anext; main forelse
     main for i1#2; i1#2 aiter; i1#2 anext; main tfail StopIteration s null`,
  ],
  [
    {
      name: 'iterators that are none',
      iters: {
        i0: { kind: 'noaiter', steps: [] },
        i1: { kind: 'noanext', steps: [] },
        i2: { kind: 'aiterraise', steps: [], t: 'StopAsyncIteration', m: 's' },
        i3: { kind: 'coro', steps: [{ bad: true }] },
      },
      main: ['i0', 'i1', 'i2', 'i3'].map((iter) =>
        attempt([over({ iter }, [])], { except: [handler('Exception')] }),
      ),
    },
    `main tstart
     main for i0#1
     main except 0 TypeError 'async for' requires an object with __aiter__ method, got i0 null
     main for i1#2; i1#2 aiter
     main except 0 TypeError 'async for' received an object from __aiter__ that does not implement __anext__: i1 null
     main for i2#3; i2#3 aiter; main except 0 StopAsyncIteration s null
     main for i3#4; i3#4 aiter; i3#4 anext
     main except 0 TypeError 'async for' received an invalid object from __anext__: int TypeError
     main tdone`,
  ],
  [
    {
      name: 'a comprehension that waits in its condition and for its element',
      gens: { g0: [yields(1), yields(2)] },
      main: [
        comp('list', [{ src: { gen: 'g0' }, if: { m: 2, eq: 0, await: true } }], {
          add: 5,
          await: true,
        }),
      ],
    },
    `main tstart; main compstart list
     g0#1 start; g0#1 yield 1; main sleep; main wake
     g0#1 recv null; g0#1 yield 2; main sleep; main wake; main sleep; main wake
     g0#1 recv null; g0#1 end; main comp list [7]; main tdone
     main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'sets and dictionaries',
      gens: { g0: [yields(9), yields(1), yields(9)] },
      main: [
        comp('set', [{ src: { gen: 'g0' } }]),
        comp(
          'dict',
          [{ src: { range: 3 }, if: { m: 2, eq: 0, await: false } }, { src: { range: 2 } }],
          { add: 1 },
        ),
      ],
    },
    `main tstart; main compstart set
     g0#1 start; g0#1 yield 9; g0#1 recv null; g0#1 yield 1; g0#1 recv null; g0#1 yield 9
     g0#1 recv null; g0#1 end; main comp set [1,9]
     main compstart dict; main comp dict [[0,3],[1,4]]; main tdone
     main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'a generator expression calls aiter of its first source at once',
      iters: { i0: { kind: 'coro', steps: [{ v: 1 }] }, i1: { kind: 'coro', steps: [{ v: 2 }] } },
      main: [
        comp('genexp', [{ src: { iter: 'i0' } }, { src: { iter: 'i1' } }]),
        comp('genexp', [{ src: { range: 2 } }]),
      ],
    },
    `main tstart; main compstart genexp; i0#1 aiter; main genexp; i0#1 anext
     i1#2 aiter; i1#2 anext; i1#2 anext; i0#1 anext; main comp genexp [3]
     main compstart genexp; main genexp; main comp genexp [0,1]; main tdone`,
  ],
  [
    {
      name: 'anext with a default',
      gens: { g0: [yields(2), raise('KeyError', 'k')] },
      main: [create('x', 'g0'), loop(3, call('x', 'anextd'))],
    },
    `main tstart; main new x g0#1; main call g0#1 anextd; g0#1 start; g0#1 yield 2; main got g0#1 2
     main call g0#1 anextd; g0#1 recv null; g0#1 raise KeyError k; g0#1 exit KeyError k null
     main threw g0#1 KeyError k null
     main call g0#1 anextd; main got g0#1 -1; main tdone; main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'asend to a fresh generator',
      gens: { g0: [yields(1)] },
      main: [
        create('x', 'g0'),
        call('x', 'asend', { v: 1 }),
        call('x', 'asend', { v: null }),
        call('x', 'aclose'),
      ],
    },
    `main tstart; main new x g0#1; main call g0#1 asend 1
     main threw g0#1 TypeError can't send non-None value to a just-started async generator null
     main call g0#1 asend null; g0#1 start; g0#1 yield 1; main got g0#1 1
     main call g0#1 aclose; g0#1 thrown GeneratorExit "" null; g0#1 exit GeneratorExit "" null
     main got g0#1 null; main tdone; main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'athrow: caught, not caught, after the end, before the start',
      gens: {
        g0: [attempt([yields(1)], { except: [handler('ValueError', yields(2))] }), yields(3)],
      },
      main: [
        create('x', 'g0'),
        call('x', 'anext'),
        call('x', 'athrow', { t: 'ValueError', msg: 'v' }),
        call('x', 'athrow', { t: 'ValueError', msg: 'w' }),
        call('x', 'athrow', { t: 'ValueError', msg: 'x' }),
        create('x', 'g0'),
        call('x', 'athrow', { t: 'KeyError', msg: 'k' }),
        call('x', 'anextd'),
      ],
    },
    `main tstart; main new x g0#1; main call g0#1 anext; g0#1 start; g0#1 yield 1; main got g0#1 1
     main call g0#1 athrow ValueError v; g0#1 thrown ValueError v null
     g0#1 except 0 ValueError v null; g0#1 yield 2; main got g0#1 2
     main call g0#1 athrow ValueError w; g0#1 thrown ValueError w null; g0#1 exit ValueError w null
     main threw g0#1 ValueError w null
     main call g0#1 athrow ValueError x; main got g0#1 null
     main new x g0#2; main call g0#2 athrow KeyError k; main threw g0#2 KeyError k null
     main call g0#2 anextd; main got g0#2 -1; main tdone
     main shutdown g0#1; main got g0#1 null; main shutdown g0#2; main got g0#2 null`,
  ],
  [
    {
      name: 'a generator left by StopAsyncIteration',
      gens: { g0: [raise('StopAsyncIteration', 's')] },
      main: [over({ gen: 'g0' }, [], { else: [] })],
    },
    `main tstart; main for g0#1; g0#1 start; g0#1 raise StopAsyncIteration s
     g0#1 exit StopAsyncIteration s null
     main tfail RuntimeError async generator raised StopAsyncIteration StopAsyncIteration
     main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'closing: before the start, refused, and answered by return',
      gens: {
        g0: [attempt([yields(1)], { finally: [yields(2)] })],
        g1: [attempt([yields(1)], { except: [handler('BaseException', leave)] })],
      },
      main: [
        create('x', 'g0'),
        call('x', 'aclose'),
        create('x', 'g0'),
        call('x', 'anext'),
        call('x', 'aclose'),
        call('x', 'anextd'),
        create('y', 'g1'),
        call('y', 'anext'),
        call('y', 'aclose'),
      ],
    },
    `main tstart; main new x g0#1; main call g0#1 aclose; main got g0#1 null
     main new x g0#2; main call g0#2 anext; g0#2 start; g0#2 yield 1; main got g0#2 1
     main call g0#2 aclose; g0#2 thrown GeneratorExit "" null; g0#2 finally; g0#2 yield 2
     main threw g0#2 RuntimeError async generator ignored GeneratorExit null
     main call g0#2 anextd; g0#2 recv null; g0#2 exit GeneratorExit "" null
     main threw g0#2 GeneratorExit "" null
     main new y g1#3; main call g1#3 anext; g1#3 start; g1#3 yield 1; main got g1#3 1
     main call g1#3 aclose; g1#3 thrown GeneratorExit "" null
     g1#3 except 0 GeneratorExit "" null; g1#3 return; main got g1#3 null; main tdone
     main shutdown g0#1; main got g0#1 null; main shutdown g0#2; main got g0#2 null
     main shutdown g1#3; main got g1#3 null`,
  ],
  [
    {
      name: 'a generator that refused to close can still be resumed, but no longer closed',
      gens: { g0: [attempt([yields(1)], { finally: [yields(2), yields(3)] })] },
      main: [
        create('x', 'g0'),
        call('x', 'anext'),
        call('x', 'aclose'),
        call('x', 'aclose'),
        call('x', 'athrow', { t: 'KeyError', msg: 'k' }),
        call('x', 'asend', { v: 5 }),
      ],
    },
    `main tstart; main new x g0#1; main call g0#1 anext; g0#1 start; g0#1 yield 1; main got g0#1 1
     main call g0#1 aclose; g0#1 thrown GeneratorExit "" null; g0#1 finally; g0#1 yield 2
     main threw g0#1 RuntimeError async generator ignored GeneratorExit null
     main call g0#1 aclose; main threw g0#1 StopAsyncIteration "" null
     main call g0#1 athrow KeyError k; main threw g0#1 StopAsyncIteration "" null
     main call g0#1 asend 5; g0#1 recv 5; g0#1 yield 3; main got g0#1 3; main tdone
     main shutdown g0#1; main threw g0#1 StopAsyncIteration "" null`,
  ],
  [
    {
      name: 'guards of calls',
      gens: { g0: [yields(1)] },
      main: [
        create('x', 'g0'),
        call('x', 'asend', { v: 5, guard: true }),
        call('x', 'asend', { v: 6, guard: true }),
        call('x', 'athrow', { t: 'KeyError', msg: 'k', guard: true }),
      ],
    },
    `main tstart; main new x g0#1
     main call g0#1 asend null; g0#1 start; g0#1 yield 1; main got g0#1 1
     main call g0#1 asend 6; g0#1 recv 6; g0#1 end; main threw g0#1 StopAsyncIteration "" null
     main skip x; main tdone; main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'requests that are made first and awaited later, and again',
      gens: { g0: [yields(1), yields(2)] },
      main: [
        create('x', 'g0'),
        make(1, 'x', 'asend', { v: null }),
        make(2, 'x', 'aclose'),
        wait(1),
        wait(1),
        wait(2),
        wait(2),
      ],
    },
    `main tstart; main new x g0#1; main make 1 g0#1 asend null; main make 2 g0#1 aclose
     main await 1; g0#1 start; g0#1 yield 1; main got 1 1
     main await 1; main threw 1 RuntimeError cannot reuse already awaited __anext__()/asend() null
     main await 2; g0#1 thrown GeneratorExit "" null; g0#1 exit GeneratorExit "" null
     main got 2 null
     main await 2; main threw 2 RuntimeError cannot reuse already awaited aclose()/athrow() null
     main tdone; main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'tasks take turns, and are spawned once',
      tasks: { t1: [sleep, log(1)], t2: [log(2), sleep] },
      main: [spawn('t1'), spawn('t2'), spawn('t1'), sleep, log(3)],
    },
    `main tstart; main spawn t1; main spawn t2; main skip t1; main sleep
     t1 tstart; t1 sleep; t2 tstart; t2 log 2; t2 sleep; main wake; main log 3; main tdone
     main finaljoin t1; t1 wake; t1 log 1; t1 tdone; t2 wake; t2 tdone; main joined t1
     main finaljoin t2; main joined t2`,
  ],
  [
    {
      name: 'join, also of what has failed',
      tasks: { t1: [raise('ValueError', 'v')] },
      main: [spawn('t1'), join('t1'), join('t1')],
    },
    `main tstart; main spawn t1; main join t1; t1 tstart; t1 raise ValueError v
     t1 tfail ValueError v null; main joined t1; main join t1; main joined t1; main tdone
     main finaljoin t1; main joined t1`,
  ],
  [
    {
      name: 'cancel: before the start, while it sleeps, after its end',
      tasks: { t1: [log(1)], t2: [sleep, log(2)] },
      main: [
        ...[spawn('t1'), cancel('t1'), join('t1')],
        ...[spawn('t2'), sleep, cancel('t2'), join('t2'), cancel('t2')],
      ],
    },
    `main tstart; main spawn t1; main cancel t1 true; main join t1
     main joinexc t1 CancelledError "" null
     main spawn t2; main sleep; t2 tstart; t2 sleep; main wake; main cancel t2 true; main join t2
     t2 interrupted CancelledError "" null; t2 tfail CancelledError "" null; main joined t2
     main cancel t2 false; main tdone; main finaljoin t1; main joinexc t1 CancelledError "" null
     main finaljoin t2; main joined t2`,
  ],
  [
    {
      name: 'a cancellation arrives where the generator waits, and the call swallows it',
      gens: { g0: [attempt([sleep], { finally: [sleep] })] },
      tasks: { t1: [call('x', 'anext'), log(1)] },
      main: [create('x', 'g0'), spawn('t1'), sleep, cancel('t1'), join('t1')],
    },
    `main tstart; main new x g0#1; main spawn t1; main sleep
     t1 tstart; t1 call g0#1 anext; g0#1 start; g0#1 sleep
     main wake; main cancel t1 true; main join t1
     g0#1 interrupted CancelledError "" null; g0#1 finally; g0#1 sleep; g0#1 wake
     g0#1 exit CancelledError "" null; t1 threw g0#1 CancelledError "" null; t1 log 1; t1 tdone
     main joined t1; main tdone; main finaljoin t1; main joined t1
     main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'a cancellation of a task that waits for another one goes on to that one',
      tasks: { t1: [join('t2'), log(1)], t2: [sleep, sleep] },
      main: [spawn('t1'), spawn('t2'), sleep, cancel('t1')],
    },
    `main tstart; main spawn t1; main spawn t2; main sleep
     t1 tstart; t1 join t2; t2 tstart; t2 sleep; main wake; main cancel t1 true; main tdone
     main finaljoin t1; t2 interrupted CancelledError "" null; t2 tfail CancelledError "" null
     t1 joined t2; t1 log 1; t1 tdone; main joined t1; main finaljoin t2; main joined t2`,
  ],
  [
    {
      name: 'requests while a generator runs are refused',
      gens: { g0: [sleep, yields(1)] },
      tasks: { t1: [call('x', 'anext')] },
      main: [
        create('x', 'g0'),
        spawn('t1'),
        sleep,
        call('x', 'asend', { v: 1 }),
        call('x', 'athrow', { t: 'KeyError', msg: 'k' }),
        call('x', 'aclose'),
      ],
    },
    `main tstart; main new x g0#1; main spawn t1; main sleep
     t1 tstart; t1 call g0#1 anext; g0#1 start; g0#1 sleep; main wake
     main call g0#1 asend 1
     main threw g0#1 RuntimeError anext(): asynchronous generator is already running null
     main call g0#1 athrow KeyError k
     main threw g0#1 RuntimeError athrow(): asynchronous generator is already running null
     main call g0#1 aclose
     main threw g0#1 RuntimeError aclose(): asynchronous generator is already running null
     main tdone; main finaljoin t1; g0#1 wake; g0#1 yield 1; t1 got g0#1 1; t1 tdone
     main joined t1; main shutdown g0#1; g0#1 thrown GeneratorExit "" null
     g0#1 exit GeneratorExit "" null; main got g0#1 null`,
  ],
  [
    {
      name: 'a generator that drives itself',
      gens: { g0: [call('x', 'anext'), yields(1)] },
      main: [create('x', 'g0'), call('x', 'anext'), call('x', 'anextd')],
    },
    `main tstart; main new x g0#1; main call g0#1 anext; g0#1 start; g0#1 call g0#1 anext
     g0#1 threw g0#1 RuntimeError anext(): asynchronous generator is already running null
     g0#1 yield 1; main got g0#1 1
     main call g0#1 anextd; g0#1 recv null; g0#1 end; main got g0#1 -1; main tdone
     main shutdown g0#1; main got g0#1 null`,
  ],
  [
    {
      name: 'what is created at the end is shut down as well',
      gens: { g0: [attempt([yields(1)], { finally: [create('y', 'g1')] })], g1: [yields(1)] },
      main: [over({ gen: 'g0' }, [stop])],
    },
    `main tstart; main for g0#1; g0#1 start; g0#1 yield 1; main item 1; main break; main tdone
     main shutdown g0#1; g0#1 thrown GeneratorExit "" null; g0#1 finally; g0#1 new y g1#2
     g0#1 exit GeneratorExit "" null; main got g0#1 null; main shutdown g1#2; main got g1#2 null`,
  ],
];

/** @type {[Fixture, string][]} */
const ERRORS = [
  [
    {
      name: 'tasks that wait for each other',
      tasks: { t1: [join('t2')], t2: [join('t1')] },
      main: [spawn('t1'), spawn('t2')],
    },
    'it waits for ever',
  ],
  [{ name: 'a task that is not spawned', tasks: { t1: [] }, main: [join('t1')] }, 'not spawned'],
  [{ name: 'a request that is not made', main: [wait(1)] }, 'not made'],
  [
    {
      name: 'a reraise without a handler',
      main: [attempt([reraise], { except: [handler('BaseException')] })],
    },
    'reraise outside a handler',
  ],
  [
    {
      name: 'what would swallow its own end',
      main: [loop(1e6, attempt([log(1)], { except: [handler('BaseException')], finally: [next] }))],
    },
    'more than 20000 events',
  ],
];

/** @param {Fixture} fixture */
const scenario = (fixture) => ({
  ...{ v: 1, profile: 'conc', seed: 0, features: [], gens: {}, iters: {}, main: [], tasks: {} },
  ...fixture,
  id: fixture.name,
});

/** @param {any} part */
const text = (part) => (typeof part === 'string' && part !== '' ? part : JSON.stringify(part));

describe('CPython runs', async () => {
  const fixtures = [...FIXTURES, ...ERRORS].map(([fixture]) => scenario(fixture));
  const all = await answers(CPYTHON, fixtures);
  for (const [index, [{ name }, expected]] of FIXTURES.entries()) {
    it(name, () => {
      const { trace, error } = all[index];
      assert.equal(error, undefined);
      assert.deepEqual(
        trace?.map((event) => event.map(text).join(' ')),
        expected.split(/[;\n]/).map((event) => event.trim()),
      );
    });
  }
  for (const [index, [{ name }, expected]] of ERRORS.entries()) {
    it(`${name}: refused`, () => {
      const { error } = all[FIXTURES.length + index];
      assert.match(error ?? '', new RegExp(expected));
    });
  }
});
