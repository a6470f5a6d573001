/**
 * Runs the tests by Node's own runner: `npm test`.
 *
 *     node run.js [FOLDER …]
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const folders = process.argv.slice(2);

const files = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  .filter((file) => folders.length === 0 || folders.some((folder) => file.startsWith(folder)))
  .sort()
  .map((file) => here + file);

const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-reporter=spec', '--expose-gc', ...files],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
