/** A module has inside what it uses, and nothing else, and so is small. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { buildSmallest, gzippedSize } from '../../bindings/build/sizes.js';
import { PARTS } from '../../bindings/compile/extensions.js';
import { nothingLives } from '../clock.js';
import { asyncfor, makeFolder, root } from './cli.js';

/** The most bytes that the smallest module may take, gzipped. */
const MOST = { 'counter.wasm': 12 * 1024, 'counter.mjs': 8 * 1024 };

for (const [file, most] of Object.entries(MOST)) {
  it(`the smallest module, one counter, takes at most ${most} bytes of ${file}, gzipped`, () => {
    const size = gzippedSize(join(buildSmallest(), file));
    assert.ok(size <= most, `${size} bytes`);
  });
}

/** @param {AsyncIterable<any>} iterable */
async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** What the declared types of memory and of objects are written by. */
const TYPES = ['conversion', 'types'];

/** The types of truth values and numbers. */
const NUMBERS = ['bool', 'int', 'int64', 'double'];

/** What C needs to consume. */
const CONSUMING = [...TYPES, 'iterables', 'consuming', 'thenables'];

/** @param {Promise<unknown>} promise */
const failure = (promise) =>
  promise.then(
    () => 'nothing',
    (error) => [error.name, error.message],
  );

/**
 * What a module does, in C, the parts of the bindings that it then has, and a use of it.
 * @typedef {object} Feature
 * @property {string} source
 * @property {string[]} parts
 * @property {(module: any) => Promise<unknown>} use
 * @property {unknown} expected what that comes to
 * @property {string[]} [flags] of the command
 */

/** @satisfies {Record<string, Feature>} */
const FEATURES = {
  'yields numbers': {
    source: `ASYNC_GENERATOR(counter, int, (int, limit))
{
    for (int i = 1; i <= args->limit; i++)
        async_try(async_yield(i));
    return ASYNC_OK;
}
ASYNC_MODULE(counter);
`,
    parts: ['int'],
    use: async ({ counter }) => [
      await collect(counter(2)),
      await counter(1).return(Promise.resolve('given')),
      await failure(counter(1).throw(new Error('thrown'))),
    ],
    expected: [[1, 2], { value: 'given', done: true }, ['Error', 'thrown']],
  },
  'fails, with a cause': {
    source: `ASYNC_GENERATOR(fails, int, (double, by))
{
    async_status first = async_raise(async_ValueError, "first %g", args->by);
    return async_raise_from(first, async_RuntimeError, "second");
}
ASYNC_MODULE(fails);
`,
    parts: ['double'],
    use: ({ fails }) =>
      fails(0.5)
        .next()
        .catch((/** @type {any} */ { code, message, cause }) => [code, message, cause.message]),
    expected: ['RuntimeError', 'second', 'first 0.500000'],
  },
  'is a function that takes text': {
    source: `ASYNC_FUNCTION(length, int, (async_string, text), (bool, twice, false))
{
    async_try(async_sleep(0));
    return async_return((int)args->text.size * (args->twice ? 2 : 1));
}
ASYNC_MODULE(length);
`,
    parts: ['bool', ...TYPES, 'call', 'thenables'],
    use: async ({ length }) => [await length('ab'), await length('ü', { twice: true })],
    expected: [2, 4],
  },
  'consumes what JavaScript passes': {
    source: `ASYNC_FUNCTION(total, double, (async_iterable, numbers))
{
    double sum = 0;
    async_for (double, number, args->numbers) {
        sum += number;
    }
    return async_return(sum);
}
ASYNC_MODULE(total);
`,
    parts: [...CONSUMING, 'values', 'call'],
    use: async ({ total }) =>
      total(
        (async function* () {
          yield* [1, 2.5];
        })(),
      ),
    expected: 3.5,
  },
  'is a class, of which C makes an iterator': {
    source: `ASYNC_CLASS(Odd, int, (int64_t, limit)) { int current; };
ASYNC_ANEXT(Odd)
{
    self->current += 2;
    return self->current - 1 > args->limit ? ASYNC_STOP : async_item(self->current - 1);
}
ASYNC_MODULE(Odd);
`,
    parts: ['int64', ...CONSUMING, 'classes', 'plain'],
    use: ({ Odd }) => collect(new Odd(5n)),
    expected: [1, 3, 5],
  },
  'gives lists': {
    source: `ASYNC_GENERATOR(pairs, async_value, (int, limit))
{
    for (int i = 0; i < args->limit; i++)
        async_try(async_yield(async_list(i, async_list("text", 0.5))));
    return ASYNC_OK;
}
ASYNC_MODULE(pairs);
`,
    parts: ['int', 'properties', 'containers', 'plain', 'thenables'],
    use: ({ pairs }) => collect(pairs(2)),
    expected: [
      [0, ['text', 0.5]],
      [1, ['text', 0.5]],
    ],
  },
  'gives a plain iterator': {
    source: `SYNC_GENERATOR(steps, int, (int, to))
{
    for (int i = 0; i < args->to; i++)
        async_try(async_yield(i));
    return ASYNC_OK;
}
ASYNC_FUNCTION(iterate, async_value, (int, to))
{
    return async_return(async_new(steps, .to = args->to));
}
ASYNC_MODULE(iterate);
`,
    parts: ['int', 'call', 'plain', 'thenables'],
    use: async ({ iterate }) => [...(await iterate(3))],
    expected: [0, 1, 2],
  },
  'takes and gives records': {
    source: `ASYNC_RECORD(point, (double, x), (double, y));
ASYNC_GENERATOR(mirrored, point, (point, at))
{
    if (args->at.x < 0)
        return async_raise(async_ValueError, "negative");
    return async_yield(async_record(point, .x = -args->at.x, .y = -args->at.y));
}
ASYNC_MODULE(mirrored);
`,
    parts: [...NUMBERS, ...TYPES, 'iterables', 'properties', 'typed', 'thenables'],
    use: async ({ mirrored }) => [
      await collect(mirrored({ x: 1, y: 2 })),
      await failure(mirrored({ x: -1, y: 2 }).next()),
    ],
    expected: [[{ x: -1, y: -2 }], ['RangeError', 'negative']],
  },
  'works with values of JavaScript': {
    source: `ASYNC_FUNCTION(size, double, (async_js_value, object))
{
    async_owned got = async_js_get(args->object, "size");
    async_value value;
    async_status status = got.object ? async_js_read(got.object, &value) : got.status;
    async_release(got.object);
    async_try(status);
    return async_return(value);
}
ASYNC_MODULE(size);
`,
    parts: [...TYPES, 'call', 'values', 'thenables'],
    use: ({ size }) => size(new Set('abc')),
    expected: 3,
  },
  'is a debug build, in one file': {
    source: `ASYNC_GENERATOR(one, int)
{
    return async_yield(1);
}
ASYNC_MODULE(one);
`,
    parts: ['debugging'],
    use: async ({ one, stats }) => {
      const iterator = one();
      await iterator.next();
      const [{ name, state, madeAt }] = stats().live;
      await iterator.return();
      return [name, state, /parts\.test\.js/.test(madeAt)];
    },
    expected: ['one', 'yielded', true],
    flags: ['--debug', '--single-file'],
  },
};

/**
 * The parts of the bindings that a built module has inside.
 * @param {string} text
 */
const partsIn = (text) =>
  Object.keys(PARTS).filter((name) =>
    text.includes(readFileSync(join(root, 'dist/bindings', `${name}.js`), 'utf8').trimEnd()),
  );

describe('a module has the parts that it needs, and no other', { concurrency: true }, () => {
  /** @type {any[]} */
  const modules = [];
  after(() => Promise.all(modules.map(nothingLives)));

  for (const [what, { source, parts, use, expected, flags = [] }] of Object.entries(
    /** @type {Record<string, Feature>} */ (FEATURES),
  )) {
    it(`that ${what}`, async () => {
      const folder = await makeFolder({ 'm.c': `#include <asyncfor.h>\n${source}` });
      const { code, stderr } = await asyncfor(['build', 'm.c', '-q', ...flags], { cwd: folder });
      assert.equal(code, 0, stderr);
      const module = await import(pathToFileURL(join(folder, 'm.mjs')).href);
      modules.push(module);
      assert.deepEqual(await use(module), expected);
      const text = await readFile(join(folder, 'm.mjs'), 'utf8');
      assert.deepEqual(partsIn(text).sort(), [...parts].sort());
    });
  }
});
