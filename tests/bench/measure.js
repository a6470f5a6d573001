/**
 * Measuring peers side by side. Machines are noisy, so the peers of a row take turns in one process,
 * round by round, and what is compared is the ratio of their medians. A library for benchmarks
 * measures one after the other, which is just what must not be done here.
 */

/**
 * What does the same work as the others of its row.
 * @typedef {object} Peer
 * @property {string} name
 * @property {(count: number) => Promise<number> | number} run does the work for so many items, and
 *   gives a number that all peers must agree on
 * @property {number} [share] of the items: a slow peer does fewer
 */

/**
 * @typedef {object} Row
 * @property {string} title of the work
 * @property {number} items in a round
 * @property {readonly Peer[]} peers the first is ours
 * @property {Record<string, number>} [reach] at most so much of a peer's time
 * @property {Growth} [growth] what grows from row to row
 */

/** What grows, and how far it has in a row. @typedef {{ of: string, to: number }} Growth */

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number} median nanoseconds an item
 * @property {number} lowest
 * @property {number} spread between the quartiles, as a part of the median
 */

/**
 * @typedef {object} Measured
 * @property {string} title
 * @property {Figure[]} figures
 * @property {Record<string, number>} reach
 * @property {Growth} [growth]
 */

/** @typedef {{ rounds: number, warmUp: number, scale: number }} Effort of the items, so many */

/** @type {Record<'whole' | 'quick', Effort>} */
export const efforts = {
  whole: { rounds: 15, warmUp: 4, scale: 1 },
  quick: { rounds: 7, warmUp: 8, scale: 0.25 },
};

/** @param {readonly number[]} sorted @param {number} part */
const quantile = (sorted, part) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

/** @param {readonly number[]} times */
export const median = (times) =>
  quantile(
    times.toSorted((a, b) => a - b),
    0.5,
  );

/**
 * @param {string} name
 * @param {number[]} times
 * @returns {Figure}
 */
function summarize(name, times) {
  const sorted = times.sort((a, b) => a - b);
  const middle = quantile(sorted, 0.5);
  const spread = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / middle;
  return { name, median: middle, lowest: sorted[0], spread };
}

/**
 * @param {Row} row
 * @param {Effort} effort
 * @returns {Promise<Measured>}
 */
export async function measure(row, { rounds, warmUp, scale }) {
  const { title, items, peers, reach = {}, growth } = row;
  const times = peers.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < rounds + warmUp; round++) {
    for (const [index, { name, run, share = 1 }] of peers.entries()) {
      const count = Math.max(1, Math.round(items * scale * share));
      const start = performance.now();
      const total = await run(count);
      const elapsed = ((performance.now() - start) * 1e6) / count;
      if (total !== count) throw new Error(`${title}, ${name}: ${total} items instead of ${count}`);
      if (round >= warmUp) times[index].push(elapsed);
    }
  }
  const figures = peers.map(({ name }, index) => summarize(name, times[index]));
  return { title, reach, figures, growth };
}

/**
 * Measures rows, one after the other.
 * @param {Record<string, readonly Row[]>} groups
 * @param {Effort} effort
 * @param {(measured: Measured) => void} tell
 * @returns {Promise<Record<string, Measured[]>>}
 */
export async function measureAll(groups, effort, tell) {
  /** @type {Record<string, Measured[]>} */
  const all = {};
  for (const [group, rows] of Object.entries(groups)) {
    for (const row of rows) {
      const measured = await measure(row, effort);
      (all[group] ??= []).push(measured);
      tell(measured);
    }
  }
  return all;
}
