/**
 * The tools that builds run, and where each comes from.
 */
import { execPath } from 'node:process';

import {
  INSTALL_EMSDK,
  OLDEST_EMSCRIPTEN,
  findCommand,
  findEmcc,
  findWasmOpt,
} from '../compile/toolchain.js';

/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} [oldest] the oldest version that works
 * @property {string} [only] what it is needed for, if builds can do without
 * @property {() => Promise<string | undefined>} find gives its path
 * @property {Record<string, string>} sources how to get it, by system
 */

const DEBIAN = 'Debian, Ubuntu';
const MACOS = 'macOS';
const ELSEWHERE = 'elsewhere';

const EMSDK = {
  [DEBIAN]: 'sudo apt-get install --no-install-recommends emscripten node-acorn',
  [MACOS]: 'brew install emscripten',
  [ELSEWHERE]: INSTALL_EMSDK,
};

/**
 * @param {string} oldestNode
 * @returns {Tool[]}
 */
export const listTools = (oldestNode) => [
  {
    name: 'node',
    oldest: oldestNode,
    find: async () => execPath,
    sources: {
      [DEBIAN]: 'see https://github.com/nodesource/distributions',
      [MACOS]: 'brew install node',
      [ELSEWHERE]: 'https://nodejs.org/en/download',
    },
  },
  { name: 'emcc', oldest: OLDEST_EMSCRIPTEN, find: async () => findEmcc(), sources: EMSDK },
  {
    name: 'wasm-opt',
    find: async () => {
      const emcc = findEmcc();
      return emcc === undefined ? findCommand('wasm-opt') : findWasmOpt(emcc);
    },
    sources: {
      [DEBIAN]: 'sudo apt-get install binaryen',
      [MACOS]: 'brew install binaryen',
      [ELSEWHERE]: 'it comes with the emsdk; or https://github.com/WebAssembly/binaryen/releases',
    },
  },
  {
    name: 'python3',
    only: 'for emcc, unless its emsdk brings one',
    find: async () => findCommand('python3'),
    sources: {
      [DEBIAN]: 'sudo apt-get install python3',
      [MACOS]: 'brew install python3',
      [ELSEWHERE]: 'https://www.python.org/downloads/',
    },
  },
  {
    name: 'cmake',
    oldest: '3.21',
    only: 'for projects with a CMakeLists.txt',
    find: async () => findCommand('cmake'),
    sources: {
      [DEBIAN]: 'sudo apt-get install cmake',
      [MACOS]: 'brew install cmake',
      [ELSEWHERE]: 'https://cmake.org/download/',
    },
  },
  {
    name: 'make',
    only: 'for projects with a CMakeLists.txt; ninja does as well',
    find: async () => findCommand('make') ?? findCommand('ninja'),
    sources: {
      [DEBIAN]: 'sudo apt-get install make',
      [MACOS]: 'xcode-select --install',
      [ELSEWHERE]: 'https://ninja-build.org',
    },
  },
];
