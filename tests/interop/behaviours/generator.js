/**
 * What an async generator of ECMA-262 does, driven from outside.
 */

/** @type {import('../suite.js').Case[]} */
export const generatorCases = [];
