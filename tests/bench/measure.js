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
 */

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number} median nanoseconds an item
 * @property {number} lowest
 * @property {number} spread between the quartiles, as a part of the median
 */

/** @typedef {{ title: string, figures: Figure[], reach: Record<string, number> }} Measured */

/** @param {readonly number[]} sorted @param {number} part */
const quantile = (sorted, part) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

/**
 * @param {string} name
 * @param {number[]} times
 * @returns {Figure}
 */
function summarize(name, times) {
  const sorted = times.sort((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const spread = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / median;
  return { name, median, lowest: sorted[0], spread };
}

/**
 * @param {Row} row
 * @param {{ rounds: number, warmUp: number, scale: number }} effort
 * @returns {Promise<Measured>}
 */
export async function measure({ title, items, peers, reach = {} }, { rounds, warmUp, scale }) {
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
  return { title, reach, figures: peers.map(({ name }, index) => summarize(name, times[index])) };
}
