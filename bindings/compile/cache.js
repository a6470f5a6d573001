/**
 * Where what is compiled once is kept, and how it gets there whole.
 */
import { accessSync, constants, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { makeFolder } from './folders.js';

/**
 * The node_modules folder of the project that a folder is in.
 * @param {string} folder
 * @returns {string | undefined}
 */
function findNodeModules(folder) {
  const candidate = join(folder, 'node_modules');
  if (existsSync(candidate)) return candidate;
  const parent = dirname(folder);
  return parent === folder ? undefined : findNodeModules(parent);
}

/** The user's own folder for caches, as his system has it. */
function userCache() {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32' && process.env.LOCALAPPDATA) return process.env.LOCALAPPDATA;
  return process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
}

/** @param {string} folder */
export function canWrite(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} folder */
function canMake(folder) {
  try {
    makeFolder(folder);
  } catch {
    return false;
  }
  return canWrite(folder);
}

/**
 * The cache of a project: in its node_modules, as `find-cache-dir` has it; without one the user's,
 * or what the environment variable ASYNCFOR_CACHE names.
 * @param {string} [folder] in the project
 * @returns {string} a folder that can be written
 */
export function cacheDirectory(folder = process.cwd()) {
  const { ASYNCFOR_CACHE } = process.env;
  if (ASYNCFOR_CACHE) {
    const named = resolve(ASYNCFOR_CACHE);
    if (canMake(named)) return named;
    throw new Error(`ASYNCFOR_CACHE is ${ASYNCFOR_CACHE}, where nothing can be written`);
  }
  const modules = findNodeModules(resolve(folder));
  const candidates = [
    ...(modules ? [join(modules, '.cache', 'asyncfor')] : []),
    join(userCache(), 'asyncfor'),
  ];
  return candidates.find(canMake) ?? join(tmpdir(), 'asyncfor-cache');
}

/**
 * The entry of a cache that has a name, made if there is none. Any number of processes may want
 * the same one at once: each makes its own, and the first to be ready puts it in place.
 * @param {string} cache
 * @param {string} name which says all that the entry depends on
 * @param {(folder: string) => Promise<void>} make fills a new folder
 * @returns {Promise<string>} the entry's folder
 */
export async function cached(cache, name, make) {
  const entry = join(cache, name);
  if (existsSync(entry)) return entry;
  makeFolder(cache);
  const temporary = mkdtempSync(join(cache, 'making-'));
  try {
    await make(temporary);
    renameSync(temporary, entry);
  } catch (error) {
    /* Somebody else may have been faster: then there is a folder that is not empty. */
    if (!existsSync(entry)) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return entry;
}
