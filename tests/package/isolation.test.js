/** Nothing outside a module is changed or made by it, and no text becomes code. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';

import { execute, root } from './cli.js';

/** What ships as JavaScript and runs where modules do. */
const SHIPPED = [
  ...['dist', 'dist/bindings', 'bindings'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => /\.m?js$/.test(file))
      .map((file) => join(folder, file)),
  ),
];

it('no text is evaluated in what ships', () => {
  assert.ok(SHIPPED.includes('dist/asyncfor.mjs') && SHIPPED.includes('dist/bindings/core.js'));
  for (const file of SHIPPED) {
    const text = readFileSync(join(root, file), 'utf8');
    assert.doesNotMatch(text, /\beval\s*\(|\bnew\s+Function\b|\bFunction\s*\(/, file);
  }
});

/**
 * Uses the package, and tells what has become of the globals and of all that they lead to by their
 * prototypes: each property with its value and its attributes.
 */
const USE = `
const seen = new Map();
const visit = (path, object) => {
  if ((typeof object !== 'object' && typeof object !== 'function') || !object || seen.has(object)) return;
  const properties = Object.getOwnPropertyDescriptors(object);
  seen.set(object, { path, properties, above: Object.getPrototypeOf(object) });
  for (const key of Reflect.ownKeys(properties)) {
    if (path.split('.').length < 4) visit(path + '.' + String(key), properties[key].value);
  }
  visit(path + '.__proto__', Object.getPrototypeOf(object));
};
/* Some of Node's are made when they are first asked for. */
for (const key of Reflect.ownKeys(globalThis)) void globalThis[key];
visit('globalThis', globalThis);
const before = seen.size;
const { AsyncCounter, asyncGenerator, lines, range, ready, open } = await import('asyncfor');
await ready();
const controller = new AbortController();
for await (const number of range(3)) if (number === 1) break;
for await (const number of new AsyncCounter(2, { delay: 0, signal: controller.signal })) void number;
for await (const line of lines((async function* () { yield new TextEncoder().encode('a\\nb'); })())) void line;
await range(1).throw(new Error('thrown')).catch(() => {});
open({ maximumMemory: 1 << 24 });
controller.abort();
const changed = [];
for (const [object, { path, properties, above }] of seen) {
  const now = Object.getOwnPropertyDescriptors(object);
  for (const key of new Set([...Reflect.ownKeys(properties), ...Reflect.ownKeys(now)])) {
    const [old, next] = [properties[key], now[key]];
    const same = old && next && ['value', 'get', 'set', 'writable', 'enumerable', 'configurable']
      .every((each) => Object.is(old[each], next[each]));
    if (!same) changed.push(path + '.' + String(key));
  }
  if (Object.getPrototypeOf(object) !== above) changed.push(path + '.__proto__');
}
console.log(JSON.stringify({ before, changed }));
`;

it('the globals and their prototypes stay as they are, where no text may become code', async () => {
  const { code, stdout, stderr } = await execute(
    process.execPath,
    [
      '--no-warnings',
      '--disallow-code-generation-from-strings',
      '--input-type=module',
      '--eval',
      USE,
    ],
    { cwd: root },
  );
  assert.deepEqual([code, stderr], [0, '']);
  const { before, changed } = JSON.parse(stdout);
  assert.ok(before > 500, `${before} objects`);
  assert.deepEqual(changed, []);
});
