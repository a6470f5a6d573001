/**
 * Makes of the bindings what ships: one small file, which generate.js puts into each module
 * (dist/bindings.mjs), and the types of what is imported as it is (dist/types).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { buildSync } from 'esbuild';

/** @param {string} root the project's folder */
export function bundleBindings(root) {
  const file = join(root, 'dist', 'bindings.mjs');
  const { outputFiles } = buildSync({
    entryPoints: [join(root, 'bindings', 'index.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
  });
  const [{ text }] = outputFiles;
  /* What is made of it is made anew only if it has changed. */
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** What people import from the bindings themselves. */
const IMPORTED = ['adapters.js', 'run.js'];

/** @param {string} root the project's folder */
export function declareTypes(root) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
      ...['--ignoreConfig', '--allowJs', '--declaration', '--emitDeclarationOnly'],
      ...['--target', 'es2022', '--module', 'nodenext', '--types', 'node', '--skipLibCheck'],
      ...['--lib', 'esnext,dom,dom.iterable,dom.asynciterable'],
      ...['--outDir', join(root, 'dist', 'types')],
      ...IMPORTED.map((file) => join(root, 'bindings', file)),
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the types of the bindings: ${stdout}`);
}
