/** The excerpts of the porting guide stand in the files that are built and run. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';

const read = (/** @type {string} */ path) => readFile(new URL(path, import.meta.url), 'utf8');

it('the guide shows code that is tested', async () => {
  const guide = await read('../../web/docs/porting.md');
  const tested = (await Promise.all(['gunzip.c', 'xml.c'].map(read))).join();
  const excerpts = [...guide.matchAll(/```c\n(.*?)```/gs)].map(([, code]) => code.trim());
  assert.equal(excerpts.length, 5);
  for (const excerpt of excerpts) assert.ok(tested.includes(excerpt), excerpt);
});
