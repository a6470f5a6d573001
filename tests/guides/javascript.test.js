/** The guide for JavaScript developers shows code that prints what its comments say. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { excerpts } from './excerpts.js';

const root = new URL('../../', import.meta.url);
const folder = new URL('build/guides/', root);

const GUIDE = 'web/docs/javascript.md';
const examples = await excerpts(GUIDE, 'js');
const typed = await excerpts(GUIDE, 'ts');

/**
 * Writes an example to where it finds the package, as the project itself.
 * @param {string} name
 * @param {string} code
 */
async function write(name, code) {
  const file = new URL(name, folder);
  await mkdir(folder, { recursive: true });
  await writeFile(file, code);
  return fileURLToPath(file);
}

/** What the comments behind console.log() say; what is printed in a loop is there by commas. */
const promised = (/** @type {string} */ code) =>
  [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, text]) => text);

/**
 * @param {string} printed
 * @param {readonly string[]} comments
 */
function compare(printed, comments) {
  const lines = printed.split('\n').slice(0, -1);
  const expected = comments.flatMap((text) =>
    printed.includes(`${text}\n`) ? [text] : text.split(', '),
  );
  assert.deepEqual(lines, expected);
}

describe('the guide for JavaScript developers', () => {
  it('has examples that print something', () => {
    assert.equal(examples.length, 6);
    for (const code of examples) assert.notEqual(promised(code).length, 0, code);
  });

  for (const [index, code] of examples.entries()) {
    it(`prints what it says: example ${index + 1}`, async () => {
      const file = await write(`example-${index + 1}.mjs`, code);
      const run = promisify(execFile);
      const { stdout } = await run(process.execPath, [file], { cwd: fileURLToPath(root) });
      compare(stdout, promised(code));
    });
  }

  it('is right about the types', async () => {
    assert.equal(typed.length, 1);
    const file = await write('example.ts', typed[0]);
    const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', root));
    const options = ['--ignoreConfig', '--strict', '--noEmit', '--module', 'nodenext'];
    await promisify(execFile)(process.execPath, [tsc, ...options, '--target', 'es2022', file]);
  });
});
