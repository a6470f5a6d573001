/** Iterators that are opened and abandoned after two items: a million of them leave nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { runModule, testedEngines } from '../engines/engines.js';
import { performInProcess } from '../engines/processes.js';

/**
 * @typedef {import('../engines/engines.js').Engine} Engine
 * @typedef {import('./abandoned.js').Report} Report
 * @typedef {import('./abandoned.js').Sample} Sample
 */

const all = process.env.ASYNCFOR_TEST_ALL === '1';

const MILLION = 1_000_000;

/** As long as everything that is done has not been done once, memory may grow: so many samples. */
const FIRST = 3;

/** What JavaScript's heap may grow by after that, in bytes: the engine compiles now and then. */
const HEAP = 2 ** 20;

/**
 * What WebAssembly's memory may: by chance, what closes at the same time is now more, now less.
 * The same goes for places, by as many as are open at once.
 */
const WASM = 2 ** 18;

/**
 * What takes more and more room.
 * @param {Report} report
 */
function listGrowing({ samples, many }) {
  const sizes = samples.map(({ heap = 0, wasm, places }) => ({ heap, wasm, ...places }));
  const [first, last] = [sizes.slice(0, FIRST), sizes[sizes.length - 1]];
  const slack = (/** @type {string} */ name) => ({ heap: HEAP, wasm: WASM })[name] ?? many;
  return /** @type {(keyof typeof last)[]} */ (Object.keys(last)).filter(
    (name) => last[name] > Math.max(...first.map((size) => size[name])) + slack(name),
  );
}

/**
 * What has been left behind.
 * @param {Report} report
 * @returns {string[]} names
 */
function listRemains(report) {
  const { samples, ways, sources } = report;
  const everything = [...samples, ...ways.flatMap(({ first, last }) => [first, last])];
  const live = Object.keys(samples[0].live).filter((name) =>
    everything.some((sample) => sample.live[name] !== 0),
  );
  return [
    ...live.map((name) => `live ${name}`),
    ...listGrowing(report).map((name) => `growing ${name}`),
    ...(sources.opened === sources.closed ? [] : ['open sources']),
  ];
}

/** @param {Sample} sample */
function describeSample({ places, wasm, heap, pooled, live }) {
  const mebibytes = (/** @type {number} */ bytes) => (bytes / 2 ** 20).toFixed(2);
  return [
    `${Object.values(live).join(' ')} live`,
    `places ${Object.values(places).join(' ')}`,
    `wasm ${mebibytes(wasm)} MiB, ${mebibytes(pooled)} of it pooled`,
    ...(heap ? [`heap ${mebibytes(heap)} MiB`] : []),
  ].join(', ');
}

/**
 * @param {string} name of the engine
 * @param {Report} report
 */
function* describeReport(name, { count, milliseconds, samples, ways }) {
  const seconds = (/** @type {number} */ time) => `${(time / 1000).toFixed(1)} s`;
  yield `${name}: ${count} iterators in ${seconds(milliseconds)}`;
  yield `figures: ${Object.keys(samples[0].live).join(' ')}; ${Object.keys(samples[0].places).join(' ')}`;
  for (const each of ways) {
    yield `${each.way}, ${each.count} in ${seconds(each.milliseconds)}`;
    yield `  first: ${describeSample(each.first)}`;
    yield `  last:  ${describeSample(each.last)}`;
  }
  for (const [index, sample] of samples.entries())
    yield `${index + 1}/10: ${describeSample(sample)}`;
}

/**
 * The Node that runs the tests: in a process of its own, where nothing else takes memory.
 * @type {Engine}
 */
const thisNode = {
  name: `Node ${process.version}`,
  quick: true,
  find: async () => process.execPath,
  perform: (program, task) => performInProcess([program, '--expose-gc'], {}, task),
};

const runs = [
  { engine: thisNode, count: all ? MILLION : MILLION / 50 },
  ...(all ? testedEngines : []).map((engine) => ({
    engine,
    count: engine.name === 'the newest Node' ? MILLION : MILLION / 10,
  })),
];

const abandoned = new URL('abandoned.js', import.meta.url);

describe('what iterators leave behind', () => {
  for (const { engine, count } of runs) {
    it(`is nothing, after ${count} in ${engine.name}`, { skip: engine.lack }, async (t) => {
      /** @type {Report} */
      const report = await runModule(engine, abandoned, { count });
      for (const line of describeReport(engine.name, report)) t.diagnostic(line);
      assert.equal(report.count, count);
      assert.ok(report.sources.opened > 0, 'no source of JavaScript was read');
      assert.deepEqual(listRemains(report), []);
    });
  }

  it('is seen where some are not given up', async () => {
    const report = await runModule(thisNode, abandoned, { count: 1000, leaks: 3 });
    assert.deepEqual(listRemains(report), [
      ...Object.keys(report.samples[0].live).map((name) => `live ${name}`),
      'growing heap',
      'growing handles',
      'open sources',
    ]);
  });
});
