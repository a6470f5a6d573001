/**
 * The behaviours of `interop` in other engines: what holds there for the engine's own async
 * generators and `for await` holds for ours.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { readVersion, runModule, testedEngines } from './engines.js';

/**
 * @typedef {import('./run-suite.js').Report} Report
 * @typedef {import('./run-suite.js').Verdict} Verdict
 */

const suite = new URL('run-suite.js', import.meta.url);
const adapters = ['../interop/native.js', '../interop/adapter.js'];

/** More cases than so many pass natively in every engine. */
const MINIMUM = 160;

/**
 * @param {Report} report
 * @param {Verdict['outcome']} wanted
 */
const select = ({ verdicts }, wanted) => verdicts.filter(({ outcome }) => outcome === wanted);

/** @param {Report} report */
function summarize(report) {
  const failed = select(report, 'failed').map(({ id }) => id);
  return [
    `${report.name}: ${select(report, 'passed').length} of ${report.verdicts.length} cases pass`,
    `${select(report, 'inapplicable').length} do not apply`,
    ...(failed.length > 0 ? [`${failed.join(' ')} fail`] : []),
    `${JSON.stringify(report.stats ?? {})} at the end`,
  ].join(', ');
}

/**
 * What ours does not do and the engine's own does, but for what happens at which tick.
 * @param {Report} own
 * @param {Report} ours
 */
function listDifferences(own, ours) {
  return ours.verdicts
    .filter((_, index) => own.verdicts[index].outcome === 'passed')
    .filter(({ level, outcome }) => level !== 'tick' && outcome !== 'passed')
    .map(({ id, title, message }) => `${id}: ${title}: ${message}`);
}

for (const engine of testedEngines) {
  describe(engine.name, { skip: engine.lack }, () => {
    /** @type {Verdict[]} */
    let control;
    /** @type {Report} */
    let own;
    /** @type {Report} */
    let ours;

    before(async () => {
      const version = await readVersion(engine);
      const result = await runModule(engine, suite, { adapters });
      control = result.control;
      [own, ours] = result.reports;
      for (const report of [own, ours]) {
        console.error(`${engine.name} (${version}): ${summarize(report)}`);
      }
    });

    it('sees cases fail that must', () => {
      assert.deepEqual(
        control.map(({ outcome }) => outcome),
        adapters.flatMap(() => ['failed', 'failed']),
      );
    });

    it('has generators of its own that pass the cases', () => {
      assert.ok(select(own, 'passed').length > MINIMUM, summarize(own));
    });

    it('has ours pass whatever its own pass', () => {
      assert.equal(ours.verdicts.length, own.verdicts.length);
      assert.deepEqual(listDifferences(own, ours), []);
    });

    it('has nothing of ours alive at the end', () => {
      const { pooled: _, ...alive } = ours.stats ?? {};
      assert.ok(Object.keys(alive).length > 0, 'it does not say what is alive');
      for (const [what, count] of Object.entries(alive)) assert.equal(count, 0, what);
    });
  });
}
