/** The packed package, and a module of one's own, by the bundlers, as the document on them says. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';

import { installTools } from '../engines/packages.js';
import { excerpts } from '../guides/excerpts.js';
import { environment, execute } from './cli.js';
import { assertPages, pageOf } from './pages.js';
import { USED, makeUsingProject } from './project.js';

const DOCUMENT = 'web/docs/bundlers.md';

const TOOLS = [
  ...['vite@8.3.8', 'vite-7@npm:vite@7.3.8', 'webpack@5.112.2', 'webpack-cli@7.3.1'],
  ...['rollup@4.68.8', '@rollup/plugin-node-resolve@16.0.3', 'esbuild@0.28.2'],
  '@web/rollup-plugin-import-meta-assets@2.3.3',
];

const BUNDLERS = ['vite', 'webpack', 'rollup', 'esbuild'];

/**
 * Starts a development server, has it used, and ends it.
 * @param {string} script of Vite
 * @param {string} folder
 * @param {(url: URL) => Promise<void>} use
 */
async function withServer(script, folder, use) {
  const child = spawn(process.execPath, [script, '--host', '127.0.0.1'], {
    cwd: folder,
    env: { ...environment, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const [url] = line.match(/http:\S+/) ?? [];
      if (url) return await use(new URL(url));
    }
    throw new Error(`${script} gave no address`);
  } finally {
    child.kill();
  }
}

/** @param {string} tools the folder that they are installed in */
async function test(tools) {
  const folder = await makeUsingProject(
    {
      'main.js': "import use from './use.js';\ndocument.title = JSON.stringify(await use());\n",
      'index.html': pageOf('./main.js'),
    },
    tools,
  );
  const [commands] = await excerpts(DOCUMENT, 'sh');
  const lines = commands.trim().split('\n');
  const binary = (/** @type {string} */ name) => join(tools, 'node_modules/.bin', name);

  describe('a page with the package and a module of its own', () => {
    for (const line of lines) {
      const [npx, bundler, ...args] = line.split(' ');
      it(`is bundled by ${bundler}`, async () => {
        assert.equal(npx, 'npx');
        await rm(join(folder, 'dist'), { recursive: true, force: true });
        const { code, stdout, stderr } = await execute(binary(bundler), args, { cwd: folder });
        assert.equal(code, 0, stdout + stderr);
        assert.doesNotMatch(stdout + stderr, /warning|\(!\)/i);
        if (bundler !== 'vite') await writeFile(join(folder, 'dist/index.html'), pageOf('main.js'));
        await assertPages(join(folder, 'dist'), { 'index.html': USED });
      });
    }

    it('is bundled by as many as the document promises', () =>
      assert.deepEqual(
        lines.map((line) => line.split(' ')[1]),
        BUNDLERS,
      ));

    for (const vite of ['vite', 'vite-7']) {
      it(`is served while it is developed, by ${vite}`, async () => {
        const [configuration] = await excerpts(DOCUMENT, 'js');
        const file = join(folder, 'vite.config.js');
        if (vite === 'vite-7') await writeFile(file, configuration);
        const script = join(tools, 'node_modules', vite, 'bin/vite.js');
        await withServer(script, folder, (url) => assertPages(url, { '': USED }));
        await rm(file, { force: true });
      });
    }
  });
}

if (process.env.ASYNCFOR_TEST_ALL === '1') await test(await installTools('bundlers', TOOLS));
