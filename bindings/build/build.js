/**
 * Sets up what is missing and builds: `npm run build`, and the first step of every other script.
 *
 *     node build.js [--quiet] [--for-tests [--all]] [--for-scenarios] [--for-page] [--preset debug]
 *
 * What it has to say itself goes to standard error.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { writeNotices } from './notices.js';
import { setup } from './setup.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs a command; if it is to be quiet, what it prints is shown only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {boolean} quiet
 */
function run(command, args, quiet) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    stdio: quiet ? 'pipe' : 'inherit',
    encoding: 'utf8',
  });
  if (status === 0) return;
  if (quiet) process.stderr.write(`${stdout}${stderr}`);
  throw new Error(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

/** The presets of WebAssembly; the others are native. */
const WASM_PRESETS = ['release', 'debug'];

/** What is made of the debug build for the tests, and for the page. */
const PART_FOR_TESTS = 'debug-tests';
const PART_FOR_PAGE = 'debug-page';

/** What the tests in C run besides: the same runtime natively, each way to switch, and sanitized. */
export const TEST_PRESETS = ['host', 'host-ucontext', 'sanitize'];

/** What all tests run besides: the same by the other compilers. */
export const ALL_TEST_PRESETS = [
  ...TEST_PRESETS,
  'host-clang',
  'sanitize-gcc',
  'sanitize-ucontext',
];

/** @param {{ 'for-tests'?: boolean, all?: boolean }} options */
function testPresets({ 'for-tests': forTests, all }) {
  if (!forTests) return [];
  return all ? ALL_TEST_PRESETS : TEST_PRESETS;
}

/**
 * @param {{ preset?: string, part?: string, quiet?: boolean }} [options] a preset of configuration,
 *   and one of building, if it is not the same
 */
export function build({ preset = 'release', part = preset, quiet = false } = {}) {
  const wasm = WASM_PRESETS.includes(preset);
  const configured = existsSync(join(root, 'build', preset, 'CMakeCache.txt'));
  if (!configured && quiet) {
    console.error(
      wasm ? 'Building (the first time takes half a minute) …' : `Building ${preset} …`,
    );
  }
  if (!configured && wasm) run('emcmake', ['cmake', '--preset', preset], quiet);
  if (!configured && !wasm) run('cmake', ['--preset', preset], quiet);
  run('cmake', ['--build', '--preset', part], quiet);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      quiet: { type: 'boolean' },
      'for-tests': { type: 'boolean' },
      all: { type: 'boolean' },
      'for-scenarios': { type: 'boolean' },
      'for-page': { type: 'boolean' },
      preset: { type: 'string' },
    },
  });
  try {
    setup({
      forTests: values['for-tests'],
      all: values.all,
      forScenarios: values['for-scenarios'],
    });
    /* Only now esbuild is certain to be there. */
    const { bundleBindings, declareTypes } = await import('./bundle.js');
    bundleBindings(root);
    declareTypes(root);
    writeNotices(root);
    build({ preset: values.preset, quiet: values.quiet });
    for (const preset of testPresets(values)) build({ preset, quiet: values.quiet });
    if (values['for-tests']) build({ preset: 'debug', part: PART_FOR_TESTS, quiet: values.quiet });
    if (values['for-page']) build({ preset: 'debug', part: PART_FOR_PAGE, quiet: values.quiet });
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exit(1);
  }
}
