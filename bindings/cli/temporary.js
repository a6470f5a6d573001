/**
 * Folders for what is made on the way. They are gone when the process ends, however it ends.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @type {Set<string>} */
const folders = new Set();

/** @param {string} folder */
export function removeTemporary(folder) {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

/** A new empty folder, by its path. */
export function makeTemporary() {
  const folder = mkdtempSync(join(tmpdir(), 'asyncfor-'));
  if (folders.size === 0) process.once('exit', () => [...folders].forEach(removeTemporary));
  folders.add(folder);
  return folder;
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    [...folders].forEach(removeTemporary);
    process.kill(process.pid, signal);
  });
}
