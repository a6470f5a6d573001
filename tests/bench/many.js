/**
 * Many generators suspended at once: the bytes of each, and the time to start, resume and close it.
 */
import * as ours from '../../build/release/tests/bench.mjs';

import * as native from './native.js';

/**
 * @typedef {object} Figures of one, in nanoseconds and bytes
 * @property {string} name
 * @property {number} start
 * @property {number} resume
 * @property {number} close
 * @property {number} heap of JavaScript's
 * @property {number} wasm
 */

const collect = /** @type {() => void} */ (globalThis.gc ?? (() => {}));

/**
 * @param {string} name
 * @param {number} count
 * @param {(count: number) => any} make
 * @param {() => number} wasmBytes
 * @param {(iterator: any) => unknown} close
 * @returns {Promise<Figures>}
 */
async function measureOne(name, count, make, wasmBytes, close) {
  collect();
  const heapBefore = process.memoryUsage().heapUsed;
  const wasmBefore = wasmBytes();
  const iterators = Array.from({ length: count });
  const time = async (/** @type {(index: number) => unknown} */ work) => {
    const start = performance.now();
    let last;
    for (let index = 0; index < count; index++) last = work(index);
    await last;
    return ((performance.now() - start) * 1e6) / count;
  };
  const start = await time((index) => {
    const iterator = make(1000);
    iterators[index] = iterator;
    return iterator.next();
  });
  collect();
  const heap = (process.memoryUsage().heapUsed - heapBefore) / count;
  const wasm = (wasmBytes() - wasmBefore) / count;
  const resume = await time((index) => iterators[index].next());
  const ended = await time((index) => close(iterators[index]));
  return { name, start, resume, close: ended, heap, wasm };
}

const returned = (/** @type {AsyncGenerator} */ iterator) => iterator.return(undefined);

/**
 * @param {any} fibers
 * @param {number} count
 */
export async function measureMany(fibers, count) {
  const own = ours.open();
  const bytes = () => own.stats().bytes + own.stats().pooled;
  const peers = /** @type {const} */ ([
    ['C generators of 5 KiB', own.small, bytes, returned],
    ['the same, with stacks in the pool', own.small, bytes, returned],
    ['native async generators', native.numbers, () => 0, returned],
    [
      "Emscripten's fibers of 5 KiB",
      fibers.numbers,
      fibers.bytes,
      (/** @type {any} */ fiber) => fiber.close(),
    ],
  ]);
  const figures = [];
  for (const [name, make, wasm, close] of peers) {
    figures.push(await measureOne(name, count, make, wasm, close));
  }
  return figures;
}
