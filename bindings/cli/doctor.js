/**
 * `asyncfor doctor`: tells what of the toolchain is there, and how to get the rest.
 */
import { readFileSync } from 'node:fs';

import { cacheDirectory } from '../compile/cache.js';
import { versionOf } from '../compile/toolchain.js';
import { compareVersions, findVersion } from '../compile/versions.js';
import { UsageError } from './errors.js';
import { readOptions } from './options.js';
import { listTools } from './tools.js';

/** @typedef {import('./tools.js').Tool} Tool */

export const help = `asyncfor doctor: tells what of the toolchain is there, and how to get the rest

Usage: asyncfor doctor

Exit code 1: something is missing or too old that every build needs.
`;

/**
 * @typedef {object} Finding
 * @property {Tool} tool
 * @property {'ok' | 'missing' | 'too old' | 'broken'} state
 * @property {string} [path]
 * @property {string} [version]
 */

/** The oldest Node that the package runs on, as it says itself. */
function oldestNode() {
  const file = new URL('../../package.json', import.meta.url);
  return findVersion(JSON.parse(readFileSync(file, 'utf8')).engines.node) ?? '20';
}

/**
 * @param {Tool} tool
 * @returns {Promise<Finding>}
 */
async function examine(tool) {
  const path = await tool.find();
  if (path === undefined) return { tool, state: 'missing' };
  const version = await versionOf(path);
  if (version === undefined) return { tool, state: 'broken', path };
  const old = tool.oldest !== undefined && compareVersions(version, tool.oldest) < 0;
  return { tool, state: old ? 'too old' : 'ok', path, version };
}

/** @param {Finding} finding */
function describe({ tool: { name, only }, state, path = '', version = '' }) {
  const purpose = only ? ` (${only})` : '';
  return `${state.padEnd(8)} ${name.padEnd(9)} ${version.padEnd(9)} ${path}${purpose}`.trimEnd();
}

/** How to get a tool. @param {Finding} finding */
function explain({ tool: { name, oldest, sources }, state, path }) {
  const what = `${name}${oldest ? ` ${oldest} or newer` : ''}`;
  const why = state === 'broken' ? `${path} does not run` : `is ${state}`;
  const ways = Object.entries(sources).map(([system, way]) => `  ${`${system}:`.padEnd(16)}${way}`);
  return [`\n${what} ${why}. Get it:`, ...ways].join('\n');
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const { positionals } = readOptions(args, {});
  if (positionals.length > 0) throw new UsageError(`expected nothing, got '${positionals[0]}'`);
  const findings = await Promise.all(listTools(oldestNode()).map(examine));
  const wrong = findings.filter(({ state }) => state !== 'ok');
  console.log(findings.map(describe).join('\n'));
  console.log(`The runtime is compiled once, into ${cacheDirectory()}`);
  if (wrong.length > 0) console.log(wrong.map(explain).join('\n'));
  return wrong.some(({ tool }) => tool.only === undefined) ? 1 : 0;
}
