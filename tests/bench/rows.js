/** What is measured in every engine: rows of peers that do the same work. */
import * as ours from '../../build/release/tests/bench.mjs';

import { counter } from './consume.js';
import * as native from './native.js';

/** @typedef {import('./measure.js').Row} Row */
/** @typedef {import('./measure.js').Peer} Peer */

export const NATIVE = 'native async generator';

/**
 * A peer that a `for await` loop consumes.
 * @param {string} name
 * @param {(count: number) => AsyncIterable<any>} make
 * @param {number} [share]
 * @returns {Peer}
 */
export function loop(name, make, share) {
  const count = counter();
  return { name, share, run: (items) => count(make(items)) };
}

/**
 * A peer that adds up the numbers from 0.
 * @param {string} name
 * @param {(count: number) => Promise<number> | number} sum
 * @param {number} [share]
 * @returns {Peer}
 */
export function adds(name, sum, share) {
  const run = async (/** @type {number} */ count) =>
    (await sum(count)) === (count * (count - 1)) / 2 ? count : NaN;
  return { name, share, run };
}

/** @param {AsyncIterable<number>} source */
async function sumNatively(source) {
  let sum = 0;
  for await (const number of source) sum += number;
  return sum;
}

/** @param {number} count @param {number} depth */
function nativeChain(count, depth) {
  let chain = native.numbers(count);
  for (let i = 1; i < depth; i++) chain = native.relay(chain);
  return chain;
}

export const resolved = Promise.resolve(1);
const object = { id: 1 };

/** @type {Row[]} */
const perItem = [
  {
    title: 'numbers by for await',
    items: 200_000,
    reach: { [NATIVE]: 0.72, 'object with Promise.resolve': 1.4 },
    peers: [
      loop('C generator', ours.numbers),
      loop(NATIVE, native.numbers),
      loop('object with Promise.resolve', (count) => new native.Resolved(count)),
      loop('object with async next()', (count) => new native.Async(count)),
      loop('C class', (count) => new ours.Numbers(count)),
    ],
  },
  {
    title: 'numbers by for await, had before they are asked for',
    items: 200_000,
    reach: { [NATIVE]: 0.6 },
    peers: [loop('C generator', ours.numbersAhead), loop(NATIVE, native.numbers)],
  },
];

const CHAIN = 'generators in a chain';

/** @type {Row[]} */
const inC = [
  {
    title: 'C over C',
    items: 400_000,
    reach: { [NATIVE]: 0.15 },
    growth: { of: CHAIN, to: 1 },
    peers: [
      adds('async_for over a generator', ours.sumNumbers),
      adds(NATIVE, (count) => sumNatively(native.numbers(count)), 0.3),
      adds('async_for over a class', ours.sumClass),
    ],
  },
  ...[10, 100].map((depth) => ({
    title: `a chain of ${depth} generators`,
    items: Math.round(100_000 / depth),
    growth: { of: CHAIN, to: depth },
    peers: [
      adds('C generators', (count) => ours.sumNumbers(count, { depth })),
      adds('native async generators', (count) => sumNatively(nativeChain(count, depth)), 0.5),
    ],
  })),
];

/** @type {Row[]} */
const awaiting = [
  {
    title: 'one await of a resolved promise an item',
    items: 100_000,
    reach: { [NATIVE]: 1.05 },
    peers: [
      loop('C generator', (count) => ours.awaiting(count, resolved)),
      loop(NATIVE, (count) => native.awaiting(count, resolved, 1)),
    ],
  },
  {
    title: 'three awaits an item',
    items: 50_000,
    reach: { [NATIVE]: 1.35 },
    peers: [
      loop('C generator', (count) => ours.awaiting(count, resolved, { times: 3 })),
      loop(NATIVE, (count) => native.awaiting(count, resolved, 3)),
    ],
  },
  {
    title: 'sleep(0) for each item',
    items: 5_000,
    reach: { [NATIVE]: 1 },
    peers: [loop('C generator', ours.sleeping), loop(NATIVE, native.sleeping)],
  },
  {
    title: 'woken by another coroutine for each item',
    items: 50_000,
    reach: { [NATIVE]: 1 },
    peers: [loop('C generator', ours.woken), loop(NATIVE, native.woken)],
  },
  {
    title: 'C consumes a JavaScript async generator',
    items: 100_000,
    reach: { 'for await': 1.35 },
    peers: [
      adds('async_for', (count) => ours.sumOf(native.numbers(count))),
      adds('for await', (count) => sumNatively(native.numbers(count))),
    ],
  },
];

/** @type {Row[]} */
const values = [
  {
    title: 'strings of 80 bytes',
    items: 100_000,
    reach: { [NATIVE]: 0.9 },
    peers: [
      loop('C generator', (count) => ours.strings(count, 80)),
      loop(NATIVE, (count) => native.strings(count, 80)),
    ],
  },
  {
    title: 'strings of 4,000 bytes',
    items: 50_000,
    peers: [
      loop('C generator', (count) => ours.strings(count, 4000)),
      loop(NATIVE, (count) => native.strings(count, 4000)),
    ],
  },
  {
    title: '80 bytes',
    items: 100_000,
    peers: [
      loop('C generator', (count) => ours.bytes(count, 80)),
      loop(NATIVE, (count) => native.bytes(count, 80)),
    ],
  },
  {
    title: 'records of 5 fields',
    items: 100_000,
    reach: { [NATIVE]: 1.3 },
    peers: [loop('C generator', ours.records), loop(NATIVE, native.records)],
  },
  {
    title: 'an object of JavaScript',
    items: 100_000,
    peers: [
      loop('C generator', (count) => ours.handles(count, object)),
      loop(NATIVE, (count) => native.handles(count, object)),
    ],
  },
  {
    title: 'lists of 5 numbers',
    items: 50_000,
    peers: [loop('C generator', ours.lists), loop(NATIVE, native.lists)],
  },
];

/** The cost of an item as the suspended stack grows. @type {Row[]} */
const growth = [1, 10, 50].map((depth) => ({
  title: `a yield ${depth} ${depth === 1 ? 'frame' : 'frames'} below the body`,
  items: Math.round(400_000 / (depth + 3)),
  growth: { of: 'frames below the body', to: depth },
  peers: [loop('C generator', (count) => ours.deep(count, depth)), loop(NATIVE, native.numbers)],
}));

/** All of them, by group. @type {Record<string, Row[]>} */
export const rows = { 'per item': perItem, 'C to C': inC, awaiting, values, growth };
