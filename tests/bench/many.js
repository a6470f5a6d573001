/**
 * Many generators suspended at once: the bytes of each, and the time to start, resume and close it.
 */
import * as ours from '../../build/release/tests/bench.mjs';

import { compileFibers } from './emscripten.js';
import { median } from './measure.js';
import * as native from './native.js';

/** So many generators are started for each figure, some at once, the others after them. */
const STARTED = 100_000;

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {(count: number) => any} make
 * @property {(iterator: any) => unknown} close
 * @property {() => number} wasmBytes that are held
 */

/** @typedef {{ start: number, resume: number, close: number }} Times in nanoseconds */

/**
 * @typedef {object} Figures of one of them: the medians of the times, and bytes
 * @property {string} name
 * @property {Times} times
 * @property {number} [wasm] of WebAssembly's memory, where there are enough to tell
 * @property {number} [heap] of JavaScript's heap
 */

/** @typedef {{ count: number, figures: Figures[] }} Many what is measured with so many at once */

const collect = /** @type {() => void} */ (globalThis.gc ?? (() => {}));

/** What C's allocator takes of each block besides, in bytes: 16 of the runtime's, 8 of emmalloc's. */
const HEADER = 24;

/** So many, at least, show in the heap. */
const ENOUGH = 1000;

/** The host's turn, in which an iterator may do what it has put off. */
const turn = () => new Promise((resolve) => void setImmediate(resolve));

/**
 * The time of one, when the last of them has been waited for.
 * @param {number} count
 * @param {(index: number) => unknown} work
 */
async function time(count, work) {
  const start = performance.now();
  let last;
  for (let index = 0; index < count; index++) last = work(index);
  await last;
  if (count > 1) await turn();
  return ((performance.now() - start) * 1e6) / count;
}

/**
 * @param {Peer} peer
 * @param {number} count
 */
async function measureRound({ make, close, wasmBytes }, count) {
  const enough = count >= ENOUGH;
  if (enough) collect();
  const heapBefore = process.memoryUsage().heapUsed;
  const wasmBefore = wasmBytes();
  const iterators = Array.from({ length: count });
  const start = await time(count, (index) => {
    const iterator = make(1000);
    iterators[index] = iterator;
    return iterator.next();
  });
  const wasm = enough ? (wasmBytes() - wasmBefore) / count : undefined;
  if (enough) collect();
  const heap = enough ? (process.memoryUsage().heapUsed - heapBefore) / count : undefined;
  const resume = await time(count, (index) => iterators[index].next());
  const closed = await time(count, (index) => close(iterators[index]));
  return { times: { start, resume, close: closed }, wasm, heap };
}

/**
 * @param {Peer} peer
 * @param {number} count
 * @returns {Promise<Figures>}
 */
async function measurePeer(peer, count) {
  const first = await measureRound(peer, count);
  const rounds = [first];
  while (rounds.length * count < STARTED) rounds.push(await measureRound(peer, count));
  const each = (/** @type {keyof Times} */ step) => median(rounds.map(({ times }) => times[step]));
  const times = { start: each('start'), resume: each('resume'), close: each('close') };
  return { name: peer.name, times, wasm: first.wasm, heap: rounds.at(-1)?.heap };
}

const returned = (/** @type {AsyncGenerator} */ iterator) => iterator.return(undefined);

/**
 * @param {readonly number[]} counts
 * @returns {Promise<Many[]>}
 */
export async function measureMany(counts) {
  const openFibers = compileFibers();
  const measured = [];
  for (const count of counts) {
    const { small, smallest, stats } = ours.open();
    const fibers = await openFibers();
    const wasmBytes = () => stats().bytes + stats().allocations * HEADER;
    const close = returned;
    /** @type {Peer[]} */
    const peers = [
      { name: 'C generators of 5 KiB', make: small, close, wasmBytes },
      { name: 'the same, with stacks in the pool', make: small, close, wasmBytes },
      { name: 'C generators of 4 KiB', make: smallest, close, wasmBytes },
      { name: 'native async generators', make: native.numbers, close, wasmBytes: () => 0 },
      {
        name: "Emscripten's fibers of 4 + 1 KiB",
        make: fibers.numbers,
        close: (fiber) => fiber.close(),
        wasmBytes: fibers.bytes,
      },
    ];
    const figures = [];
    for (const peer of peers) figures.push(await measurePeer(peer, count));
    measured.push({ count, figures });
  }
  return measured;
}
