/**
 * A fuzzer of what reads a built module: a file with bytes changed is read, or refused by an Error
 * for people; nothing hangs, and nothing is taken for what it is not.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import fc from 'fast-check';

import { analyse, describe } from '../../bindings/compile/finish.js';
import { WasmModule } from '../../bindings/compile/wasm.js';

/** A module with declarations of every kind. */
const built = readFileSync(new URL('../../build/release/tests/types.wasm', import.meta.url));

/** @typedef {{ changes: { at: number, to: number }[], end: number | null }} Program */

/** @type {fc.Arbitrary<Program>} */
export const arbitrary = fc.record({
  changes: fc.array(
    fc.record({
      /* Sections of code are the most of the file; what is read lies at its ends. */
      at: fc.oneof(
        fc.nat(1500),
        fc.nat(built.length - 1),
        fc.nat(6000).map((n) => built.length - n),
      ),
      to: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  end: fc.option(fc.nat(built.length), { freq: 8 }),
});

/** What the engine says of a file. */
const ENGINE = [WebAssembly.CompileError, WebAssembly.LinkError, WebAssembly.RuntimeError];

/** @param {() => unknown} read */
function readOrRefuse(read) {
  try {
    read();
  } catch (error) {
    const { constructor, message, stack } = /** @type {any} */ (error);
    const known = constructor === Error || ENGINE.includes(constructor);
    assert.ok(known && message !== '', stack);
  }
}

/** @param {Program} program */
export async function check({ changes, end }) {
  const wasm = Uint8Array.from(built.subarray(0, end ?? undefined));
  for (const { at, to } of changes) if (at < wasm.length) wasm[at] = to;
  readOrRefuse(() => analyse(new WasmModule(wasm)));
  readOrRefuse(() => describe(wasm, 'm.wasm', { singleFile: false }));
}

export async function finish() {}
