/**
 * Runs the tests by Node's own runner: `npm test`.
 *
 *     node run.js [--all] [FOLDER …]     --all: on every preset, `npm run test:all`
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const { values, positionals: folders } = parseArgs({
  options: { all: { type: 'boolean', default: false } },
  allowPositionals: true,
});

/** What takes longest is begun first, so that nothing runs alone in the end. */
const LONGEST = ['package/cli', 'browser/page', 'package/readme', 'package/parts', 'package/cmake'];

/** One more at a time than there are processors: some wait for a browser. */
const concurrency = availableParallelism() + 1;

/** What takes longer than so many milliseconds hangs. */
const TIMEOUT = 30 * 60 * 1000;

/** Where it stands in LONGEST, or behind all of it. @param {string} file */
function turn(file) {
  const at = LONGEST.indexOf(file.replace('.test.js', ''));
  return at < 0 ? LONGEST.length : at;
}

const files = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  .filter((file) => folders.length === 0 || folders.some((folder) => file.startsWith(folder)))
  .sort()
  .sort((left, right) => turn(left) - turn(right))
  .map((file) => here + file);

const { status } = spawnSync(
  process.execPath,
  [
    '--test',
    '--test-reporter=spec',
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${TIMEOUT}`,
    '--expose-gc',
    ...files,
  ],
  { stdio: 'inherit', env: { ...process.env, ...(values.all && { ASYNCFOR_TEST_ALL: '1' }) } },
);
process.exit(status ?? 1);
