/** A debug build says what lives, and where each coroutine was made. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';

import * as debug from '../../build/debug/tests/protocol.mjs';
import * as release from '../../build/release/tests/protocol.mjs';
import { nothingLives } from '../clock.js';

after(() => Promise.all([debug, release].map(nothingLives)));

describe('stats()', () => {
  it('of a debug build names each coroutine, its state and its birthplace', async () => {
    async function* waits() {
      yield 1;
      await new Promise(() => {});
    }
    const controller = new AbortController();
    const { signal } = controller;
    const iterator = debug.relay(waits(), { signal });
    await iterator.next();
    const pending = iterator.next();
    const ticker = new debug.Ticker(3);
    await ticker.next();
    const made = debug.total(debug.relay(waits(), { signal }), { signal });
    const live = /** @type {{ name: string, state: string, madeAt: string }[]} */ (
      debug.stats().live
    );
    assert.deepEqual(
      live.map(({ name, state }) => [name, state]),
      [
        ['relay', 'awaiting'],
        ['Ticker', 'yielded'],
        ['total', 'awaiting'],
        ['relay', 'awaiting'],
      ],
    );
    for (const { name, madeAt } of live) {
      assert.match(madeAt.split('\n')[0], /debug\.test\.js:\d+:\d+/, name);
    }
    controller.abort();
    await Promise.allSettled([pending, made, ticker.return()]);
    assert.deepEqual(debug.stats().live, []);
  });

  it('of a release build only counts', () => assert.equal('live' in release.stats(), false));
});
