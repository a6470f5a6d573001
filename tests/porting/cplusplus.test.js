/** Code in C++ below a generator in C: what it includes, and what it suspends. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import * as module from '../../build/release/tests/porting/cplusplus.mjs';
import { nothingLives } from '../clock.js';
import { rejection } from '../rejection.js';
import { Chunks, collect } from './libraries.js';

after(() => nothingLives(module));

const ABANDONED = 400;
const LITTLE_MEMORY = 4 * 2 ** 20;
const LONG_TEXT = 'ab '.repeat(5000);
const FAILED = new Error('of the consumer');

it('compiles without a warning by each compiler and standard', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const warnings = ['-Wall', '-Wextra', '-Wshadow', '-Werror'];
  const file = 'tests/porting/cplusplus.cpp';
  for (const compiler of ['g++', 'clang++']) {
    for (const standard of ['c++17', 'gnu++20']) {
      const args = ['-fsyntax-only', `-std=${standard}`, ...warnings, '-Isrc/include', file];
      const { stderr } = await promisify(execFile)(compiler, args, { cwd: root });
      assert.equal(stderr, '');
    }
  }
});

it('pulls and pushes below frames of C++, several at once', async () => {
  const texts = [
    ['b a b', '', 'a'],
    ['ä', 'ä b'],
  ];
  const expected = [
    [['a', 1], ['b', 2], ['a', 2]], // prettier-ignore
    [['ä', 1], ['b', 1], ['ä', 2]], // prettier-ignore
  ];
  const all = texts.map((each) => collect(module.words(new Chunks(each))));
  assert.deepEqual(await Promise.all(all), expected);
});

it('passes errors through as values', async () => {
  const [error] = await rejection(collect(module.words(new Chunks(['a', 1]))));
  assert.deepEqual([error.name, error.message], ['TypeError', 'expected str, got float']);
  const source = new Chunks(['a b']);
  const iterator = module.words(source);
  await iterator.next();
  assert.deepEqual(await rejection(iterator.throw(FAILED)), [FAILED]);
  assert.equal(source.closed, 1);
});

it('runs the destructors when it is left', async () => {
  const instance = module.open({ maximumMemory: LITTLE_MEMORY });
  for (let count = 0; count < ABANDONED; count++) {
    for await (const word of instance.words(new Chunks([LONG_TEXT]))) {
      assert.deepEqual(word, ['ab', 5000]);
      break;
    }
  }
  await nothingLives(instance);
});
