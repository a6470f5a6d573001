/**
 * Many at once: each is woken in its turn, and the host's own work goes on meanwhile. For `npm run
 * test:all` they are 100,000.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { open } from 'asyncfor';
import { run } from 'asyncfor/run';

import * as protocol from '../../build/release/tests/protocol.mjs';
import { VirtualClock, nothingLives } from '../clock.js';

const all = process.env.ASYNCFOR_TEST_ALL === '1';
const MANY = all ? 100_000 : 10_000;

after(() => nothingLives(protocol));

/** Each number below a limit once, in an order of its own. @param {number} limit */
const shuffled = (limit) => Array.from({ length: limit }, (_, place) => (place * 7919) % limit);

describe('what waits for', () => {
  it('timers goes on in the order of their deadlines, and of arrival', async () => {
    const clock = new VirtualClock();
    const instance = open({ clock });
    const delays = Array.from({ length: MANY }, (_, index) => ((index * 31) % 97) + 1);
    /** @type {number[]} */
    const woken = [];
    const ended = delays.map(async (delay, index) => {
      for await (const _ of instance.asyncGenerator(1, { delay })) woken.push(index);
    });
    await clock.advance(0);
    assert.equal(instance.stats().coroutines, MANY);
    await clock.advance(100_000);
    await Promise.all(ended);
    const expected = [...delays.keys()].sort((a, b) => delays[a] - delays[b] || a - b);
    assert.deepEqual(woken, expected);
    await nothingLives(instance);
  });

  it('promises goes on in the order in which they are settled', async () => {
    const instance = protocol.open();
    /** @type {((value: number) => void)[]} */
    const resolves = [];
    /** @type {number[]} */
    const woken = [];
    const ended = Array.from({ length: MANY }, async (_, index) => {
      const promise = new Promise((resolve) => resolves.push(resolve));
      for await (const value of instance.awaits(promise, { items: 1 })) {
        assert.equal(value, -index);
        woken.push(index);
      }
    });
    await new Promise((resolve) => setImmediate(resolve));
    const { coroutines, handles } = instance.stats();
    assert.deepEqual([coroutines, handles], [MANY, MANY]);
    const order = shuffled(MANY);
    for (const index of order) resolves[index](-index);
    await Promise.all(ended);
    assert.deepEqual(woken, order);
    await nothingLives(instance);
  });
});

describe('while C has endless work', () => {
  it('timers, files and sockets of JavaScript go on', async () => {
    const controller = new AbortController();
    const endless = Array.from({ length: 3 }, () =>
      protocol.spinner(2 ** 31 - 1, { signal: controller.signal }).next(),
    );
    const server = createServer((_, response) => response.end('from a socket'));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const answer = new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', agent: false }, async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve(text);
      }).on('error', reject);
    });
    const turns = (async () => {
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
      return 'of turns';
    })();
    const heard = await Promise.all([
      answer,
      readFile(fileURLToPath(import.meta.url), 'utf8').then((text) => text.length > 0),
      new Promise((resolve) => setTimeout(resolve, 5, 'of a timer')),
      turns,
    ]);
    assert.deepEqual(heard, ['from a socket', true, 'of a timer', 'of turns']);
    controller.abort();
    const outcomes = await Promise.allSettled(endless);
    assert.ok(outcomes.every(({ status }) => status === 'rejected'));
    server.close();
    await nothingLives(protocol);
  });

  it('its coroutines take turns', async () => {
    /** @type {number[]} */
    const ended = [];
    await Promise.all(
      [...Array(100).keys()].map(async (index) => {
        for await (const _ of protocol.spinner(10)) ended.push(index);
      }),
    );
    assert.deepEqual(ended, [...ended.keys()]);
  });
});

describe('a chain', () => {
  const CHAINED = 900;

  /** @param {AsyncIterable<unknown>} source */
  function chain(source) {
    let last = source;
    for (let count = 0; count < CHAINED; count++) last = protocol.relay(last);
    return /** @type {AsyncGenerator<any, void, undefined>} */ (last);
  }

  it(`of ${CHAINED} generators gives all items, waits, and is closed from end to end`, async () => {
    let closed = 0;
    async function* source() {
      try {
        for (let item = 0; ; item++) {
          if (item === 5) await new Promise((resolve) => setImmediate(resolve));
          yield item;
        }
      } finally {
        closed++;
      }
    }
    const items = [];
    for await (const item of chain(source())) {
      items.push(item);
      if (item === 9) break;
    }
    assert.deepEqual(items, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(closed, 1);
    await nothingLives(protocol);
  });
});

it('in C as many are suspended, created and chained, in WebAssembly', async () => {
  let output = '';
  const code = await run(new URL('../../build/release/tests/test_load.wasm', import.meta.url), {
    args: all ? ['load'] : [],
    stdout: (text) => (output += new TextDecoder().decode(text)),
  });
  assert.equal(code, 0, output);
  assert.equal(output.match(/^ok /gm)?.length, 6, output);
});
