/**
 * What an async generator of ECMA-262 does, driven from outside.
 */
import { cleanupCases } from './generator-cleanup.js';
import { lifeCases } from './generator-life.js';
import { loadCases } from './generator-load.js';
import { loopCases } from './generator-loops.js';
import { queueCases } from './generator-queue.js';
import { resultCases } from './generator-results.js';
import { returnCases } from './generator-return.js';
import { severalCases } from './generator-several.js';
import { shapeCases } from './generator-shape.js';
import { throwCases } from './generator-throw.js';
import { tickCases } from './generator-ticks.js';
import { yieldCases } from './generator-yield.js';

/** @type {import('../suite.js').Case[]} */
export const generatorCases = [
  ...shapeCases,
  ...resultCases,
  ...lifeCases,
  ...yieldCases,
  ...queueCases,
  ...severalCases,
  ...returnCases,
  ...cleanupCases,
  ...throwCases,
  ...loopCases,
  ...loadCases,
  ...tickCases,
];
