/** The guide for C authors shows code that is built, and does what the guide says. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import * as guide from '../../build/release/tests/guide.mjs';
import { nothingLives, VirtualClock } from '../clock.js';
import { assertTested } from './excerpts.js';

const clock = new VirtualClock();
const timed = guide.open({ clock });
after(() => Promise.all([guide, timed].map(nothingLives)));

/**
 * @template T
 * @param {...T} items
 */
async function* source(...items) {
  yield* items;
}

it('the guide for C authors shows code that is tested', () =>
  assertTested('web/docs/c.md', 9, ['tests/guides/guide.c']));

describe('the generators of the guide', () => {
  for (const [name, iterable, items] of /** @type {[string, AsyncIterable<any>, any[]][]} */ ([
    ['squares', guide.squares(3), [1, 4, 9]],
    ['numbers leaves out what is none', guide.numbers(source('1', 'x', '2.5')), [1, 2.5]],
    ['averages', guide.averages(source(1, 2, 3, 4), 2), [1.5, 2.5, 3.5]],
    ['Ticker', new guide.Ticker(0, { limit: 2 }), [0, 0]],
    [
      'pairs',
      guide.pairs(source(1, 2, 3)),
      [
        [1, 2],
        [3, 'none'],
      ],
    ],
  ])) {
    it(name, async () => {
      const given = [];
      for await (const item of iterable) given.push(item);
      assert.deepEqual(given, items);
    });
  }
});

describe('the errors of the guide', () => {
  for (const [name, request, expected] of /** @type {[string, () => Promise<any>, object][]} */ ([
    [
      'a number that is none',
      () => guide.numbers(source('x'), { strict: true }).next(),
      { name: 'AsyncforError', code: 'ParseError', message: "expected a number, got 'x'" },
    ],
    [
      'a number that is too long',
      () => guide.numbers(source('1'.repeat(64)), { strict: true }).next(),
      { code: 'ParseError', message: 'a number has at most 63 characters, got 64' },
    ],
    [
      'averages of none',
      () => guide.averages(source(1), 0).next(),
      { name: 'RangeError', message: 'averages(): size must be at least 1, got 0' },
    ],
  ])) {
    it(name, () => assert.rejects(request, expected));
  }
});

it('longest() keeps what a loop has lent it', async () => {
  assert.equal(await guide.longest(source('a', 'ccc', 'bb')), 'ccc');
  assert.equal(await guide.longest(source()), undefined);
});

it('sums() adds up two sources, and does not wait for longer than it is told', async () => {
  const inTime = timed.sums(source(1, 2), timed.squares(2));
  await clock.advance(1);
  assert.deepEqual(await inTime, [3, 5]);
  const late = assert.rejects(
    timed.sums(timed.squares(2), timed.squares(2, { delay: 60 }), { seconds: 1 }),
    { code: 'TimeoutError' },
  );
  await clock.advance(1000);
  await late;
});

it('a loop that is left frees what the body has allocated', async () => {
  for await (const average of guide.averages(source(1, 2, 3), 1)) {
    assert.equal(average, 1);
    break;
  }
  assert.equal(guide.stats().coroutines, 0);
});
