/**
 * `asyncfor init`: writes a project to start from.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';

import { makeFolder } from '../compile/folders.js';
import { findEmcc } from '../compile/toolchain.js';
import { UsageError } from './errors.js';
import { readOptions } from './options.js';
import { findOrigin, root } from './origin.js';
import { starterFiles } from './starter.js';

export const help = `asyncfor init: writes a project to start from

Usage: asyncfor init [DIR] [--no-install]

  DIR           the project's folder, new or empty, whose name is the project's;
                default: this one
  --no-install  leaves \`npm install\` to you

It has a generator and a function in C, a test, and passes its own \`npm test\`.
`;

/** Names that npm does not give, and targets that CMake keeps for itself. */
const RESERVED = new Set([
  ...builtinModules,
  ...['node_modules', 'favicon.ico', 'asyncfor'],
  ...['all', 'clean', 'help', 'install', 'package', 'rebuild_cache', 'edit_cache'],
]);

/**
 * Checks the name of a project by npm's rules.
 * @param {string} name
 * @throws {UsageError} that says which rule it breaks
 */
function checkName(name) {
  const refuse = (/** @type {string} */ reason) => {
    throw new UsageError(`'${name}' cannot be the name of a package: ${reason}`);
  };
  if (name.length > 214) refuse('it is longer than 214 letters');
  if (/[A-Z]/.test(name)) refuse('npm has no capital letters in names');
  const [odd] = name.match(/[^a-z0-9._-]/u) ?? [];
  if (odd) refuse(`it has ${JSON.stringify(odd)}, and only a-z, 0-9, -, _ and . may be in it`);
  if (!/^[a-z]/.test(name)) refuse('it must begin with a letter');
  if (RESERVED.has(name)) refuse('Node, npm or CMake keeps it for itself');
}

/** The name as an identifier of C: what the C file is called. @param {string} name */
const identifier = (name) => name.replace(/[^a-z0-9]/g, '_');

/** Refuses a folder in which something would be mixed up or written over. @param {string} folder */
function checkFolder(folder) {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (!stats) return;
  if (!stats.isDirectory()) throw new Error(`'${folder}' is no folder`);
  const [first] = readdirSync(folder).filter((file) => file !== '.git');
  if (first !== undefined) throw new Error(`'${folder}' is not empty: '${first}' is in it`);
}

/**
 * Has the project use this very package, without a copy: what npm does for a folder.
 * @param {string} folder
 */
function linkPackage(folder) {
  const modules = join(folder, 'node_modules');
  makeFolder(join(modules, '.bin'));
  symlinkSync(relative(realpathSync(modules), root), join(modules, 'asyncfor'), 'dir');
  symlinkSync('../asyncfor/bindings/cli/asyncfor.js', join(modules, '.bin', 'asyncfor'));
}

/** @param {string} folder */
function install(folder) {
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
  const { status, error } = spawnSync('npm', args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    throw new Error(
      `the project is there, but npm install failed${error ? ` (${error.message})` : ''}: ` +
        `try it again in '${folder}'`,
    );
  }
}

/**
 * Writes a project, or nothing of it.
 * @param {string} folder
 * @param {Record<string, string>} files
 */
function writeProject(folder, files) {
  const made = makeFolder(folder);
  try {
    for (const [path, text] of Object.entries(files)) {
      makeFolder(dirname(join(folder, path)));
      writeFileSync(join(folder, path), text, { flag: 'wx' });
    }
  } catch (error) {
    const written = Object.keys(files).map((path) => join(folder, path.split('/')[0]));
    for (const each of made ? [made] : written) rmSync(each, { recursive: true, force: true });
    throw error;
  }
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const { values, positionals } = readOptions(args, { 'no-install': { type: 'boolean' } });
  const [typed = '.', more] = positionals;
  if (more !== undefined) throw new UsageError(`expected one folder, got '${more}' besides`);
  const folder = resolve(typed);
  const name = basename(folder);
  checkName(name);
  checkFolder(folder);
  const { specifier, checkout } = findOrigin(folder);
  writeProject(folder, starterFiles(name, identifier(name), specifier));
  console.log(`Wrote ${name} into ${folder}`);
  if (!values['no-install']) {
    if (checkout) linkPackage(folder);
    else install(folder);
  }
  const steps = [
    ...(folder === process.cwd() ? [] : [`cd ${relative(process.cwd(), folder)}`]),
    ...(values['no-install'] ? ['npm install'] : []),
    'npm test',
  ];
  console.log(`Next: ${steps.join(' && ')}`);
  if (findEmcc() === undefined) {
    console.log('There is no emcc on the PATH yet: npx asyncfor doctor says how to get it');
  }
  return 0;
}
