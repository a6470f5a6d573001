/** The examples of the README are what they claim to be. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = new URL('../../', import.meta.url);
const readme = await readFile(new URL('README.md', root), 'utf8');

/** @param {string} language */
function example(language) {
  const found = readme.match(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's'));
  assert.ok(found, `the README has an example in ${language}`);
  return found[1];
}

it('the example in JavaScript prints what its comments say', async () => {
  const code = example('js');
  const file = new URL('build/readme/example.mjs', root);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, code);
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(file)], {
    cwd: root,
  });
  assert.equal(stdout, '1\n2\n3\n1\n0 2\n');
});

it('the example in C is the program that the tests run', async () => {
  const program = await readFile(new URL('src/examples/documentation.c', root), 'utf8');
  assert.equal(example('c'), program);
});
