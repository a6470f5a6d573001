/**
 * Makes sure that what the build needs is there: npm's dependencies and, on Debian as root, the
 * packages of the toolchain. Elsewhere it prints exactly what to install, and fails.
 *
 *     node setup.js [--all]      --all: also what only `npm run test:all` needs
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureThirdParty } from './third-party.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What the build runs, with the Debian packages that bring it and where else to get it.
 * @typedef {object} Tool
 * @property {string} command
 * @property {() => boolean} [found] default: the command is on the path
 * @property {string[]} packages
 * @property {string} elsewhere
 */

/** @type {Tool[]} */
const TOOLS = [
  {
    command: 'emcc',
    packages: ['emscripten', 'node-acorn'],
    elsewhere:
      'Emscripten 3.1.6 or newer:\n' +
      '    git clone https://github.com/emscripten-core/emsdk && cd emsdk\n' +
      '    ./emsdk install latest && ./emsdk activate latest && . ./emsdk_env.sh',
  },
  {
    command: 'cmake',
    packages: ['cmake'],
    elsewhere: 'CMake 3.21 or newer: https://cmake.org/download/',
  },
  {
    command: 'make',
    packages: ['make'],
    elsewhere: 'make: from your system, for instance `xcode-select --install`',
  },
];

/** True if clang has the library of AddressSanitizer, which is a package of its own. */
function hasSanitizers() {
  const { status, stdout } = spawnSync('clang', ['-print-runtime-dir'], { encoding: 'utf8' });
  const folder = status === 0 ? stdout.trim() : '';
  return existsSync(folder) && readdirSync(folder).some((file) => /\basan\b/.test(file));
}

/** What builds natively. @type {Tool} */
const GCC = { command: 'gcc', packages: ['gcc', 'libc6-dev'], elsewhere: 'gcc, for programs in C' };

/** What the tests and checks run besides. @type {Tool[]} */
const TEST_TOOLS = [
  {
    command: 'chromium',
    packages: ['chromium'],
    elsewhere: 'Chromium, as `chromium` on the path, for the tests of the page',
  },
  {
    command: 'python3',
    packages: ['python3'],
    elsewhere: 'Python 3.10 or newer, which the traces are compared with',
  },
  GCC,
  { command: 'g++', packages: ['g++'], elsewhere: 'g++, for the tests in C++' },
  { command: 'clang', packages: ['clang'], elsewhere: 'clang, for the tests in C' },
  {
    command: 'clang -fsanitize=address',
    found: hasSanitizers,
    packages: ['libclang-rt-dev'],
    elsewhere: "clang's compiler-rt, for the tests in C",
  },
  { command: 'clang-format', packages: ['clang-format'], elsewhere: 'clang-format 14 or newer' },
  { command: 'clang-tidy', packages: ['clang-tidy'], elsewhere: 'clang-tidy 14 or newer' },
];

/** What all the tests run besides. @type {Tool[]} */
const ALL_TEST_TOOLS = [
  ...TEST_TOOLS,
  { command: 'valgrind', packages: ['valgrind'], elsewhere: 'valgrind, for the tests in C' },
  {
    command: 'firefox-esr',
    packages: ['firefox-esr'],
    elsewhere: 'Firefox, as `firefox-esr` on the path, for the tests of other engines',
  },
];

/** @param {string} command */
function onPath(command) {
  return (process.env.PATH ?? '')
    .split(':')
    .some((folder) => folder !== '' && existsSync(join(folder, command)));
}

function installsDebianPackages() {
  return process.getuid?.() === 0 && onPath('apt-get');
}

/** @param {string[]} packages */
function installPackages(packages) {
  console.error(`Installing ${packages.join(', ')} …`);
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  /* Another installation may be under way. */
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  const update = spawnSync('apt-get', ['update', '-qq', ...wait], options);
  const install = spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...wait, ...packages],
    options,
  );
  if (update.status !== 0 || install.status !== 0) {
    throw new Error(`apt-get could not install: ${packages.join(' ')}`);
  }
}

/**
 * Installs those tools that are missing, or says how to.
 * @param {Tool[]} tools
 */
export function ensureTools(tools) {
  const missing = tools.filter(({ command, found = () => onPath(command) }) => !found());
  if (missing.length === 0) return;
  if (installsDebianPackages()) {
    installPackages(missing.flatMap(({ packages }) => packages));
    return;
  }
  const list = missing.map(
    ({ command, elsewhere }) => `  ${command} is missing. Install ${elsewhere}`,
  );
  throw new Error(
    `The toolchain is not complete.\n${list.join('\n')}\n` +
      `On Debian or Ubuntu: sudo apt-get install --no-install-recommends ${missing
        .flatMap(({ packages }) => packages)
        .join(' ')}`,
  );
}

/** npm's dependencies, anew whenever the lock file has changed. */
function ensureDependencies() {
  const stamp = join(root, 'node_modules', '.asyncfor-lock');
  const lock = join(root, 'package-lock.json');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs) return;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(lock, 'utf8')) return;
  console.error('Installing the npm dependencies …');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(stamp, readFileSync(lock));
}

/**
 * @param {object} [options]
 * @param {boolean} [options.forTests] whether the tests' tools are needed too
 * @param {boolean} [options.all] whether these are to be the tools of all the tests
 * @param {boolean} [options.forScenarios] whether of these what the scenario runner needs is
 */
export function setup({ forTests = false, all = false, forScenarios = false } = {}) {
  const testTools = all ? ALL_TEST_TOOLS : TEST_TOOLS;
  ensureTools([...TOOLS, ...(forTests ? testTools : []), ...(forScenarios ? [GCC] : [])]);
  ensureDependencies();
  if (forTests) ensureThirdParty(root);
  else if (forScenarios) ensureThirdParty(root, ['cjson']);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    setup({ forTests: true, all: process.argv.includes('--all') });
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exit(1);
  }
}
