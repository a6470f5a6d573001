/**
 * The engines that the tests run in besides the Node that runs the tests, and how a module runs
 * in one.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { launchChromium, launchFirefox, performInPage } from './browsers.js';
import { distributions, explainLack, installEngine } from './packages.js';
import { performInProcess } from './processes.js';

/**
 * A module that is to run.
 * @typedef {object} Task
 * @property {URL} module for a page a file of the project
 * @property {string} argument JSON
 * @property {AbortSignal} signal once it aborts, nothing is to be left running
 * @property {(line: string) => void} onLine called with what the module says on its console
 */

/**
 * @typedef {object} Engine
 * @property {string} name
 * @property {boolean} [page] whether modules run in a page, and are files of the project
 * @property {boolean} quick whether `npm test` runs in it; the others are for `npm run test:all`
 * @property {string} [lack] why this machine cannot have it
 * @property {() => Promise<string>} find gives the path of its program, and installs it before
 *   where that is not the setup's part
 * @property {(program: string, task: Task) => Promise<string>} perform gives JSON
 */

/** @param {string} command */
function findOnPath(command) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const file = folders.map((folder) => join(folder, command)).find(existsSync);
  if (!file) throw new Error(`${command} is not on the path`);
  return file;
}

const cache = fileURLToPath(new URL('../../build/engines/deno-cache', import.meta.url));

/**
 * @param {string} name
 * @param {import('./packages.js').Distribution} distribution
 * @returns {Engine}
 */
const node = (name, distribution) => ({
  name,
  quick: false,
  lack: explainLack(distribution),
  find: () => installEngine(distribution),
  perform: (program, task) => performInProcess([program, '--expose-gc'], {}, task),
});

/** @type {Engine[]} */
export const allEngines = [
  node('the newest Node', distributions.node),
  node('Node 24', distributions.node24),
  node('Node 22', distributions.node22),
  {
    name: 'Bun',
    quick: false,
    lack: explainLack(distributions.bun),
    find: () => installEngine(distributions.bun),
    perform: (program, task) =>
      performInProcess([program, '--expose-gc', '--unhandled-rejections=throw'], {}, task),
  },
  {
    name: 'Deno',
    quick: false,
    lack: explainLack(distributions.deno),
    find: () => installEngine(distributions.deno),
    perform: (program, task) =>
      performInProcess(
        [program, 'run', '--allow-all', '--no-lock', '--v8-flags=--expose-gc'],
        { DENO_DIR: cache, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
        task,
      ),
  },
  {
    name: 'Chromium',
    page: true,
    quick: true,
    find: async () => findOnPath('chromium'),
    perform: (program, task) => performInPage(() => launchChromium(program), task),
  },
  {
    name: 'Firefox',
    page: true,
    quick: false,
    find: async () => findOnPath('firefox-esr'),
    perform: (program, task) => performInPage(() => launchFirefox(program), task),
  },
];

/** The engines that these tests are to run in. */
export const testedEngines = allEngines.filter(
  ({ quick }) => quick || process.env.ASYNCFOR_TEST_ALL === '1',
);

/**
 * The version of an engine, as it gives it itself.
 * @param {Engine} engine
 */
export async function readVersion(engine) {
  const { stdout } = await promisify(execFile)(await engine.find(), ['--version']);
  return stdout.split('\n', 1)[0].trim();
}

/** How long a module may run, in milliseconds. */
const LIMIT = 600_000;

/** How often something is heard of a module that runs long, in milliseconds. */
const INTERVAL = 10_000;

/** So many of the last lines that the module said come with a failure of the engine. */
const LINES = 20;

/**
 * Runs a module in an engine: its default export, a function, gets the argument.
 *
 * The module may import what no engine lacks, in a page by relative paths, and it finds a global `gc()`,
 * which may give a promise. It may say on `console.error` how far it is.
 * @param {Engine} engine
 * @param {URL} module for a page a file of the project
 * @param {unknown} [argument] that JSON can hold
 * @param {object} [options]
 * @param {number} [options.limit] milliseconds after which the engine is ended
 * @param {number} [options.interval] milliseconds between the calls of `onProgress`
 * @param {(line: string) => void} [options.onProgress] gets the engine's name and what the module
 *   said last
 * @returns {Promise<any>} what the function's promise resolves to, as JSON holds it
 */
export async function runModule(engine, module, argument = null, options = {}) {
  const { limit = LIMIT, interval = INTERVAL, onProgress = console.error } = options;
  const program = await engine.find();
  const controller = new AbortController();
  /** @type {string[]} */
  const said = [];
  const onLine = (/** @type {string} */ line) => {
    said.push(line);
    if (said.length > LINES) said.shift();
  };
  const progress = () => onProgress(`${engine.name}: ${said.at(-1) ?? 'it runs'}`);
  const timers = [setTimeout(() => controller.abort(), limit), setInterval(progress, interval)];
  const task = { module, argument: JSON.stringify(argument), signal: controller.signal, onLine };
  try {
    const { value, error } = JSON.parse(await engine.perform(program, task));
    if (error !== undefined) throw new Error(error);
    return value;
  } catch (cause) {
    const { message } = /** @type {Error} */ (cause);
    const what = controller.signal.aborted ? `did not end within ${limit / 1000} seconds` : message;
    throw new Error([`${engine.name}: ${what}`, ...said].join('\n'), { cause });
  } finally {
    timers.forEach(clearTimeout);
  }
}
