/** The packed package in engines of every kind: ES modules, `require`, and a module of one's own. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { runModule, testedEngines } from '../engines/engines.js';
import { USED, makeUsingProject } from './project.js';

/* Pages have tests of their own. */
const engines = testedEngines.filter(({ page }) => !page);

const REQUIRE = `import { createRequire } from 'node:module';

export default async function use() {
  const require = createRequire(import.meta.url);
  const { range } = require('asyncfor');
  const { counter, total } = require('./own.mjs');
  return [(await range(1).next()).value, await total(counter(4))];
}
`;

if (engines.length > 0) {
  const folder = await makeUsingProject({ 'require.js': REQUIRE });

  describe('the packed package', () => {
    for (const engine of engines) {
      it(`is imported and required in ${engine.name}`, { skip: engine.lack }, async () => {
        const run = (/** @type {string} */ file) =>
          runModule(engine, pathToFileURL(join(folder, file)));
        assert.deepEqual(await run('use.js'), USED);
        assert.deepEqual(await run('require.js'), [0, 10]);
      });
    }
  });
}
