/**
 * Nanoseconds an item, side by side with native async generators: `npm run bench`.
 *
 * Machines are noisy, so the peers take turns in one process, round by round, and the figure to
 * compare is the ratio of their medians. Nothing here is asserted.
 */
import { lists, numbers, sumInC, sumOf } from '../../build/release/tests/bench.mjs';

const ITEMS = 100_000;
const ROUNDS = 15;
const WARM_UP = 4;

/** @param {number} count */
async function* nativeNumbers(count) {
  for (let i = 0; i < count; i++) yield i;
}

/** @param {number} count */
async function* nativeLists(count) {
  for (let i = 0; i < count; i++) yield [1, 2, 3, 4, i];
}

/** @param {AsyncIterable<number[]>} source */
async function sumOfLasts(source) {
  let total = 0;
  for await (const list of source) total += list[4];
  return total;
}

/**
 * @param {AsyncIterable<number>} source
 */
async function sum(source) {
  let total = 0;
  for await (const number of source) total += number;
  return total;
}

/** @type {Record<string, (count: number) => Promise<number>>} */
const peers = {
  'native async generator, for await': (count) => sum(nativeNumbers(count)),
  'C generator, for await': (count) => sum(numbers(count)),
  'native async generator of arrays': (count) => sumOfLasts(nativeLists(count)),
  'C generator of lists': (count) => sumOfLasts(lists(count)),
  'C generator, async_for in C': (count) => sumInC(count),
  'native async generator, async_for in C': (count) => sumOf(nativeNumbers(count)),
};

/** @param {number[]} times */
function median(times) {
  return [...times].sort((a, b) => a - b)[times.length >> 1];
}

const times = Object.fromEntries(
  Object.keys(peers).map((name) => [name, /** @type {number[]} */ ([])]),
);
for (let round = 0; round < ROUNDS + WARM_UP; round++) {
  for (const [name, run] of Object.entries(peers)) {
    const start = performance.now();
    const total = await run(ITEMS);
    const elapsed = ((performance.now() - start) * 1e6) / ITEMS;
    if (total !== (ITEMS * (ITEMS - 1)) / 2) throw new Error(`${name}: the sum is wrong: ${total}`);
    if (round >= WARM_UP) times[name].push(elapsed);
  }
}

const [first] = Object.keys(peers);
const base = median(times[first]);
console.log(
  `${process.version}, ns an item, median (lowest) of ${ROUNDS} rounds of ${ITEMS} items`,
);
for (const [name, list] of Object.entries(times)) {
  const middle = median(list);
  const lowest = Math.min(...list);
  console.log(
    `${name.padEnd(42)}${middle.toFixed(1).padStart(8)} (${lowest.toFixed(1)})`.padEnd(64) +
      `${(middle / base).toFixed(2)} of native`,
  );
}
