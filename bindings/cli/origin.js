/**
 * Where this package comes from, and so how a new project gets it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * What npm noted about the installation of this package.
 * @param {string} modules the node_modules folder that it is in
 * @returns {string | undefined} a URL
 */
function resolvedBy(modules) {
  const lock = join(modules, '.package-lock.json');
  if (!existsSync(lock)) return undefined;
  return readJson(lock).packages?.[`node_modules/${basename(root)}`]?.resolved;
}

/** @param {string} from a project's folder @param {string} to */
const fileSpecifier = (from, to) => `file:${relative(from, to).replaceAll('\\', '/')}`;

/**
 * How a project is to name this package among its dependencies: by version if it comes from a
 * registry, else by what it was installed from.
 * @param {string} folder of the project
 * @returns {{ specifier: string, checkout: boolean }} checkout: it is the folder of a repository
 */
export function findOrigin(folder) {
  const modules = dirname(root);
  if (basename(modules) !== 'node_modules') {
    return { specifier: fileSpecifier(folder, root), checkout: true };
  }
  const resolved = resolvedBy(modules);
  const { name, version } = readJson(join(root, 'package.json'));
  if (resolved?.startsWith('file:')) {
    const archive = resolve(dirname(modules), decodeURIComponent(resolved.slice('file:'.length)));
    return { specifier: fileSpecifier(folder, archive), checkout: false };
  }
  const ofRegistry = resolved === undefined || resolved.includes(`/${name}/-/${name}-`);
  return { specifier: ofRegistry ? `^${version}` : resolved, checkout: false };
}
