/** The excerpts of a document, and the files that they stand in. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);

/**
 * The blocks of code in a document.
 * @param {string} document by its path
 * @param {string} language
 */
export async function excerpts(document, language) {
  const text = await readFile(new URL(document, root), 'utf8');
  const found = text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'));
  return [...found].map(([, code]) => code);
}

/**
 * @param {string} document by its path
 * @param {number} count of its excerpts in C
 * @param {readonly string[]} files by their paths: one of them has each excerpt
 */
export async function assertTested(document, count, files) {
  const read = (/** @type {string} */ path) => readFile(new URL(path, root), 'utf8');
  const tested = (await Promise.all(files.map(read))).join('\n');
  const found = await excerpts(document, 'c');
  assert.equal(found.length, count);
  for (const excerpt of found) assert.ok(tested.includes(excerpt.trim()), excerpt);
}
