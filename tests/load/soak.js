/**
 * Mixes everything for so many seconds in one process: `npm run soak -- SECONDS`.
 *
 * Iterators of C by `for await`, left and abandoned in every way, C over JavaScript's streams, programs
 * of requests beside the engine's own generators, chunks, damaged files, hostile arguments. After each
 * round nothing lives, and when the first rounds have warmed everything up memory does not grow. It
 * ends with a line of totals, and with 1 at any finding. The same seed makes the same rounds.
 *
 *     node --expose-gc soak.js [SECONDS] [--seed NUMBER]
 */
import { parseArgs } from 'node:util';

import { FUZZERS, perform } from '../fuzz/fuzzers.js';
import abandonAll from './abandoned.js';

/** Of each round. */
const ITERATORS = 2000;
const PROGRAMS = 100;

/** Rounds before memory is looked at. */
const WARM_UP = 3;

/** What the heap may grow by besides: the engine's own caches. */
const ALLOWED = 1.25;

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const seconds = Number(positionals[0] ?? 60);
if (!(seconds > 0)) {
  console.error(`soak: expected a number of seconds, got '${positionals[0]}'`);
  process.exit(1);
}

async function collect() {
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

const totals = { rounds: 0, iterators: 0, programs: 0, peak: 0 };
/** @type {string[]} */
const findings = [];
let first = 0;
let last = 0;

/** @param {number} seed */
async function round(seed) {
  const { count, samples } = await abandonAll({ count: ITERATORS });
  totals.iterators += count;
  for (const { live } of samples) {
    if (Object.values(live).every((figure) => figure === 0)) continue;
    findings.push(`round ${seed}: left behind ${JSON.stringify(live)}`);
  }
  for (const fuzzer of Object.values(FUZZERS)) {
    await perform(fuzzer, { seed, runs: PROGRAMS });
    await fuzzer.finish();
    totals.programs += PROGRAMS;
  }
}

const end = performance.now() + seconds * 1000;
for (let seed = Number(values.seed); performance.now() < end && findings.length === 0; seed++) {
  try {
    await round(seed);
  } catch (error) {
    findings.push(`round ${seed}: ${/** @type {Error} */ (error).stack}`);
  }
  totals.rounds++;
  last = await collect();
  totals.peak = Math.max(totals.peak, process.memoryUsage().rss);
  if (totals.rounds === WARM_UP) first = last;
}
if (first > 0 && last > first * ALLOWED) {
  findings.push(`the heap has grown from ${first} to ${last} bytes`);
}
for (const finding of findings) console.error(finding);
const megabytes = (/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
console.log(
  `soak: ${totals.rounds} rounds, ${totals.iterators.toLocaleString('en')} iterators, ` +
    `${totals.programs.toLocaleString('en')} programs; heap ${megabytes(first)} after ${WARM_UP} rounds, ` +
    `${megabytes(last)} at the end, ${megabytes(totals.peak)} of the process at most; ${findings.length} findings`,
);
process.exitCode = findings.length > 0 ? 1 : 0;
