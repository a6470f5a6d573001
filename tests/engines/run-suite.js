/**
 * Runs the behaviours of `interop` where this module runs, which may be any engine.
 */
import { consumerCases } from '../interop/behaviours/consumer.js';
import { generatorCases } from '../interop/behaviours/generator.js';
import { ok, runCase, turns, watchRejections } from '../interop/suite.js';

/**
 * @typedef {import('../interop/suite.js').Adapter} Adapter
 * @typedef {import('../interop/suite.js').Case} Case
 */

/**
 * What came of a case.
 * @typedef {object} Verdict
 * @property {string} id
 * @property {string} title
 * @property {Case['level']} level
 * @property {'passed' | 'failed' | 'inapplicable'} outcome
 * @property {string} [message] of the failure
 */

/**
 * @typedef {object} Report
 * @property {string} name of the adapter
 * @property {Verdict[]} verdicts
 * @property {Record<string, number>} [stats] after all of them
 */

/** After so many collections, what lives is taken to be held. */
const COLLECTIONS = 20;

/** Cases that fail: none can be missed by whoever tells the others from them. @type {Case[]} */
const failingCases = [
  {
    id: 'check',
    level: 'must',
    title: 'a check that does not hold',
    run: async () => ok(false, 'it does not hold'),
  },
  {
    id: 'rejection',
    level: 'must',
    title: 'a rejection that nobody handles',
    run: async () => void Promise.reject(new Error('nobody handles it')),
  },
];

/**
 * @param {Case} behaviour
 * @param {Adapter} adapter
 * @returns {Promise<Verdict>}
 */
async function judge(behaviour, adapter) {
  const { id, title, level } = behaviour;
  if (behaviour.applies?.() === false) return { id, title, level, outcome: 'inapplicable' };
  try {
    await runCase(behaviour, adapter);
    return { id, title, level, outcome: 'passed' };
  } catch (error) {
    return { id, title, level, outcome: 'failed', message: String(error) };
  }
}

/**
 * The figures of an adapter, without what only waits for the collector.
 * @param {() => Record<string, number>} stats
 */
async function settle(stats) {
  const busy = () => Object.entries(stats()).some(([name, count]) => name !== 'pooled' && count);
  for (let i = 0; i < COLLECTIONS && busy(); i++) {
    await /** @type {any} */ (globalThis).gc();
    await turns();
  }
  return stats();
}

/**
 * @param {Adapter} adapter
 * @returns {Promise<Report>}
 */
async function runAdapter(adapter) {
  const cases = [...generatorCases, ...consumerCases];
  /** @type {Verdict[]} */
  const verdicts = [];
  for (const behaviour of cases) {
    console.error(`${adapter.name}, ${verdicts.length} of ${cases.length} done: ${behaviour.id}`);
    verdicts.push(await judge(behaviour, adapter));
  }
  const stats = adapter.stats && (await settle(() => adapter.stats?.() ?? {}));
  return { name: adapter.name, verdicts, stats };
}

/**
 * @param {{ adapters: string[] }} given modules, by paths from here
 * @returns {Promise<{ control: Verdict[], reports: Report[] }>} `control` must have failed
 */
export default async function runSuite({ adapters }) {
  watchRejections();
  /** @type {Report[]} */
  const reports = [];
  /** @type {Verdict[]} */
  const control = [];
  for (const path of adapters) {
    const { openAdapter } = await import(new URL(path, import.meta.url).href);
    const adapter = await openAdapter();
    for (const behaviour of failingCases) control.push(await judge(behaviour, adapter));
    reports.push(await runAdapter(adapter));
  }
  return { control, reports };
}
