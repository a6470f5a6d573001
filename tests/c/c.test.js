/** The tests that are written in C, each file a program. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { run } from 'asyncfor/run';

/** @param {string} name */
const program = (name) => new URL(`../../build/release/${name}.wasm`, import.meta.url);

/**
 * Runs a program and collects what it prints.
 * @param {string} name
 * @param {string[]} [args]
 */
async function output(name, args = []) {
  let text = '';
  const write = (/** @type {Uint8Array} */ bytes) => {
    text += new TextDecoder().decode(bytes);
  };
  const code = await run(program(name), { args, stdout: write, stderr: write });
  return { code, text };
}

for (const name of ['iteration', 'coroutines', 'containers']) {
  describe(`${name}.c`, async () => {
    const { code, text } = await output(`tests/test_${name}`);
    const lines = text.trim().split('\n');
    for (const line of lines) it(line, () => assert.match(line, /^ok /));
    it('ends with exit code 0', () => assert.equal(code, 0));
  });
}

describe('a coroutine that overflows its stack ends the instance by an error that names it', () => {
  const cases = {
    many_frames:
      /^coroutine 'many_frames' overflowed its stack: it had 1024 bytes and needed at least \d+ \(\d+ of C stack, \d+ to save its frames\)/,
    large_frame:
      /^coroutine 'large_frame' overflowed its stack: it had 1024 bytes and needed at least 4\d\d\d \(/,
    between_suspensions:
      /^coroutine 'between_suspensions' overflowed its stack: it had 1024 bytes and wrote beyond them/,
  };
  for (const [which, message] of Object.entries(cases)) {
    it(which, () => assert.rejects(output('tests/test_overflow', [which]), { message }));
  }
});

describe("the two examples of Python's documentation", () => {
  it('print 1 2 3, twice, while everything else goes on', async () => {
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 20);
    const { code, text } = await output('documentation_examples');
    clearInterval(ticking);
    assert.deepEqual({ code, text }, { code: 0, text: '1\n2\n3\n1\n2\n3\n' });
    assert.ok(ticks >= 6, `a timer of 20 ms fired ${ticks} times in 600 ms`);
  });
});
