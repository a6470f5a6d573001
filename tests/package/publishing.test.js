/** The tarball, as publint and Are the types wrong? judge it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { installTools } from '../engines/packages.js';
import { execute } from './cli.js';
import { makePackedProject } from './project.js';

/* The WebAssembly file has no types: what importing it gives is the bundler's to say, an address or a
 * module, and a declaration here would stand in the way of the bundler's own. */
const UNTYPED = ['--exclude-entrypoints', 'asyncfor.wasm'];

/** @type {[tool: string, args: readonly string[], verdict: RegExp][]} */
const JUDGES = [
  ['publint', ['--strict'], /^All good!$/m],
  [
    'attw',
    ['--profile', 'esm-only', '--no-emoji', '--format', 'ascii', ...UNTYPED],
    /^"asyncfor\/run"\n\nnode16 \(from ESM\): OK \(ESM\)\s+bundler: OK/m,
  ],
];

/** @param {string} tools the folder that they are installed in */
async function test(tools) {
  const { folder, tarball } = await makePackedProject({});

  describe('the tarball', () => {
    for (const [tool, args, verdict] of JUDGES) {
      it(`is as it should be, says ${tool}`, async () => {
        const command = join(tools, 'node_modules/.bin', tool);
        const words = [tarball, ...args];
        const { code, stdout, stderr } = await execute(command, words, { cwd: folder });
        assert.equal(code, 0, stdout + stderr);
        assert.match(stdout, verdict);
      });
    }
  });
}

if (process.env.ASYNCFOR_TEST_ALL === '1') {
  await test(await installTools('publishing', ['publint@0.3.25', '@arethetypeswrong/cli@0.18.5']));
}
