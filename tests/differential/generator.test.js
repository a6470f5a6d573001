/** The scenarios that are generated, and the traces that CPython makes of them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { coverage } from './coverage.js';
import { generate, generateAll } from './generate.js';
import { answers } from './processes.js';
import { EXITS, PLAIN, PROFILES, STOPS } from './profiles.js';
import { CPYTHON } from './runners.js';
import { sources, walk } from './scenario.js';

/**
 * @typedef {import('./scenario.js').Event} Event
 * @typedef {(detail: any) => boolean} Test
 */

const GENERATOR = fileURLToPath(new URL('generate.js', import.meta.url));
const TYPES = [...PLAIN, ...STOPS, ...EXITS];

/** What occurs in every profile, beyond its statements. */
const FEATURES = [
  ...['anext', 'anextd', 'asend', 'athrow', 'aclose'].map((method) => `call:${method}`),
  ...['list', 'set', 'dict', 'genexp', 'await', 'if', 'if-await'].map((part) => `comp:${part}`),
  ...['gen', 'use', 'iter', 'range'].flatMap((src) => [`comp:first-${src}`, `comp:inner-${src}`]),
  ...['1', '2', '3'].map((count) => `comp:${count}-clauses`),
  ...['gen', 'use', 'iter', 'close', 'else'].map((part) => `for:${part}`),
  ...['iter:coro', 'iter:plain', 'step:sleep', 'step:value', 'try:else', 'try:finally'],
  ...['yield:var', 'yield:number', 'asend:null', 'asend:value', 'except:Exception'],
  ...PLAIN.flatMap((type) => ['raise', 'athrow', 'except'].map((where) => `${where}:${type}`)),
  ...PLAIN.map((type) => `step:raise-${type}`),
];

/** What occurs where more than plain exceptions do. */
const SPECIAL_FEATURES = [
  ...[...STOPS, ...EXITS].flatMap((type) => [
    ...['raise', 'athrow', 'except'].map((where) => `${where}:${type}`),
    `step:raise-${type}`,
  ]),
  ...TYPES.map((type) => `step:syncraise-${type}`),
  ...['noaiter', 'noanext', 'aiterraise'].map((kind) => `iter:${kind}`),
  ...['yield', 'return', 'break', 'continue', 'raise'].map((op) => `finally:${op}`),
  ...['step:bad', 'except:BaseException'],
];

const isNumber = Number.isInteger;
const isBoolean = (/** @type {any} */ detail) => typeof detail === 'boolean';
const isString = (/** @type {any} */ detail) => typeof detail === 'string';
const isType = (/** @type {any} */ detail) => TYPES.includes(detail);
const isLabel = (/** @type {any} */ detail) => /^[gi]\d+#\d+$/.test(detail);
const isTask = (/** @type {any} */ detail) => /^t\d+$/.test(detail);
const isKind = (/** @type {any} */ detail) => ['list', 'set', 'dict', 'genexp'].includes(detail);
const isResult = Array.isArray;
/** @param {...Test} tests @returns {Test} */
const either =
  (...tests) =>
  (detail) =>
    tests.some((test) => test(detail));
/** @param {Test} test */
const orNull = (test) => either(test, (detail) => detail === null);
const ERROR = [isType, isString, orNull(isType)];

/** @type {Record<string, Test[]>} */
const ARGUMENTS = {
  anext: [],
  anextd: [],
  asend: [orNull(isNumber)],
  athrow: [isType, isString],
  aclose: [],
};

/**
 * What follows `who` and the kind of each event; `call` and `make` end in arguments.
 * @type {Record<string, Test[]>}
 */
const SHAPES = {
  ...{ start: [], end: [], exit: ERROR, tstart: [], tdone: [], tfail: ERROR },
  ...{ log: [isNumber], sleep: [], wake: [], interrupted: ERROR },
  ...{ yield: [isNumber], recv: [orNull(isNumber)], thrown: ERROR },
  ...{ raise: [isType, isString], reraise: [], return: [], break: [], continue: [] },
  ...{ if: [isBoolean], except: [isNumber, ...ERROR], else: [], finally: [] },
  ...{ for: [orNull(isLabel)], item: [isNumber], forelse: [], closing: [] },
  ...{ compstart: [isKind], genexp: [], comp: [isKind, isResult], aiter: [], anext: [] },
  ...{ new: [isString, isLabel], skip: [isString], call: [isLabel], make: [isNumber, isLabel] },
  ...{ got: [either(isLabel, isNumber), orNull(isNumber)] },
  ...{ threw: [either(isLabel, isNumber), ...ERROR], await: [isNumber] },
  ...{ spawn: [isTask], join: [isTask], joined: [isTask], joinexc: [isTask, ...ERROR] },
  ...{ cancel: [isTask, isBoolean], finaljoin: [isTask], shutdown: [isLabel] },
};

/** @param {Event} event */
function isWellFormed([who, kind, ...details]) {
  const shape = [...(SHAPES[kind] ?? [() => false])];
  if (kind === 'call' || kind === 'make') {
    const method = details[shape.length];
    shape.push((detail) => detail in ARGUMENTS, ...(ARGUMENTS[method] ?? []));
  }
  return (
    (who === 'main' || isTask(who) || isLabel(who)) &&
    details.length === shape.length &&
    shape.every((test, index) => test(details[index]))
  );
}

/** Messages of what generators of JavaScript do otherwise. */
const OTHERWISE = /ignored GeneratorExit|already running|just-started|async generator raised/;

describe('a seed', () => {
  it('makes the same scenarios in another process', () => {
    const args = [GENERATOR, '--seed', '7', '--count', '40'];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    const expected = [...generateAll({ seed: 7, count: 40 })];
    assert.deepEqual(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
      expected,
    );
  });

  it('makes other scenarios than the next', () => {
    const [a, b] = [7, 8].map((seed) => generate({ profile: 'js', seed }));
    assert.notDeepEqual(a.main, b.main);
  });
});

for (const [profile, { ops, special, shared, guard }] of Object.entries(PROFILES)) {
  describe(`the profile ${profile}`, () => {
    const scenarios = [...generateAll({ profile, seed: 1, count: 500 })];

    it('has every statement and feature, and no others', () => {
      const counts = coverage(scenarios);
      for (const op of ops) assert.ok((counts.get(op) ?? 0) >= 20, `${op}: ${counts.get(op)}`);
      const features = [...FEATURES, ...(special ? SPECIAL_FEATURES : [])];
      for (const name of features) assert.ok((counts.get(name) ?? 0) >= 1, name);
      const names = [...counts.keys()];
      const statements = names.filter((name) => !name.includes(':'));
      assert.deepEqual(statements.sort(), [...ops].sort());
      if (!special) {
        for (const name of SPECIAL_FEATURES.filter((each) => !each.startsWith('finally:'))) {
          assert.equal(counts.has(name), false, name);
        }
      }
      assert.equal(counts.has('guard:asend'), guard);
    });

    it('lets generators iterate later ones only', () => {
      for (const { gens, main } of scenarios) {
        const made = main.filter(({ op }) => op === 'new');
        const level = new Map(made.map(({ name, gen }) => [name, gen]));
        for (const [name, body] of Object.entries(gens)) {
          for (const source of [...walk(body)].flatMap(sources)) {
            const target = 'gen' in source ? source.gen : 'use' in source && level.get(source.use);
            assert.ok(!target || target > name);
          }
        }
      }
    });

    it('gives well-formed traces', async () => {
      const some = scenarios.slice(0, 100);
      const all = await answers(CPYTHON, some);
      const kinds = new Set();
      for (const { id, trace, error } of all) {
        assert.ok(trace, `${id}: ${error}`);
        for (const event of trace) {
          assert.ok(isWellFormed(event), `${id}: ${JSON.stringify(event)}`);
          kinds.add(event[1]);
          if (guard) assert.doesNotMatch(event.join(' '), OTHERWISE, id);
        }
        assert.deepEqual(trace[0], ['main', 'tstart']);
        const ends = trace.filter(([who, kind]) => who === 'main' && /^t(done|fail)$/.test(kind));
        assert.equal(ends.length, 1);
      }
      const tasks = ['spawn', 'join', 'joined', 'joinexc', 'cancel', 'finaljoin', 'interrupted'];
      const requests = ['make', 'await'];
      const missing = [...(shared ? [] : tasks), ...(ops.includes('make') ? [] : requests)];
      assert.deepEqual(
        [...kinds].sort(),
        Object.keys(SHAPES)
          .filter((kind) => !missing.includes(kind))
          .sort(),
      );
    });
  });
}
