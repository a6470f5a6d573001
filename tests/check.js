/**
 * Checks the sources by all tools, whatever each of them finds: `npm run check`.
 *
 *     node check.js [--write]      --write formats instead: `npm run format`
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { THIRD_PARTY } from '../bindings/build/third-party.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** So many processes of clang-tidy, which takes longest, run at a time. */
const PROCESSES = 2;

/**
 * @typedef {{ failed: boolean, output: string }} Result
 * @typedef {{ name: string, run: () => Promise<Result> }} Check
 */

/**
 * Runs a command in the root folder.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<Result>}
 */
function run(command, args) {
  return new Promise((resolve) => {
    execFile(command, args, { cwd: root, maxBuffer: Infinity }, (error, stdout, stderr) => {
      // Without a number, the command could not be started at all.
      const reason = error && typeof error.code !== 'number' ? `${error.message}\n` : '';
      resolve({ failed: error !== null, output: `${stdout}${stderr}${reason}` });
    });
  });
}

/**
 * Runs one of npm's tools.
 * @param {string} name
 * @param {string[]} args
 */
const runTool = (name, args) => run(join(root, 'node_modules', '.bin', name), args);

/** The files of the project that exist, those included that git does not have yet. */
function listFiles() {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0');
  return files.filter((file) => file !== '' && existsSync(join(root, file)));
}

/** What is compiled natively, and nowhere else. */
const NATIVE = /^src\/port\/host\//;

/** What is compiled in a debug build only, or says more there. */
const DEBUG = /^src\/(alive|waits|dump|trace|bridge\/debugging)\.c$/;

/**
 * Runs clang-tidy as the compiler of Emscripten would see each file, but without its wrapper, or
 * as the native one does.
 * @param {string[]} files
 * @returns {Promise<Result>}
 */
async function tidy(files) {
  const cache = await run('em-config', ['CACHE']);
  if (cache.failed) return cache;
  const libraries = THIRD_PARTY.flatMap((name) => ['-isystem', `build/third-party/${name}`]);
  const flags = ['-std=gnu11', '-Isrc/include', '-Isrc', ...libraries];
  const wasm = [
    '--target=wasm32-unknown-emscripten',
    `--sysroot=${join(cache.output.trim(), 'sysroot')}`,
    '-mbulk-memory',
  ];
  const debug = ['-DASYNCFOR_DEBUG'];
  const rest = [...files];
  /** @type {Result[]} */
  const results = [];
  const work = async () => {
    for (let file = rest.shift(); file !== undefined; file = rest.shift()) {
      const target = [...(NATIVE.test(file) ? [] : wasm), ...(DEBUG.test(file) ? debug : [])];
      results.push(await run('clang-tidy', ['--quiet', file, '--', ...flags, ...target]));
    }
  };
  await Promise.all(Array.from({ length: PROCESSES }, work));
  const failures = results.filter(({ failed }) => failed);
  return { failed: failures.length > 0, output: failures.map(({ output }) => output).join('') };
}

/**
 * The checks, or with `write` what brings the sources into the form that is checked.
 * @param {boolean} write
 * @returns {Check[]}
 */
function listChecks(write) {
  const files = listFiles();
  const c = files.filter((file) => /\.(c|cpp|h)$/.test(file));
  const units = c.filter((file) => /^(src|tests)\/.*\.c$/.test(file));
  const formatted = files.filter((file) => /\.(js|mjs|json|css|html)$/.test(file));
  const clangFormat = write ? ['-i'] : ['--dry-run', '-Werror'];
  const prettier = write ? ['--write', '--log-level=warn'] : ['--check'];
  const formats = [
    { name: 'clang-format', run: () => run('clang-format', [...clangFormat, ...c]) },
    { name: 'prettier', run: () => runTool('prettier', [...prettier, ...formatted]) },
  ];
  if (write) return formats;
  return [
    ...formats,
    { name: 'eslint', run: () => runTool('eslint', ['.']) },
    { name: 'tsc', run: () => runTool('tsc', ['--project', '.']) },
    { name: 'clang-tidy', run: () => tidy(units) },
  ];
}

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
for (const check of listChecks(values.write)) {
  const { failed, output } = await check.run();
  console.log(failed ? `${check.name}: failed\n${output.trimEnd()}` : `${check.name}: ok`);
  if (failed) process.exitCode = 1;
}
