/**
 * The fuzzers in JavaScript: each makes programs, performs them and checks what comes of them.
 */
import fc from 'fast-check';

import * as callArguments from './arguments.js';
import * as chunks from './chunks.js';
import * as declarations from './declarations.js';
import * as generators from './generators.js';

/**
 * A fuzzer.
 * @typedef {object} Fuzzer
 * @property {fc.Arbitrary<any>} arbitrary makes programs
 * @property {(program: any) => Promise<void>} check rejects if something is wrong
 * @property {() => Promise<void>} finish rejects if something is left behind
 */

/** @type {Record<string, Fuzzer>} */
export const FUZZERS = { generators, chunks, declarations, arguments: callArguments };

/**
 * Performs programs.
 * @param {Fuzzer} fuzzer
 * @param {{ seed: number, runs: number, path?: string }} options those of the same seed are the
 *   same; `path` leads to one that failed
 */
export const perform = ({ arbitrary, check }, { seed, runs, path }) =>
  fc.assert(fc.asyncProperty(arbitrary, check), { seed, path, numRuns: runs });
