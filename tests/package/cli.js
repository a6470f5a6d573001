/**
 * The command, run as people run it, on files of a test's own.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const command = join(root, 'bindings/cli/asyncfor.js');

/** All tests share one runtime. A test that is run in a test would not print. */
const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
export const environment = { ...inherited, ASYNCFOR_CACHE: join(root, 'build/cli-cache') };

/**
 * @typedef {object} Result
 * @property {number} code
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Runs a command to its end.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, input?: string }} options
 *   input: what it reads; default: nothing
 * @returns {Promise<Result>}
 */
export function execute(file, args, { cwd, env = environment, input }) {
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, { cwd, env }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
    if (input === undefined) child.stdin?.destroy();
    else child.stdin?.end(input);
  });
}

/**
 * Runs `asyncfor` to its end.
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, input?: string }} options
 */
export const asyncfor = (args, options) => execute(process.execPath, [command, ...args], options);

/**
 * Starts `asyncfor`, which goes on.
 * @param {readonly string[]} args
 * @param {string} cwd
 */
export const startAsyncfor = (args, cwd) =>
  spawn(process.execPath, [command, ...args], { cwd, env: environment });

/**
 * A folder with files, which is gone after the tests of this file.
 * @param {Record<string, string>} [files] by their paths
 * @param {string} [parent] the folder to make it in
 */
export async function makeFolder(files = {}, parent = tmpdir()) {
  const folder = await mkdtemp(join(parent, 'asyncfor-test-'));
  after(() => rm(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** All files below a folder. @param {string} folder */
export async function listFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** A generator in C, by its name and what its items are. */
export const generator = (name = 'counter', item = 'number') => `
ASYNC_GENERATOR(${name}, int, (int, limit))
{
    for (int number = 1; number <= args->limit; number++)
        async_try(async_yield(${item}));
    return ASYNC_OK;
}
`;

/** The smallest module. */
export const counter = `#include <asyncfor.h>\n${generator()}ASYNC_MODULE(counter);\n`;
