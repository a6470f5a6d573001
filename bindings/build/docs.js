/**
 * Builds the reference of the C headers and of the package's exports: `npm run docs`. Every warning is
 * an error; one of Doxygen's is what is not documented.
 *
 *     build/docs/c     by Doxygen, of src/include, as Doxyfile says
 *     build/docs/js    by TypeDoc, of the declarations that ship
 */
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureTools } from './setup.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'build', 'docs');

const DOXYGEN = {
  command: 'doxygen',
  packages: ['doxygen'],
  elsewhere: 'Doxygen 1.9.4 or newer: https://www.doxygen.nl/download.html',
};

/**
 * TypeDoc, and the newest TypeScript that it supports, which is not the project's own: therefore
 * they are no dependencies of the project.
 */
const TYPEDOC = ['typedoc@0.28.20', 'typescript@6.0.3'];

/** @returns {string} the path of TypeDoc's command, which is installed if it is not there yet */
function ensureTypeDoc() {
  const target = join(root, 'build', TYPEDOC.join('-'));
  const command = join(target, 'node_modules', 'typedoc', 'bin', 'typedoc');
  if (fs.existsSync(target)) return command;
  console.error(`Installing ${TYPEDOC.join(', ')} …`);
  const fresh = fs.mkdtempSync(join(root, 'build', 'typedoc-'));
  try {
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync(
      'npm',
      ['install', '--prefix', fresh, ...options, '--loglevel=error', ...TYPEDOC],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    fs.renameSync(fresh, target);
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
  return command;
}

/** The files whose types the package exports. */
function listEntryPoints() {
  const { exports } = JSON.parse(fs.readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.values(exports)
    .map((entry) => join(root, entry.types ?? entry))
    .filter((file) => /\.([cm]?js|d\.[cm]?ts)$/.test(file));
}

/** What TypeDoc is told. @returns {string} the file that says it */
/**
 * What must be documented. TypeScript writes no comment of a whole `@typedef` into declarations: such
 * are known by their properties.
 */
const DOCUMENTED = [
  ...['Variable', 'Function', 'Class', 'Interface', 'Property', 'Method', 'Accessor'],
  ...['Constructor', 'CallSignature', 'ConstructorSignature'],
];

/** What the types of a module mention of the host, each under its own name. */
const HOST_TYPES = ['AbortSignal'];

function writeTypeDocOptions() {
  const entryPoints = listEntryPoints();
  const tsconfig = join(folder, 'tsconfig.json');
  const typeRoots = [join(root, 'node_modules', '@types')];
  const project = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { typeRoots },
    include: [],
    files: entryPoints,
  };
  fs.writeFileSync(tsconfig, JSON.stringify(project));
  const options = join(folder, 'typedoc.json');
  const settings = {
    name: 'asyncfor',
    tsconfig,
    entryPoints,
    out: join(folder, 'js'),
    readme: join(root, 'README.md'),
    disableSources: true,
    highlightLanguages: ['bash', 'c', 'cmake', 'javascript', 'json', 'typescript'],
    intentionallyNotExported: ['Clock', 'Location', ...HOST_TYPES],
    treatWarningsAsErrors: true,
    validation: { notDocumented: true },
    requiredToBeDocumented: DOCUMENTED,
    treatValidationWarningsAsErrors: true,
    logLevel: 'Warn',
  };
  fs.writeFileSync(options, JSON.stringify(settings));
  return options;
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} failed${error ? `: ${error.message}` : ''}`);
}

function main() {
  ensureTools([DOXYGEN]);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  run('doxygen', ['Doxyfile']);
  run(process.execPath, [ensureTypeDoc(), '--options', writeTypeDocOptions()]);
  console.log(join(folder, 'c', 'index.html'));
  console.log(join(folder, 'js', 'index.html'));
}

try {
  main();
} catch (error) {
  console.error(`docs: ${/** @type {Error} */ (error).message}`);
  process.exitCode = 1;
}
