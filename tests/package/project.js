/** Projects of somebody else, with the package installed from its tarball. */
import assert from 'node:assert/strict';
import { join } from 'node:path';

import { execute, makeFolder, root } from './cli.js';

/** A module of one's own: a generator, and a function that consumes what is async iterable. */
export const OWN = `#include <asyncfor.h>

ASYNC_GENERATOR(counter, int, (int, limit))
{
    for (int number = 1; number <= args->limit; number++)
        async_try(async_yield(number));
    return ASYNC_OK;
}

ASYNC_FUNCTION(total, int, (async_iterable, numbers))
{
    int sum = 0;
    async_for (int, number, args->numbers) {
        sum += number;
    }
    return async_return(sum);
}

ASYNC_MODULE(counter, total);
`;

/** Uses everything: the package, its adapters, a module of one's own. Gives what came of it. */
const USE = `import { AsyncCounter, lines, range, stats } from 'asyncfor';
import { fromEvents, fromStream } from 'asyncfor/adapters';
import { counter, stats as ownStats, total } from './own.mjs';

export default async function use() {
  const seen = [];
  for await (const number of range(3)) seen.push(number);
  for await (const number of new AsyncCounter(2, { delay: 0 })) seen.push(number);
  for await (const line of lines(fromStream(new Blob(['a\\nb\\n']).stream()))) {
    seen.push(line);
    break;
  }
  const target = new EventTarget();
  const events = fromEvents(target, 'tick');
  target.dispatchEvent(new Event('tick'));
  for await (const { type } of events) {
    seen.push(type);
    break;
  }
  for await (const number of counter(2)) seen.push(number);
  async function* numbers() {
    yield 3;
    yield 4;
  }
  seen.push(await total(numbers()), await total(counter(4)));
  seen.push(stats().allocations, ownStats().allocations);
  return seen;
}
`;

/** What it gives. */
export const USED = [0, 1, 2, 1, 2, 'a', 'tick', 1, 2, 7, 10, 0, 0];

/**
 * Installs what npm packs of this project, as it stands, into a project.
 * @param {string} folder with a package.json
 */
async function installPacked(folder) {
  const args = ['pack', '--silent', '--pack-destination', folder];
  const packed = await execute('npm', args, { cwd: root });
  assert.equal(packed.code, 0, packed.stderr);
  const tarball = join(folder, packed.stdout.trim());
  const installed = await execute(
    'npm',
    ['install', '--offline', '--no-audit', '--no-fund', tarball],
    { cwd: folder },
  );
  assert.equal(installed.code, 0, installed.stderr);
  return tarball;
}

/**
 * Makes a project with the package installed, which is gone after the tests of this file.
 * @param {Record<string, string>} files by their paths
 * @param {string} [parent] the folder to make it in: what is installed there is found in it, too
 * @returns {Promise<{ folder: string, tarball: string }>}
 */
export async function makePackedProject(files, parent) {
  const manifest = '{ "name": "project", "private": true, "type": "module" }\n';
  const folder = await makeFolder({ 'package.json': manifest, ...files }, parent);
  return { folder, tarball: await installPacked(folder) };
}

/**
 * Makes such a project that has use.js, and what that needs of its own, made by the package's command.
 * @param {Record<string, string>} files besides
 * @param {string} [parent]
 * @returns {Promise<string>} its folder
 */
export async function makeUsingProject(files, parent) {
  const all = { 'own.c': OWN, 'use.js': USE, ...files };
  const { folder } = await makePackedProject(all, parent);
  const { code, stderr } = await execute('npx', ['asyncfor', 'build', 'own.c'], { cwd: folder });
  assert.equal(code, 0, stderr);
  return folder;
}
