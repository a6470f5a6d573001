/** What a switch costs in a built module, counted and not timed. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';

import { readModule } from '../../bindings/compile/wasm.js';
import { asyncfor, counter, makeFolder } from './cli.js';

const GLOBAL_GET = 0x23;
const LOAD = 0x28;
const STORE = 0x36;

/**
 * Builds a counter, and counts the loads of a place right behind a store to it, for which a
 * processor waits: a global has the address, and nothing comes between.
 * @param {readonly string[]} options
 */
async function countStalls(options) {
  const folder = await makeFolder({ 'counter.c': counter });
  const { code, stderr } = await asyncfor(['build', 'counter.c', ...options], { cwd: folder });
  assert.equal(code, 0, stderr);
  const module = readModule(join(folder, 'counter.wasm'));
  let stalls = 0;
  for (const each of module.functions) {
    if (each.imported) continue;
    /** @type {number[]} */
    const last = [];
    module.readInstructions(each, (opcode) => {
      last.push(opcode);
      const [store, address, load] = last.slice(-3);
      if (store === STORE && address === GLOBAL_GET && load === LOAD) stalls++;
    });
  }
  return stalls;
}

it('a coroutine that is resumed does not load what it has just stored', async () => {
  assert.notEqual(await countStalls(['--debug']), 0);
  assert.equal(await countStalls([]), 0);
});
