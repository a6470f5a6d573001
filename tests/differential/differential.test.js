/** Scenarios on this runtime, on each of its ports: the traces are CPython's. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { run } from 'asyncfor/run';

import { differAt } from './compare.js';
import { generateAll } from './generate.js';
import { answers } from './processes.js';
import { CPYTHON, RUNNERS } from './runners.js';
import { PROGRAM } from './wasm.js';

const COUNT = 400;

describe('the runtime does what CPython does', async () => {
  const scenarios = [...generateAll({ seed: 1, count: COUNT })];
  const expected = await answers(CPYTHON, scenarios);
  for (const [port, command] of Object.entries(RUNNERS)) {
    it(`in ${COUNT} scenarios, ${port}`, async () => {
      const actual = await answers(command, scenarios);
      for (const [position, { id, error }] of actual.entries()) {
        const index = differAt(expected[position], actual[position]);
        assert.equal(index, -1, `${id}, event ${index}: ${error ?? 'another event'}`);
      }
    });
  }
});

describe('a program reads the input that it is given', () => {
  it('piece by piece', async () => {
    const [scenario] = generateAll({ seed: 1, count: 1 });
    const input = new TextEncoder().encode(`${JSON.stringify(scenario)}\n`);
    const [expected] = await answers(RUNNERS.host, [scenario]);
    let [start, output] = [0, ''];
    const code = await run(PROGRAM, {
      stdin: (most) => input.subarray(start, (start += Math.min(most, 100))),
      stdout: (bytes) => (output += new TextDecoder().decode(bytes)),
    });
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(output), expected);
  });
});
