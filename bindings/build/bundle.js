/**
 * Makes of the bindings what ships: a core and the parts that only some modules need, which
 * generate.js puts into these (dist/bindings), and the types of what is imported as it is
 * (dist/types).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { buildSync } from 'esbuild';

import { PARTS } from '../compile/extensions.js';

/** What a module uses of the core itself. */
const USED = `
  export { AsyncforError } from './errors.js';
  export { defineGenerator } from './generators.js';
  export { defineModule } from './module.js';
`;

/**
 * @param {string} folder the bindings'
 * @param {string} contents of a file there
 * @param {string[]} [external] what is not bundled, as it is imported
 */
function bundle(folder, contents, external = []) {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents, resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    external,
    metafile: true,
    write: false,
  });
  const files = Object.keys(metafile.inputs).filter((file) => file !== '<stdin>');
  return { text: outputFiles[0].text.trimEnd(), files };
}

/** @typedef {{ from: string, names: [name: string, as: string][] }} Import */

/**
 * The names in a clause of an import or an export.
 * @param {string} clause
 * @returns {[name: string, as: string][]}
 */
const namesIn = (clause) =>
  clause.split(',').map((each) => {
    const [name, as = name] = each.trim().split(' as ');
    return [name, as];
  });

/** @param {[name: string, as: string][]} names */
const members = (names) =>
  names.map(([name, as]) => (name === as ? name : `${name}:${as}`)).join(',');

/**
 * Makes an expression of a bundle: what it exports. What it imports are members of `$core`.
 * @param {string} text
 */
function asExpression(text) {
  /** @type {Import[]} */
  const imports = [];
  const body = text.replace(/import\{([^}]*)\}from"([^"]*)";/g, (_, clause, from) => {
    imports.push({ from, names: namesIn(clause) });
    return '';
  });
  const [all, clause] = /** @type {RegExpMatchArray} */ (body.match(/export\{([^}]*)\};?$/));
  const exported = namesIn(clause).map(
    ([name, as]) => /** @type {[string, string]} */ ([as, name]),
  );
  const needed = imports.flatMap(({ names }) => names);
  const taken = needed.length > 0 ? `const{${members(needed)}}=$core;` : '';
  const expression = `(()=>{${taken}${body.slice(0, -all.length)}return{${members(exported)}}})()`;
  return { expression, imports };
}

/**
 * Writes a file only if it changes: what is made of it is made anew then.
 * @param {string} file
 * @param {string} text
 */
function writeChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(file, text);
}

/** @param {string} root the project's folder */
export function bundleBindings(root) {
  const folder = join(root, 'bindings');
  const made = join(root, 'dist', 'bindings');
  mkdirSync(made, { recursive: true });
  const core = bundle(folder, USED).files.map((file) => `./${file}`);
  const parts = Object.entries(
    /** @type {Record<string, import('../compile/extensions.js').Part>} */ (PARTS),
  );
  const files = parts.map(([name, { from = name }]) => `./${from}.js`);
  /** What parts import of the core. @type {Set<string>} */
  const exported = new Set();
  for (const [name, { from = name, only = '*' }] of parts) {
    const file = `./${from}.js`;
    const external = [...core, ...files.filter((other) => other !== file)];
    const exports = only === '*' ? only : `{ ${only} }`;
    const { text } = bundle(folder, `export ${exports} from '${file}';`, external);
    const { expression, imports } = asExpression(text);
    for (const { from: imported, names } of imports) {
      if (!core.includes(imported)) continue;
      for (const [each] of names) exported.add(`export { ${each} } from '${imported}';\n`);
    }
    writeChanged(join(made, `${name}.js`), `${expression}\n`);
  }
  const { text } = bundle(folder, USED + [...exported].sort().join(''));
  writeChanged(join(made, 'core.js'), `${asExpression(text).expression}\n`);
  for (const file of readdirSync(made)) {
    const name = basename(file, '.js');
    if (name !== 'core' && !(name in PARTS)) rmSync(join(made, file));
  }
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
