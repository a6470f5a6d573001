/** The packed package in a page: as it is, bundled, in a worker, under a strict policy. */
import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, it } from 'node:test';

import { build } from 'esbuild';

import { launchChromium } from '../engines/browsers.js';
import { asyncfor, counter, makeFolder, root } from './cli.js';

/* WebAssembly is compiled, and nothing is evaluated. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

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

/** What each page comes to. @type {Record<string, unknown[]>} */
const PAGES = {
  unbundled: [0, 1, 2, 'a', 0],
  bundled: [0, 1, 2, 'a', 0],
  worker: [0, 1, 2, 'a', 0],
  built: [1, 2],
  single: [1, 2],
};

/** @param {string} from */
const loop = (from) =>
  `import { counter } from '${from}';
const seen = [];
for await (const n of counter(2)) seen.push(n);
document.title = JSON.stringify(seen);
`;

const folder = await makeFolder({
  'unbundled.js': `${IMPORT}./asyncfor/dist/asyncfor.mjs';${USE}document.title = JSON.stringify(seen);`,
  'source.js': `${IMPORT}asyncfor';${USE}document.title = JSON.stringify(seen);`,
  'worker.js':
    "new Worker('thread.js', { type: 'module' }).onmessage = ({ data }) => (document.title = data);",
  'thread.js': `${IMPORT}./asyncfor/dist/asyncfor.mjs';${USE}postMessage(JSON.stringify(seen));`,
  'built.js': loop('./counter.mjs'),
  'single.js': loop('./single.mjs'),
  'counter.c': counter,
});

const TYPES = new Map([
  ['.html', 'text/html'],
  ['.js', 'text/javascript'],
  ['.mjs', 'text/javascript'],
  ['.wasm', 'application/wasm'],
]);

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const page = pathname.match(/^\/(\w+)\.html$/)?.[1];
  try {
    const body = page
      ? `<!doctype html><script type="module" src="${page}.js"></script>`
      : await readFile(join(folder, pathname));
    const type = TYPES.get(extname(pathname)) ?? 'text/plain';
    response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY });
    response.end(body);
  } catch {
    /* Browsers ask for an icon. */
    response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
  }
});

before(async () => {
  for (const part of ['dist', 'bindings']) {
    await cp(join(root, part), join(folder, 'asyncfor', part), { recursive: true });
  }
  await cp(join(root, 'dist/asyncfor.wasm'), join(folder, 'asyncfor.wasm'));
  await build({
    entryPoints: [join(folder, 'source.js')],
    outfile: join(folder, 'bundled.js'),
    alias: { asyncfor: join(folder, 'asyncfor/dist/asyncfor.mjs') },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
  });
  for (const args of [
    ['-o', 'counter'],
    ['-o', 'single', '--single-file'],
  ]) {
    const { code, stderr } = await asyncfor(['build', 'counter.c', ...args], { cwd: folder });
    assert.equal(code, 0, stderr);
  }
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
});
after(() => server.close());

it('runs in a page that evaluates nothing: as it is, bundled, in a worker, built', async () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const browser = await launchChromium('/usr/bin/chromium');
  try {
    for (const [name, expected] of Object.entries(PAGES)) {
      const page = await browser.newPage();
      /** @type {string[]} */
      const complaints = [];
      page.on('pageerror', (/** @type {Error} */ error) => complaints.push(error.message));
      page.on('console', (/** @type {any} */ message) => complaints.push(message.text()));
      await page.goto(`http://127.0.0.1:${port}/${name}.html`);
      await page.waitForFunction(() => document.title !== '', undefined, { timeout: 20_000 });
      assert.deepEqual([name, JSON.parse(await page.title()), complaints], [name, expected, []]);
      await page.close();
    }
  } finally {
    await browser.close();
  }
});
