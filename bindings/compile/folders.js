/**
 * Folders that are made with their parents.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Somebody else may make it in the same moment. @param {string} folder */
function makeOne(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}

/**
 * As mkdirSync() with `recursive`, whose own recursion never ends where no folder can be made in one
 * that is there, as in `/proc`.
 * @param {string} folder
 * @returns {string | undefined} the outermost folder that was not there
 */
export function makeFolder(folder) {
  const missing = [];
  let at = resolve(folder);
  for (; !existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const each of missing.length > 0 ? missing : [at]) makeOne(each);
  return missing[0];
}
