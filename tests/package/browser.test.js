/** The packed package in a page: as it is, bundled, in a worker, under a strict policy. */
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { before, it } from 'node:test';

import { build } from 'esbuild';

import { asyncfor, counter, makeFolder, root } from './cli.js';
import { assertPages, pageOf } from './pages.js';

const USE = `
const seen = [];
for await (const n of range(3)) seen.push(n);
for await (const line of lines(new Blob(['a\\nb\\n']))) {
  seen.push(line);
  break;
}
seen.push(stats().allocations);
`;
const IMPORT = "import { lines, range, stats } from '";

/** What each page comes to. */
const PAGES = {
  'unbundled.html': [0, 1, 2, 'a', 0],
  'bundled.html': [0, 1, 2, 'a', 0],
  'worker.html': [0, 1, 2, 'a', 0],
  'built.html': [1, 2],
  'built-bundled.html': [1, 2],
  'single.html': [1, 2, 1, 2],
};

/** @param {string} from */
const loop = (from, more = '') =>
  `import { counter, open } from '${from}';
const seen = [];
for await (const n of counter(2)) seen.push(n);
${more}
document.title = JSON.stringify(seen);
`;

const folder = await makeFolder({
  ...Object.fromEntries(
    Object.keys(PAGES).map((page) => [page, pageOf(page.replace('.html', '.js'))]),
  ),
  'unbundled.js': `${IMPORT}./asyncfor/dist/asyncfor.mjs';${USE}document.title = JSON.stringify(seen);`,
  'source.js': `${IMPORT}asyncfor';${USE}document.title = JSON.stringify(seen);`,
  'worker.js':
    "new Worker('thread.js', { type: 'module' }).onmessage = ({ data }) => (document.title = data);",
  'thread.js': `${IMPORT}./asyncfor/dist/asyncfor.mjs';${USE}postMessage(JSON.stringify(seen));`,
  'built.js': loop('./counter.mjs'),
  'single.js': loop('./single.mjs', 'for await (const n of open().counter(2)) seen.push(n);'),
  'counter.c': counter,
});

/** @param {string} from @param {string} to */
const bundle = (from, to) =>
  build({
    entryPoints: [join(folder, from)],
    outfile: join(folder, to),
    alias: { asyncfor: join(folder, 'asyncfor/dist/asyncfor.mjs') },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
  });

before(async () => {
  for (const part of ['dist', 'bindings']) {
    await cp(join(root, part), join(folder, 'asyncfor', part), { recursive: true });
  }
  await cp(join(root, 'dist/asyncfor.wasm'), join(folder, 'asyncfor.wasm'));
  await bundle('source.js', 'bundled.js');
  for (const args of [
    ['-o', 'counter'],
    ['-o', 'single', '--single-file'],
  ]) {
    const { code, stderr } = await asyncfor(['build', 'counter.c', ...args], { cwd: folder });
    assert.equal(code, 0, stderr);
  }
  await bundle('built.js', 'built-bundled.js');
});

it('runs in a page that evaluates nothing: as it is, bundled, in a worker, built', () =>
  assertPages(folder, PAGES));
