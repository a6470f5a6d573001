/** How differences are found, and how scenarios that differ are made smaller. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { differAt } from './compare.js';
import { generate } from './generate.js';
import { answers } from './processes.js';
import { bodies, walk } from './scenario.js';
import { shrink } from './shrink.js';

const scenarios = [1, 2, 3, 4].map((seed) => generate({ profile: 'full', seed }));

/** A runner in JavaScript. @param {string} answer an expression for the answer to `id` */
const runner = (answer) =>
  `node -e 'require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const { id } = JSON.parse(line);
    ${answer}
  })'`;

describe('answers', () => {
  it('are what a command prints', async () => {
    const all = await answers(runner('console.log(JSON.stringify({ id, trace: [] }))'), scenarios);
    assert.deepEqual(
      all,
      scenarios.map(({ id }) => ({ id, trace: [] })),
    );
  });

  it('go on after a scenario that the command dies of', async () => {
    const dies = `
      if (id === "full-2") { console.error("sorry"); process.exit(3); }
      console.log(JSON.stringify({ id, trace: [] }))`;
    const all = await answers(runner(dies), scenarios);
    assert.deepEqual(
      all.map(({ error }) => error),
      [undefined, 'it died: exit code 3: sorry', undefined, undefined],
    );
  });

  it('are errors when they are to something else, or nothing at all', async () => {
    const wrong = runner('console.log(id === "full-1" ? "{}" : "nonsense")');
    const [first, second] = await answers(wrong, scenarios);
    assert.equal(first.error, 'the answer is to undefined');
    assert.equal(second.error, 'this is no JSON: nonsense');
    const none = await answers('exit 0', scenarios);
    assert.deepEqual(
      none.map(({ error }) => error),
      scenarios.map(() => 'it died: exit code 0'),
    );
  });
});

describe('traces', () => {
  /** @param {any[]} kinds @returns {any} */
  const trace = (...kinds) => ({ id: 'a', trace: kinds.map((kind) => ['main', kind]) });
  it('differ at an event, or where one of them ends', () => {
    assert.equal(differAt(trace('a', 'b'), trace('a', 'b')), -1);
    assert.equal(differAt(trace('a', 'b'), trace('a', 'c')), 1);
    assert.equal(differAt(trace('a'), trace('a', 'c')), 1);
    assert.equal(differAt(trace(), { id: 'a', unsupported: 'all of it' }), 0);
  });
});

describe('a scenario is made smaller', () => {
  it('down to what is interesting', async () => {
    const isInteresting = (/** @type {import('./scenario.js').Scenario} */ scenario) =>
      [...walk(scenario.main)].some(({ op }) => op === 'log') &&
      bodies(scenario).some((body) => [...walk(body)].some(({ op, v }) => op === 'yield' && v > 3));
    const large = Array.from({ length: 50 }, (_, seed) => generate({ profile: 'conc', seed }));
    const scenario = large.find(isInteresting);
    assert.ok(scenario);
    const small = await shrink(scenario, async (all) => all.map(isInteresting), 60);
    assert.deepEqual(
      bodies(small)
        .flatMap((body) => [...walk(body)])
        .map(({ op }) => op)
        .filter((op) => op === 'log' || op === 'yield'),
      ['yield', 'log'],
    );
    assert.ok(Object.keys(small.gens).length === 1 && Object.keys(small.tasks).length === 0);
  });
});
