/** A module that runs in another engine: what comes of it, whatever it does. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { runModule, testedEngines } from './engines.js';

const program = new URL('program.js', import.meta.url);

for (const engine of testedEngines) {
  describe(engine.name, { skip: engine.lack }, () => {
    it('gives what the default export resolves to', async () => {
      const value = { text: 'příliš \u0000\n"🐎', numbers: [1, 2.5, null], nested: { yes: true } };
      assert.deepEqual(await runModule(engine, program, { what: 'echo', value }), value);
    });

    it('collects what nobody holds when it is asked to', async () => {
      assert.equal(await runModule(engine, program, { what: 'collect' }), true);
    });

    for (const { what, name } of [
      { what: 'fail', name: 'of the default export' },
      { what: 'throw', name: 'that nobody catches' },
      { what: 'reject', name: 'in a promise that nobody handles' },
    ]) {
      it(`rejects with the error ${name}, and with what was said before`, () =>
        assert.rejects(runModule(engine, program, { what }), (/** @type {Error} */ error) => {
          for (const text of [engine.name, 'RangeError: what it says', 'it begins']) {
            assert.ok(error.message.includes(text), error.message);
          }
          return true;
        }));
    }

    it('ends a module that takes too long, and is heard of meanwhile', async () => {
      /** @type {string[]} */
      const progress = [];
      const onProgress = (/** @type {string} */ line) => progress.push(line);
      const options = { limit: 5000, interval: 100, onProgress };
      await assert.rejects(runModule(engine, program, { what: 'spin' }, options), (error) =>
        String(error).startsWith(`Error: ${engine.name}: did not end within 5 seconds`),
      );
      assert.ok(progress[0].startsWith(`${engine.name}: it `), progress[0]);
    });
  });
}
