/**
 * Makes of the bindings what ships: one small file, which generate.js puts into each module
 * (dist/bindings.mjs), and the types of what is imported as it is (dist/types).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
const IMPORTED = ['adapters', 'run'];

/** Of what these import, the types that they mention. */
const MENTIONED = ['host', 'load'];

/**
 * The types of the host that are mentioned: a project may be without the DOM's types, and Node's.
 * Where there are some, these add nothing to them.
 */
const HOST_TYPES = `declare global {
  interface AbortSignal {}
  interface Event {}
  interface EventTarget {}
  interface ReadableStream<R = any> {}
  interface URL {}
  namespace WebAssembly {
    interface Module {}
  }
}
`;

/** @param {string} root the project's folder */
export function declareTypes(root) {
  const emitted = join(root, 'build', 'types');
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
      ...['--ignoreConfig', '--allowJs', '--declaration', '--emitDeclarationOnly'],
      ...['--target', 'es2022', '--module', 'nodenext', '--types', 'node', '--skipLibCheck'],
      ...['--lib', 'esnext,dom,dom.iterable,dom.asynciterable'],
      ...['--outDir', emitted],
      ...IMPORTED.map((file) => join(root, 'bindings', `${file}.js`)),
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the types of the bindings: ${stdout}`);
  const types = join(root, 'dist', 'types');
  rmSync(types, { recursive: true, force: true });
  mkdirSync(types, { recursive: true });
  for (const name of [...IMPORTED, ...MENTIONED]) {
    const text = readFileSync(join(emitted, `${name}.d.ts`), 'utf8');
    writeFileSync(join(types, `${name}.d.ts`), `${text}\n${HOST_TYPES}`);
  }
}
