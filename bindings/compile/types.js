/**
 * The declared types as TypeScript has them.
 */

/**
 * @typedef {object} DeclaredType
 * @property {string} typescript
 * @property {string} [typescriptParameter] where what is taken is wider than what is given
 */

/** By the names of BASIC_TYPES; `bindings/types.js` has the same. */
export const types = /** @satisfies {Record<string, DeclaredType>} */ ({
  bool: { typescript: 'boolean' },
  int: { typescript: 'number' },
  int64: { typescript: 'number | bigint' },
  double: { typescript: 'number' },
  string: { typescript: 'string' },
  bytes: { typescript: 'Uint8Array', typescriptParameter: 'ArrayBufferView | ArrayBuffer' },
  iterable: {
    typescript: 'AsyncIterable<unknown>',
    typescriptParameter: 'AsyncIterable<unknown> | ReadableStream | Blob',
  },
  value: { typescript: 'any' },
  jsValue: { typescript: 'any' },
  jsFunction: { typescript: '(...args: any[]) => any' },
});

/** @typedef {import('../descriptors.js').TypeKey} TypeKey */

/**
 * A declared parameter. Those that may be left out are properties of one trailing options object.
 * @typedef {object} Parameter
 * @property {string} name
 * @property {TypeKey} type
 * @property {number} offset in the C struct
 * @property {boolean} optional
 */

/**
 * What a module exports.
 * @typedef {object} Definition
 * @property {string} name
 * @property {'generator' | 'function' | 'class'} kind
 * @property {number} index in the module's table
 * @property {readonly Parameter[]} parameters
 * @property {TypeKey} item
 * @property {number} [ahead] how far it may run ahead, in items
 * @property {string} [documentation]
 */

/** @typedef {import('../descriptors.js').DescribedType & { documentation?: string }} DescribedType */

/**
 * What a module declares.
 * @typedef {object} Declarations
 * @property {readonly Definition[]} definitions
 * @property {readonly DescribedType[]} types those that are made of others; each after what it is
 *   made of
 */
