/** The tests that are written in C, each file a program, which runs everywhere. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { run } from 'asyncfor/run';

import { ALL_TEST_PRESETS, TEST_PRESETS } from '../../bindings/build/build.js';
import { SANITIZERS, withoutSwitchWarning } from '../sanitizers.js';

const all = process.env.ASYNCFOR_TEST_ALL === '1';

/**
 * @typedef {object} Outcome
 * @property {number | null} code null: it was ended by an error
 * @property {string} text what it printed
 * @property {string} failure what it printed to standard error, or the error
 * @typedef {(name: string, args?: string[]) => Promise<Outcome>} Target
 */

const build = new URL('../../build/', import.meta.url);

/** @type {Target} */
async function wasm(name, args = []) {
  const outcome = { code: /** @type {number | null} */ (null), text: '', failure: '' };
  try {
    outcome.code = await run(new URL(`release/${name}.wasm`, build), {
      args,
      stdout: (bytes) => (outcome.text += new TextDecoder().decode(bytes)),
      stderr: (bytes) => (outcome.failure += new TextDecoder().decode(bytes)),
    });
  } catch (error) {
    outcome.failure += /** @type {Error} */ (error).message;
  }
  return outcome;
}

/**
 * @param {string} preset
 * @returns {Target}
 */
const native =
  (preset) =>
  (name, args = []) => {
    const outcome = { code: null, text: '', failure: '' };
    const child = spawn(fileURLToPath(new URL(`${preset}/${name}`, build)), args, {
      env: { ...process.env, ...SANITIZERS },
    });
    child.stdout.setEncoding('utf8').on('data', (text) => (outcome.text += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (outcome.failure += text));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        const failure = withoutSwitchWarning(outcome.failure);
        resolve({ ...outcome, code, failure });
      });
    });
  };

/** Where each program runs. @type {Record<string, Target>} */
const TARGETS = { wasm };
for (const preset of all ? ALL_TEST_PRESETS : TEST_PRESETS) {
  TARGETS[preset] = native(preset);
}

const PROGRAMS = [
  'iteration',
  'coroutines',
  'containers',
  'clock',
  'protocol_for',
  'protocol_anext',
  'awaitables',
  'asyncgen_send',
  'asyncgen_throw',
  'asyncgen_close',
  'asyncgen_hooks',
  'comprehensions',
  'managers',
  'with',
  'loop',
  'cancel',
  'gather',
  'synchronization',
  'sync',
  'errors',
  'records',
  'debug',
  'load',
];

/** The behaviours that the line of a passing test names. @param {string} line */
const behavioursOf = (line) =>
  line
    .match(/^ok ([\d ]+): /)?.[1]
    .split(' ')
    .map(Number) ?? [];

/** Those of all lines. @type {Record<string, Set<number>>} */
const passed = {};

for (const [target, start] of Object.entries(TARGETS)) {
  passed[target] = new Set();
  for (const name of PROGRAMS) {
    describe(`${name}.c, ${target}`, async () => {
      const { code, text, failure } = await start(`tests/test_${name}`);
      const lines = text.trim().split('\n');
      for (const line of lines) {
        it(line, () => assert.match(line, /^ok /, failure));
        for (const number of behavioursOf(line)) passed[target].add(number);
      }
      it('ends with exit code 0', () => assert.equal(code, 0, failure));
    });
  }
}

describe('behaviours.md', () => {
  const list = readFileSync(new URL('behaviours.md', import.meta.url), 'utf8');
  const numbers = Array.from(list.matchAll(/^(\d+)\. /gm), ([, number]) => Number(number));
  it('numbers them in order', () => {
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index + 1),
    );
  });
  for (const target of Object.keys(TARGETS)) {
    it(`lists what tests that pass name, ${target}`, () => {
      const named = [...passed[target]].sort((left, right) => left - right);
      assert.deepEqual(named, numbers);
    });
  }
});

/** Programs that allocate thousands of times, each of which fails in turn. */
const LONG = ['containers', 'errors', 'sync', 'load'];

/** Where the programs run with allocations failing: natively each failure takes a process. */
const FAULTY = all ? ['wasm', 'host', 'sanitize'] : ['wasm'];

for (const target of FAULTY) {
  describe(
    `without memory there is a MemoryError, and all goes on, ${target}`,
    { concurrency: true },
    () => {
      for (const name of PROGRAMS) {
        if (LONG.includes(name) && (!all || target === 'sanitize')) continue;
        it(`${name}.c, with each allocation failing in turn`, async () => {
          const { code, text } = await TARGETS[target](`tests/test_${name}`, ['--faults']);
          const lines = text.trim().split('\n');
          assert.deepEqual(
            lines.filter((line) => !/^ok .*, \d+ allocations failed$/.test(line)),
            [],
          );
          assert.equal(code, 0);
        });
      }
    },
  );
}

/** How much of its stack each way to overflow it uses; natively no frames are saved. */
const OVERFLOWS = [
  {
    which: 'many_frames',
    wasm: /it had 1024 bytes and needed at least \d+ \(\d+ of C stack, \d+ to save its frames\);/,
  },
  {
    which: 'large_frame',
    wasm: /it had 1024 bytes and needed at least 4\d\d\d \(/,
    native: /it had 131072 bytes and needed at least 13[4-7]\d\d\d;/,
  },
  {
    which: 'between_suspensions',
    wasm: /it had 1024 bytes and wrote beyond them, so it needed more than 1024;/,
    native: /it had 131072 bytes and wrote beyond them, so it needed more than 131072;/,
  },
];

for (const [target, start] of Object.entries(TARGETS)) {
  describe(`an overflow of a coroutine's stack ends it all by an error, ${target}`, () => {
    for (const { which, ...messages } of OVERFLOWS) {
      const message = target === 'wasm' ? messages.wasm : messages.native;
      if (!message) continue;
      it(`that names ${which}`, async () => {
        const { code, text, failure } = await start('tests/test_overflow', [which]);
        assert.deepEqual({ code, text }, { code: null, text: '' });
        assert.match(failure, message);
        assert.ok(failure.startsWith(`coroutine '${which}' overflowed its stack: `), failure);
        assert.ok(failure.includes(`; declare more with ASYNC_STACK(${which}, bytes)`), failure);
      });
    }
  });
}

/** What needs more and more of a stack of 1,024 bytes, and what comes of it. */
const NEEDS = [
  { which: 'goes_deep', least: 0, gives: (/** @type {number} */ n) => (n * (n + 1)) / 2 },
  { which: 'takes_bytes', least: 400, gives: (/** @type {number} */ n) => n },
];

describe('a stack that is just large enough is, and one that is not is told', () => {
  for (const { which, least, gives } of NEEDS) {
    it(which, async () => {
      let need = least;
      let outcome = await wasm('tests/test_overflow', [which, String(need)]);
      for (; outcome.code === 0; need++) {
        assert.deepEqual(outcome, { code: 0, text: `${gives(need)}\n`, failure: '' });
        outcome = await wasm('tests/test_overflow', [which, String(need + 1)]);
      }
      assert.ok(need > least + 5, String(need));
      assert.match(
        outcome.failure,
        new RegExp(
          `^coroutine '${which}' overflowed its stack: it had 1024 bytes and (needed at least ` +
            `10\\d\\d \\(|wrote beyond them).*; declare more with ASYNC_STACK\\(${which}, bytes\\)`,
        ),
      );
      /* Beyond that it never goes on as if it had been enough. */
      for (let more = 1; more <= 8; more++) {
        const beyond = await wasm('tests/test_overflow', [which, String(need + 16 * more)]);
        assert.deepEqual([beyond.code, beyond.text], [null, '']);
        assert.notEqual(beyond.failure, '');
      }
    });
  }
});

describe("Python's protocol, line by line", async () => {
  const source = await readFile(new URL('../../src/examples/python.c', import.meta.url), 'utf8');
  const comments = source
    .slice(source.indexOf('/* Requests'))
    .matchAll(/; \/\* (.*?) \*\/$|^ {4}\/\* ([[{].*) \*\/$/gm);
  const expected = [...comments].map(([, behind, below]) => `${behind ?? below}\n`).join('');
  for (const [target, start] of Object.entries(TARGETS)) {
    it(`prints what its comments say, ${target}`, async () => {
      const outcome = await start('python_examples');
      assert.deepEqual(outcome, { code: 0, text: expected, failure: '' });
    });
  }
});

/** What was first comes first, and of each the outermost coroutine. */
const PRINTED = `Traceback (most recent await last):
  in loops_over_it
  in Steps.__anext__
  in awaits_it
  in fails
ValueError: deep

During handling of the above error, another error occurred:

Traceback (most recent await last):
  in handles_badly
TokenError

The above error was the direct cause of the following error:

Traceback (most recent await last):
  in fails_from_it
RuntimeError: in the end
StopAsyncIteration
`;

describe('async_error_print()', () => {
  for (const [target, start] of Object.entries(TARGETS)) {
    it(`tells causes, contexts and trails as Python does, ${target}`, async () => {
      const outcome = await start('tests/test_errors', ['print']);
      assert.deepEqual(outcome, { code: 0, text: '', failure: PRINTED });
    });
  }
});

/** Who waits for whom, each but for where it was made. */
const DUMPED = `dumps: runs, for 0 ms
awaits_task: awaits task 'sleeps', for 250 ms
  sleeps: awaits a timer, 2750 ms to go, for 250 ms
awaits_task: awaits task 'sleeps', for 250 ms
gathers: awaits _GatheringFuture, for 250 ms
  sleeps: awaits a timer, 750 ms to go, for 250 ms
  sleeps: awaits a timer, 1750 ms to go, for 250 ms
gives_way: yielded, for 250 ms
`;
const COUNTED = `8 coroutines (a debug build tells which)
0 coroutines (a debug build tells which)
`;

describe('async_dump()', () => {
  for (const [target, start] of Object.entries(TARGETS)) {
    const isDebug = target.startsWith('sanitize');
    it(isDebug ? `tells what waits for what, ${target}` : `counts, ${target}`, async () => {
      const { code, text, failure } = await start('tests/test_debug', ['dump']);
      const told = failure.replace(/, made at \S*tests\/c\/debug\.c:\d+$/gm, '');
      assert.deepEqual(
        { code, text, told },
        { code: 0, text: '', told: isDebug ? DUMPED : COUNTED },
      );
    });
  }
});

describe("the two examples of Python's documentation", { concurrency: true }, () => {
  for (const [target, start] of Object.entries(TARGETS)) {
    it(`print 1 2 3, twice, while everything else goes on, ${target}`, async () => {
      let ticks = 0;
      const ticking = setInterval(() => ticks++, 20);
      const outcome = await start('documentation_examples');
      clearInterval(ticking);
      assert.deepEqual(outcome, { code: 0, text: '1\n2\n3\n1\n2\n3\n', failure: '' });
      assert.ok(ticks >= 6, `a timer of 20 ms fired ${ticks} times in 600 ms`);
    });
  }
});
