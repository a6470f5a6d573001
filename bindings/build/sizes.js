/**
 * Writes the sizes of what ships, and of the smallest module, into the README: `npm run sizes`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../..', import.meta.url));
const BEGIN = '<!-- sizes: npm run sizes -->\n';
const END = '<!-- /sizes -->\n';

/** The smallest module. */
const COUNTER = `#include <asyncfor.h>
ASYNC_GENERATOR(counter, int, (int, limit))
{
    for (int i = 1; i <= args->limit; i++)
        async_try(async_yield(i));
    return ASYNC_OK;
}
ASYNC_MODULE(counter);
`;

/** @returns {string} the folder with the smallest module */
export function buildSmallest() {
  const folder = join(root, 'build', 'sizes');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'counter.c'), COUNTER);
  const command = join(root, 'bindings', 'cli', 'asyncfor.js');
  execFileSync(process.execPath, [command, 'build', 'counter.c', '-q'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'ignore'],
    env: { ...process.env, ASYNCFOR_CACHE: join(root, 'build', 'cli-cache') },
  });
  return folder;
}

/** @param {string} file */
export const gzippedSize = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/**
 * @param {string} name
 * @param {string} file
 */
function row(name, file) {
  const size = readFileSync(file).length;
  return `| ${name} | ${size.toLocaleString('en')} | ${gzippedSize(file).toLocaleString('en')} |\n`;
}

function table() {
  const smallest = buildSmallest();
  return `| file | bytes | gzipped |
|---|---|---|
${row('`dist/asyncfor.wasm`', join(root, 'dist/asyncfor.wasm'))}${row(
    '`dist/bindings/core.js`, which each module has inside',
    join(root, 'dist/bindings/core.js'),
  )}${row('the smallest module, one counter: `counter.wasm`', join(smallest, 'counter.wasm'))}${row(
    'its `counter.mjs`',
    join(smallest, 'counter.mjs'),
  )}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = join(root, 'README.md');
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const [, after] = rest.split(END);
  writeFileSync(path, `${before}${BEGIN}${table()}${END}${after}`);
}
