/**
 * The behaviours of async generators and of `for await`, on every implementation. That this
 * engine's own is among them proves the cases.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { openAdapter } from './adapter.js';
import { consumerCases } from './behaviours/consumer.js';
import { generatorCases } from './behaviours/generator.js';
import { ids } from './behaviours/ids.js';
import { openAdapter as openNative } from './native.js';
import { runCase, turns, watchRejections } from './suite.js';

const cases = [...generatorCases, ...consumerCases];

watchRejections();

describe('the cases', () => {
  it('are about all the behaviours, and about nothing else', () => {
    assert.deepEqual([...new Set(cases.map(({ id }) => id))].sort(), ids.toSorted());
  });
});

for (const open of [openNative, openAdapter]) {
  const adapter = await open();
  const { stats } = adapter;
  describe(adapter.name, () => {
    for (const behaviour of cases) {
      if (behaviour.applies?.() === false) continue;
      // How many microtasks something takes is the engine's affair: its own must be as counted.
      if (behaviour.level === 'tick' && open !== openNative) continue;
      it(`${behaviour.id}: ${behaviour.title}`, () => runCase(behaviour, adapter));
    }
    if (stats) {
      it('keeps nothing alive when all have ended', async () => {
        await turns();
        const { pooled: _, ...alive } = stats();
        for (const [what, count] of Object.entries(alive)) assert.equal(count, 0, what);
      });
    }
  });
}
