/** What a switch costs in a built module, counted and not timed. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';

import { readModule } from '../../bindings/compile/wasm.js';
import { asyncfor, counter, makeFolder } from './cli.js';

const UNREACHABLE = 0x00;
const IF = 0x04;
const GLOBAL_GET = 0x23;
const LOAD = 0x28;
const STORE = 0x36;
const GREATER = 0x4b;

/** A load of a place right behind a store to it, for which a processor waits: a global has the
 * address, and nothing comes between. */
const STALL = [STORE, GLOBAL_GET, LOAD];

/** The pass's question whether the saved frames have outgrown their room. */
const QUESTION = [LOAD, GREATER, IF, UNREACHABLE];

/**
 * Builds a counter, and counts how often instructions stand there in a row.
 * @param {readonly string[]} options
 * @param {readonly number[]} row
 */
async function count(options, row) {
  const folder = await makeFolder({ 'counter.c': counter });
  const { code, stderr } = await asyncfor(['build', 'counter.c', ...options], { cwd: folder });
  assert.equal(code, 0, stderr);
  const module = readModule(join(folder, 'counter.wasm'));
  let found = 0;
  for (const each of module.functions) {
    if (each.imported) continue;
    /** @type {number[]} */
    const last = [];
    module.readInstructions(each, (opcode) => {
      last.push(opcode);
      const from = last.length - row.length;
      if (row.every((expected, index) => last[from + index] === expected)) found++;
    });
  }
  return found;
}

for (const [what, row] of /** @type {const} */ ([
  ['load what it has just stored', STALL],
  ['ask what the runtime asks, too', QUESTION],
])) {
  it(`a coroutine that is resumed does not ${what}`, async () => {
    assert.notEqual(await count(['--debug'], row), 0);
    assert.equal(await count([], row), 0);
  });
}
