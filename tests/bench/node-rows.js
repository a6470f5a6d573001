/** Rows with peers that only Node has: its streams, a package, and what Emscripten itself offers. */
import { Repeater } from '@repeaterjs/repeater';
import { Readable } from 'node:stream';

import * as ours from '../../build/release/tests/bench.mjs';

import { compileAsyncify, compileFibers } from './emscripten.js';
import * as native from './native.js';
import { NATIVE, adds, loop, resolved } from './rows.js';

/** @typedef {import('./measure.js').Row} Row */

/** Not all types of the host know it. @param {AsyncIterable<number>} source */
const streamOf = (source) => /** @type {any} */ (ReadableStream).from(source);

/** @type {Row} */
const streams = {
  title: 'numbers by for await, beside streams',
  items: 50_000,
  peers: [
    loop('C generator', ours.numbers),
    loop('Readable.from', (count) => Readable.from(native.numbers(count))),
    loop('ReadableStream', (count) => streamOf(native.numbers(count)), 0.5),
    loop(
      '@repeaterjs/repeater',
      (count) =>
        new Repeater(async (push, stop) => {
          for (let i = 0; i < count; i++) await push(i);
          stop();
        }),
      0.2,
    ),
  ],
};

/** @returns {Promise<Row[]>} */
async function besideFibers() {
  const fibers = await compileFibers()();
  return [
    {
      title: "numbers by for await, beside Emscripten's fibers",
      items: 100_000,
      reach: { "Emscripten's fibers": 1 / 3 },
      peers: [loop('C generator', ours.numbers), loop("Emscripten's fibers", fibers.numbers, 0.5)],
    },
    {
      title: "C over C, beside Emscripten's fibers",
      items: 400_000,
      reach: { "Emscripten's fibers": 1 / 20 },
      peers: [adds('C generator', ours.sumNumbers), adds("Emscripten's fibers", fibers.sum, 0.1)],
    },
  ];
}

/** @returns {Promise<Row>} */
async function besideAsyncify() {
  const asyncify = await compileAsyncify();
  return {
    title: "one await of a resolved promise an item, beside Emscripten's Asyncify",
    items: 100_000,
    peers: [
      loop('C generator', (count) => ours.awaiting(count, resolved)),
      loop(NATIVE, (count) => native.awaiting(count, resolved, 1)),
      loop('ccall with async', (count) => asyncify.awaiting(count, resolved), 0.1),
    ],
  };
}

/** By the groups that they belong to, compiled for those that are asked for.
 * @type {Record<string, () => Promise<Row[]>>} */
export const nodeRows = {
  'per item': async () => [streams, ...(await besideFibers())],
  awaiting: async () => [await besideAsyncify()],
};
