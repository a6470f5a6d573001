/** The fuzzers, for a moment, on inputs that are kept: `npm run fuzz` goes on from there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { run } from '../../bindings/run.js';
import { ALL_TEST_PRESETS, TEST_PRESETS } from '../../bindings/build/build.js';
import { FUZZERS, perform } from './fuzzers.js';
import { CORPUS, replay, root, unpack } from './operations.js';

const all = process.env.ASYNCFOR_TEST_ALL === '1';

describe('the runtime does what its model does', { concurrency: true }, () => {
  const packed = readFileSync(CORPUS);
  const expected = `${unpack(CORPUS).length} inputs\n`;

  /** @param {string[]} [args] */
  async function replayInWebAssembly(args) {
    let rest = packed;
    let output = '';
    const write = (/** @type {Uint8Array} */ text) => (output += Buffer.from(text).toString());
    const status = await run(
      new URL('../../build/release/tests/test_operations.wasm', import.meta.url),
      {
        args,
        stdin(most) {
          const next = rest.subarray(0, most);
          rest = rest.subarray(most);
          return next;
        },
        stdout: write,
        stderr: write,
      },
    );
    return { status, output };
  }

  /** @type {Record<string, (args?: string[]) => unknown>} */
  const targets = { WebAssembly: replayInWebAssembly };
  for (const preset of all ? ALL_TEST_PRESETS : TEST_PRESETS) {
    targets[preset] = (args) => replay(preset, packed, args);
  }
  for (const [target, replayOn] of Object.entries(targets)) {
    it(`with all inputs that are kept, ${target}`, async () => {
      assert.deepEqual(await replayOn(), { status: 0, output: expected });
    });
    it(`and leaves nothing behind with each allocation failing in turn, ${target}`, async () => {
      const { status, output } = /** @type {{ status: number, output: string }} */ (
        await replayOn(['--faults'])
      );
      assert.equal(status, 0, output);
      const [, failed] = output.match(`^${expected}(\\d+) allocations failed\n$`) ?? [0, output];
      assert.ok(Number(failed) > 10_000, String(failed));
    });
  }
});

/** Programs of each fuzzer: so many, and the seed of what they are made from. */
const { seed, runs } = JSON.parse(
  readFileSync(join(root, 'tests/fuzz/corpus/javascript.json'), 'utf8'),
);

describe('JavaScript finds nothing wrong', () => {
  for (const [name, fuzzer] of Object.entries(FUZZERS)) {
    it(`by programs of the fuzzer of ${name}`, async () => {
      await perform(fuzzer, { seed, runs: runs[name] });
      await fuzzer.finish();
    });
  }
});
