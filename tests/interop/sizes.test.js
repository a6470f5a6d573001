/** Data of sizes that no instance has room for, or that say so: an error, and nothing is left. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import * as records from '../../build/release/records_example.mjs';
import * as protocol from '../../build/release/tests/protocol.mjs';
import { nothingLives } from '../clock.js';
import { collect } from './hostile.js';

const MAXIMUM = { maximumMemory: 16 * 2 ** 20 };

/* Where a size and what goes before the data are more than 32 bits hold, they are few again. */
const SIZES = [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 64, 2 ** 32 - 8, 2 ** 32 - 1, 2 ** 32];

/** @param {unknown} value */
const gives = (value) =>
  (async function* items() {
    yield value;
  })();

describe('bytes', () => {
  it('of no size or one arrive', async () => {
    const instance = protocol.open(MAXIMUM);
    for (const size of [0, 1]) {
      const [bytes] = await collect(instance.relay(gives(new Uint8Array(size))));
      assert.equal(bytes.length, size);
    }
    await nothingLives(instance);
  });

  it('that no memory can take are a RangeError, and the instance goes on', async () => {
    const instance = protocol.open(MAXIMUM);
    for (const size of SIZES) {
      await assert.rejects(collect(instance.relay(gives(new Uint8Array(size)))), {
        name: 'RangeError',
        message: `asyncfor: no memory for ${size} bytes`,
      });
      await nothingLives(instance);
    }
    assert.equal(await instance.settle('goes on'), 'goes on');
  });
});

describe('text', () => {
  it('that no memory can take is a RangeError, and the instance goes on', async () => {
    const instance = protocol.open(MAXIMUM);
    const text = 'x'.repeat(2 ** 26);
    const wide = '€'.repeat(2 ** 24);
    for (const [given, size] of /** @type {const} */ ([
      [text, 2 ** 26],
      [wide, 3 * 2 ** 24],
    ])) {
      const error = { name: 'RangeError', message: `asyncfor: no memory for ${size} bytes` };
      await assert.rejects(instance.settle(given), error);
      await assert.rejects(collect(instance.relay(gives(given))), error);
      await nothingLives(instance);
    }
    assert.equal(await instance.settle('goes on'), 'goes on');
  });
});

describe('arrays', () => {
  it('of more items than an engine has room for are refused before one is read', () => {
    const { walk } = records.open(MAXIMUM);
    for (const steps of [
      new Array(2 ** 32 - 1),
      new Array(2 ** 31),
      new Float64Array(2 ** 29 - 1),
    ]) {
      assert.throws(() => walk({ x: 0, y: 0 }, steps), {
        name: 'TypeError',
        message:
          `walk(): argument 'steps' must be an array or a typed array of at most 33554432 items, ` +
          `got ${steps.length}`,
      });
    }
  });

  it('that no memory can take are a RangeError, and the instance goes on', async () => {
    const instance = records.open(MAXIMUM);
    const walk = (/** @type {Float64Array} */ steps) =>
      instance.walk({ x: 0, y: 0 }, steps, { delay: 0 });
    await assert.rejects(walk(new Float64Array(2 ** 21)).next(), {
      name: 'RangeError',
      message: `asyncfor: no memory for ${2 ** 24} bytes`,
    });
    await nothingLives(instance);
    assert.equal((await collect(walk(new Float64Array(3)))).length, 3);
    await nothingLives(instance);
  });
});
