/** The behaviours of async generators and of `for await`, on this engine's own: the cases hold. */
import { after, describe, it } from 'node:test';

import { consumerCases } from './behaviours/consumer.js';
import { generatorCases } from './behaviours/generator.js';
import { openAdapter as openNative } from './native.js';
import { runCase, watchRejections } from './suite.js';

watchRejections();

for (const open of [openNative]) {
  const adapter = await open();
  describe(adapter.name, () => {
    for (const behaviour of [...generatorCases, ...consumerCases]) {
      if (behaviour.applies?.() === false) continue;
      it(`${behaviour.id}: ${behaviour.title}`, () => runCase(behaviour, adapter));
    }
    after(() => {});
  });
}
