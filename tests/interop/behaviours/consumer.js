/**
 * What `for await` of ECMA-262 does with what it consumes.
 */
import { generatorLoopCases } from './consumer-generators.js';
import { leavingCases } from './consumer-leaving.js';
import { loadCases } from './consumer-load.js';
import { nodeCases } from './consumer-node.js';
import { openingCases } from './consumer-opening.js';
import { stepCases } from './consumer-steps.js';
import { streamCases } from './consumer-streams.js';
import { syncCases } from './consumer-sync.js';
import { waitingCases } from './consumer-waiting.js';

/** @type {import('../suite.js').Case[]} */
export const consumerCases = [
  ...openingCases,
  ...stepCases,
  ...waitingCases,
  ...leavingCases,
  ...syncCases,
  ...generatorLoopCases,
  ...streamCases,
  ...nodeCases,
  ...loadCases,
];
