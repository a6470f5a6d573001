/**
 * Puts the bindings into one small file, which generate.js puts into each module: dist/bindings.mjs.
 */
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
