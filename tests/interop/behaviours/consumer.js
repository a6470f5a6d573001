/**
 * What `for await` of ECMA-262 does with what it consumes.
 */

/** @type {import('../suite.js').Case[]} */
export const consumerCases = [];
