/**
 * Inputs of the fuzzer of operations: the corpus that is kept, and how they are performed.
 *
 * A file of inputs is what operations/replay.c reads: each as its size, in two bytes, the lower
 * first, and its bytes.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { withoutSwitchWarning } from '../sanitizers.js';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Inputs that together reach what all that were tried have reached. */
export const CORPUS = join(root, 'tests/fuzz/corpus/operations');

/** @param {string} file @returns {Uint8Array[]} */
export function unpack(file) {
  const bytes = readFileSync(file);
  const inputs = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 + bytes.readUInt16LE(at);
    inputs.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return inputs;
}

/** @param {Uint8Array[]} inputs */
export function pack(inputs) {
  return Buffer.concat(
    inputs.flatMap((input) => [Buffer.of(input.length & 255, input.length >> 8), input]),
  );
}

/** The inputs that lie in a folder, the shortest first. @param {string} folder */
export const inputsIn = (folder) =>
  readdirSync(folder)
    .map((file) => readFileSync(join(folder, file)))
    .sort((left, right) => left.length - right.length || left.compare(right));

/**
 * Has a native build perform inputs.
 * @param {string} preset
 * @param {Uint8Array} inputs a file of them
 * @param {string[]} [args] for replay.c
 */
export function replay(preset, inputs, args = []) {
  const { status, stdout, stderr } = spawnSync(
    join(root, 'build', preset, 'tests/test_operations'),
    args,
    { input: inputs, encoding: 'utf8' },
  );
  return { status, output: `${stdout}${withoutSwitchWarning(stderr)}` };
}
