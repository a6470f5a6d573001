/** run() of asyncfor/run refuses options that are none, by name, before anything runs. */
import assert from 'node:assert/strict';
import { it } from 'node:test';

import { run } from 'asyncfor/run';

const clock = { now: () => 0, setTimeout() {}, clearTimeout() {} };
const aClock = 'an object with the functions now, setTimeout and clearTimeout';

/** @type {[options: unknown, message: string][]} */
const REFUSED = [
  [null, 'run(): the options must be an object, got null'],
  [{ argv: [] }, "run(): there is no option 'argv'; there are args, stdin, stdout, stderr, clock"],
  [{ args: 'a' }, 'run(): option \'args\' must be an array of strings, got string "a"'],
  [{ args: ['a', 1] }, "run(): option 'args' must be an array of strings, got Array"],
  [{ stdin: 1 }, "run(): option 'stdin' must be a function, got number 1"],
  [{ clock: null }, `run(): option 'clock' must be ${aClock}, got null`],
  [{ clock: { ...clock, now: 1 } }, `run(): option 'clock' must be ${aClock}, got Object`],
];

it('names the option, what was expected and what came', async () => {
  for (const [options, message] of REFUSED) {
    await assert.rejects(run('gone.wasm', /** @type {any} */ (options)), {
      name: 'TypeError',
      message,
    });
  }
  /* What is right is not refused: here the file is missing. */
  const right = { args: ['a'], stdout() {}, stdin: undefined, clock };
  await assert.rejects(run('gone.wasm', right), { name: 'AsyncforError', code: 'LoadError' });
});
