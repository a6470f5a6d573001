/** The reference of headers and exports is made of comments: what is public has one. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = new URL('../../', import.meta.url);

if (process.env.ASYNCFOR_TEST_ALL) {
  it('nothing public is undocumented, in C or in JavaScript', { timeout: 600_000 }, async () => {
    const script = fileURLToPath(new URL('bindings/build/docs.js', root));
    const { stdout } = await promisify(execFile)(process.execPath, [script]);
    const pages = stdout.trim().split('\n').slice(-2);
    const texts = await Promise.all(pages.map((page) => readFile(page, 'utf8')));
    for (const text of texts) assert.match(text, /asyncfor/);
  });
}
