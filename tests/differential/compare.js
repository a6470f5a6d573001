/**
 * Runs scenarios on CPython and on another implementation, and compares their traces:
 *
 *     node compare.js [--runner COMMAND] [--count 10000] [--seed 1] [--profile conc]
 *                     [--without feature,feature] [--show 3] [--shrink 20] [--reference COMMAND]
 *
 * COMMAND reads scenarios and prints answers, a line for a line, or is the name of a port of this
 * runtime; without one, each port is compared. The first differences, so many as --show says, are
 * printed whole and made smaller for --shrink seconds each.
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { coverage } from './coverage.js';
import { generateAll } from './generate.js';
import { answers, run } from './processes.js';
import { PROFILES } from './profiles.js';
import { CPYTHON, RUNNERS } from './runners.js';
import { shrink } from './shrink.js';

/**
 * @typedef {import('./scenario.js').Scenario} Scenario
 * @typedef {import('./scenario.js').Event} Event
 * @typedef {import('./processes.js').Answer} Answer
 * @typedef {{ reference: string, runner: string }} Commands
 * @typedef {{ scenario: Scenario, index: number, expected: Answer, actual: Answer }} Difference
 */

const BATCH = 250;
const EVENTS_BEFORE = 10;

/**
 * The place of the first difference of two answers, or -1.
 * @param {Answer} expected
 * @param {Answer} actual
 */
export function differAt(expected, actual) {
  const [a, b] = [expected.trace, actual.trace];
  if (!a || !b) return 0;
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (JSON.stringify(a[index]) !== JSON.stringify(b[index])) return index;
  }
  return -1;
}

/**
 * @param {Commands} commands
 * @param {Scenario[]} scenarios
 */
async function compare({ reference, runner }, scenarios) {
  const [expected, actual] = await Promise.all([
    answers(reference, scenarios),
    answers(runner, scenarios),
  ]);
  const events = expected.reduce((sum, { trace }) => sum + (trace?.length ?? 0), 0);
  const differences = scenarios
    .map((scenario, position) => ({
      scenario,
      index: differAt(expected[position], actual[position]),
      expected: expected[position],
      actual: actual[position],
    }))
    .filter(({ index }) => index >= 0);
  return { events, differences };
}

/**
 * What a difference is about, whoever's event it is and whenever.
 * @param {Difference} difference
 */
function signature({ index, expected, actual }) {
  return JSON.stringify(
    [expected, actual].map(({ trace, unsupported, error }) => {
      if (!trace) return unsupported ?? error?.split(':')[0];
      const event = trace[index] ?? [];
      const type = event.findLast((part) => typeof part === 'string' && /^[A-Z]\w+$/.test(part));
      return [event[1], type];
    }),
  );
}

/**
 * @param {Commands} commands
 * @param {Difference} difference
 * @param {number} seconds
 */
async function shrinkDifference(commands, difference, seconds) {
  const wanted = signature(difference);
  /** @param {Scenario[]} candidates */
  const areInteresting = async (candidates) => {
    const { differences } = await compare(commands, candidates);
    // What CPython does not run to its end proves nothing.
    const same = differences.filter((each) => each.expected.trace && signature(each) === wanted);
    return candidates.map((candidate) => same.some(({ scenario }) => scenario === candidate));
  };
  return shrink(difference.scenario, areInteresting, seconds);
}

/**
 * @param {Answer} answer
 * @param {number} index
 */
function describe({ trace, unsupported, error }, index) {
  if (!trace) return unsupported === undefined ? `error: ${error}` : `unsupported: ${unsupported}`;
  return index < trace.length ? JSON.stringify(trace[index]) : 'the end';
}

/**
 * @param {string} title
 * @param {Commands} commands
 * @param {Scenario} scenario
 */
async function print(title, commands, scenario) {
  const {
    differences: [difference],
  } = await compare(commands, [scenario]);
  const { output } = await run(`${CPYTHON} --source`, `${JSON.stringify(scenario)}\n`);
  console.log(`\n${title}\n${JSON.stringify(scenario)}\n\n${output.trimEnd()}\n`);
  if (!difference) {
    console.log('  no difference when it is run alone');
    return;
  }
  const { index, expected, actual } = difference;
  const before = expected.trace?.slice(Math.max(0, index - EVENTS_BEFORE), index) ?? [];
  for (const event of before) console.log(`    ${JSON.stringify(event)}`);
  console.log(`  - ${describe(expected, index)}\n  + ${describe(actual, index)}`);
}

/**
 * The lowest count of a statement that a profile has, over all profiles that were run.
 * @param {Scenario[]} scenarios
 */
function leastCoverage(scenarios) {
  let least = { count: Infinity, op: '', profile: '' };
  for (const profile of new Set(scenarios.map((scenario) => scenario.profile))) {
    const counts = coverage(scenarios.filter((scenario) => scenario.profile === profile));
    for (const op of PROFILES[profile].ops) {
      const count = counts.get(op) ?? 0;
      if (count < least.count) least = { count, op, profile };
    }
  }
  return least;
}

/**
 * @param {Commands} commands
 * @param {Scenario[]} scenarios
 */
async function compareAll(commands, scenarios) {
  const rest = [...scenarios];
  /** @type {Difference[]} */
  const differences = [];
  let events = 0;
  const work = async () => {
    while (rest.length > 0) {
      const result = await compare(commands, rest.splice(0, BATCH));
      events += result.events;
      differences.push(...result.differences);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const order = new Map(scenarios.map((scenario, index) => [scenario, index]));
  const place = (/** @type {Difference} */ { scenario }) => order.get(scenario) ?? 0;
  return { events, differences: differences.sort((a, b) => place(a) - place(b)) };
}

/** @param {string[]} args */
function parse(args) {
  const { values } = parseArgs({
    args,
    options: {
      runner: { type: 'string' },
      reference: { type: 'string', default: CPYTHON },
      profile: { type: 'string' },
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '10000' },
      without: { type: 'string', default: '' },
      show: { type: 'string', default: '3' },
      shrink: { type: 'string', default: '20' },
    },
  });
  const { runner, reference, profile, without } = values;
  const names = runner === undefined ? Object.keys(RUNNERS) : [runner];
  const unwanted = without.split(',');
  const all = generateAll({ profile, seed: Number(values.seed), count: Number(values.count) });
  return {
    reference,
    runners: names.map((name) => ({ name, command: RUNNERS[name] ?? name })),
    scenarios: [...all].filter(({ features }) => !features.some((each) => unwanted.includes(each))),
    show: Number(values.show),
    seconds: Number(values.shrink),
  };
}

/**
 * Compares one runner and prints what comes of it.
 * @param {string} name
 * @param {Commands} commands
 * @param {{ scenarios: Scenario[], show: number, seconds: number }} options
 */
async function report(name, commands, { scenarios, show, seconds }) {
  const start = performance.now();
  const { events, differences } = await compareAll(commands, scenarios);
  const elapsed = ((performance.now() - start) / 1000).toFixed(1);
  for (const difference of differences.slice(0, show)) {
    const { scenario } = difference;
    await print(`${scenario.id} differs:`, commands, scenario);
    const smaller = await shrinkDifference(commands, difference, seconds);
    await print(`${scenario.id}, made smaller:`, commands, smaller);
  }
  const { count, op, profile } = leastCoverage(scenarios);
  console.log(
    `${name}: ${scenarios.length} scenarios, ${events} events, each statement at least ` +
      `${count} times (${op} in ${profile}), ${differences.length} differences, ${elapsed} s`,
  );
  if (differences.length > 0) process.exitCode = 1;
}

async function main() {
  const { reference, runners, ...options } = parse(process.argv.slice(2));
  for (const { name, command } of runners) {
    await report(name, { reference, runner: command }, options);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = 2;
  }
}
