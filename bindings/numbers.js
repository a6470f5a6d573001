/**
 * The declared types of truth values and numbers.
 */

/** @typedef {import('./declared.js').Type} Type */

/** @type {Type} */
export const boolType = {
  expected: 'a boolean',
  accepts: (value) => typeof value === 'boolean',
  write: ({ memory }, address, value) => memory.view.setUint8(address, value ? 1 : 0),
};

/** @type {Type} */
export const intType = {
  expected: 'an integer of 32 bits',
  accepts: (value) => Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31,
  write: ({ memory }, address, value) => memory.view.setInt32(address, value, true),
};

/** @type {Type} */
export const int64Type = {
  expected: 'an integer of 64 bits (a bigint or a safe integer)',
  accepts: (value) =>
    typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value),
  write: ({ memory }, address, value) => memory.view.setBigInt64(address, BigInt(value), true),
};

/** @type {Type} */
export const doubleType = {
  expected: 'a number',
  accepts: (value) => typeof value === 'number',
  write: ({ memory }, address, value) => memory.view.setFloat64(address, value, true),
};
