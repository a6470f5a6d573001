/**
 * Finds Emscripten and its tools, and tells whether they are new enough.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { compareVersions, findVersion } from './versions.js';

const run = promisify(execFile);

/** The oldest Emscripten that builds modules. */
export const OLDEST_EMSCRIPTEN = '3.1.6';

/** How to get Emscripten where no package of the system brings it. */
export const INSTALL_EMSDK =
  'git clone https://github.com/emscripten-core/emsdk && cd emsdk && ' +
  './emsdk install latest && ./emsdk activate latest && . ./emsdk_env.sh';

/**
 * @typedef {object} Toolchain
 * @property {string} emcc its path
 * @property {string} version of Emscripten
 * @property {string} wasmOpt the path of Binaryen's wasm-opt
 */

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The path of a command, as the shell would find it.
 * @param {string} command
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string | undefined}
 */
export function findCommand(command, environment = process.env) {
  return (environment.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

/** emcc on the path, else that of the emsdk that the environment names. */
export function findEmcc(environment = process.env) {
  const { EMSDK } = environment;
  const inSdk = EMSDK && join(EMSDK, 'upstream', 'emscripten', 'emcc');
  return findCommand('emcc', environment) ?? (inSdk && isExecutable(inSdk) ? inSdk : undefined);
}

/**
 * The wasm-opt that belongs to an emcc: as the emsdk lays them out, else as Emscripten's own
 * configuration says, else on the path.
 * @param {string} emcc
 * @returns {Promise<string | undefined>}
 */
export async function findWasmOpt(emcc) {
  const folder = dirname(realpathSync(emcc));
  const inSdk = join(folder, '..', 'bin', 'wasm-opt');
  if (isExecutable(inSdk)) return inSdk;
  const configuration = join(dirname(emcc), 'em-config');
  try {
    const { stdout } = await run(configuration, ['BINARYEN_ROOT']);
    const configured = join(stdout.trim(), 'bin', 'wasm-opt');
    if (isExecutable(configured)) return configured;
  } catch {
    /* There is no such script beside every emcc. */
  }
  return findCommand('wasm-opt');
}

/**
 * Runs a tool only for its version.
 * @param {string} command
 * @param {string[]} [args]
 * @returns {Promise<string | undefined>} undefined: it does not run, or does not say
 */
export async function versionOf(command, args = ['--version']) {
  try {
    const { stdout } = await run(command, args);
    return findVersion(stdout);
  } catch {
    return undefined;
  }
}

/**
 * Emscripten, complete and new enough.
 * @returns {Promise<Toolchain>}
 * @throws {Error} that says what is missing or too old, and how to get it
 */
export async function findToolchain() {
  const emcc = findEmcc();
  if (emcc === undefined) {
    throw new Error(
      `there is no emcc on the PATH: install Emscripten ${OLDEST_EMSCRIPTEN} or newer ` +
        '(`asyncfor doctor` says how)',
    );
  }
  const version = await versionOf(emcc);
  if (version === undefined) {
    throw new Error(`${emcc} does not run: try \`${emcc} --version\``);
  }
  if (compareVersions(version, OLDEST_EMSCRIPTEN) < 0) {
    throw new Error(
      `${emcc} is Emscripten ${version}: ${OLDEST_EMSCRIPTEN} or newer is needed ` +
        '(`asyncfor doctor` says how to get it)',
    );
  }
  const wasmOpt = await findWasmOpt(emcc);
  if (wasmOpt === undefined) {
    throw new Error(
      `there is no wasm-opt, neither beside ${emcc} nor on the PATH: install Binaryen ` +
        '(`asyncfor doctor` says how)',
    );
  }
  return { emcc, version, wasmOpt };
}
