/**
 * A fuzzer of what exports are called with: whatever it is, it is taken, or refused by an error
 * that names the export. Nothing is left behind, and what is taken comes back the same.
 */
import assert from 'node:assert/strict';

import fc from 'fast-check';

import * as module from '../../build/release/tests/types.mjs';
import { nothingLives } from '../clock.js';

/** Exports that give back what they are given, by the type that they declare. */
const TAKES = Object.keys(module).filter((name) => /^take(?!Maybe)/.test(name));

/** Values that are asked something by which they fail. */
const HOSTILE = [
  () => Proxy.revocable({}, {}).proxy,
  () => ({
    get x() {
      throw new Error('hostile');
    },
  }),
  () =>
    new Proxy([], {
      get() {
        throw new Error('hostile');
      },
    }),
  () => {
    const bytes = new Uint8Array(8);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    return bytes;
  },
  () => ({ [Symbol.asyncIterator]: 1 }),
  () => Object.assign([1, 2], { [Symbol.iterator]: 1, toString: 1 }),
];

const value = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withNullPrototype: true,
    withSparseArray: true,
  }),
  fc.record({ x: fc.double(), y: fc.anything() }),
  fc.array(fc.oneof(fc.double(), fc.integer(), fc.string(), fc.bigInt())),
  fc.constantFrom('__proto__', 'constructor').map((key) => JSON.parse(`{"${key}":1,"x":1,"y":2}`)),
  fc.record({ hostile: fc.nat(HOSTILE.length - 1) }),
);

/** @typedef {{ name: string, values: any[] }} Program with HOSTILE by its index */

/** @type {fc.Arbitrary<Program>} */
export const arbitrary = fc.record({
  name: fc.constantFrom(...TAKES),
  values: fc.array(value, { maxLength: 3 }),
});

/** @param {Program} program */
export async function check({ name, values: given }) {
  const values = given.map((each) => HOSTILE[each?.hostile]?.() ?? each);
  try {
    const result = await /** @type {any} */ (module)[name](...values);
    const [taken] = values;
    /* It comes back as a number where that is exact. */
    if (name === 'takeInt64') assert.equal(BigInt(result), BigInt(/** @type {any} */ (taken)));
    else assert.equal(typeof result, typeof taken, `${name} gives back what it takes`);
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    const { message } = /** @type {Error} */ (error);
    assert.ok(error instanceof Error && message !== '');
    assert.ok(message === 'hostile' || message.startsWith(`${name}(): `), message);
  }
}

export async function finish() {
  await nothingLives(module);
}
