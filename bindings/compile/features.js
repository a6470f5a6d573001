/**
 * Which extensions of WebAssembly 1.0 a file uses, by the names that wasm-opt has for them: it may
 * use none besides when it writes the file anew, or engines that ran the file would run it no more.
 */
import {
  ATOMIC,
  BLOCKS,
  EXCEPTIONS,
  MISCELLANEOUS,
  REFERENCES,
  SIMD,
  TAIL_CALLS,
} from './instructions.js';

/** @typedef {import('./wasm.js').WasmModule} WasmModule */

const FIRST_BULK = 8;
const FIRST_OF_TABLES = 15;
const FIRST_RELAXED = 0x100;

/** @param {number} operation */
function miscellaneousFeature(operation) {
  if (operation < FIRST_BULK) return 'nontrapping-float-to-int';
  return operation < FIRST_OF_TABLES ? 'bulk-memory' : 'reference-types';
}

/**
 * The extension that an instruction belongs to.
 * @param {number} opcode
 * @param {number} operand as readExpression() gives it
 * @returns {string | undefined} undefined: to none
 */
export function featureOf(opcode, operand) {
  if (opcode >= 0xc0 && opcode <= 0xc4) return 'sign-ext';
  if (opcode === MISCELLANEOUS) return miscellaneousFeature(operand);
  if (opcode === SIMD) return operand < FIRST_RELAXED ? 'simd' : 'relaxed-simd';
  if (opcode === ATOMIC) return 'threads';
  if (EXCEPTIONS.has(opcode)) return 'exception-handling';
  if (TAIL_CALLS.has(opcode)) return 'tail-call';
  if (REFERENCES.has(opcode)) return 'reference-types';
  if (BLOCKS.has(opcode) && operand !== 0) return 'multivalue';
  return undefined;
}

const DATA_COUNT = 12;

/**
 * The extensions that the rest of a file shows.
 * @param {WasmModule} module
 * @returns {string[]}
 */
export function declaredFeatures({ types, sections, tables, extendsConstants, mutableGlobals }) {
  const features = [];
  if (types.some(({ results }) => results > 1)) features.push('multivalue');
  if (sections.some(({ id }) => id === DATA_COUNT)) features.push('bulk-memory');
  if (tables > 1) features.push('reference-types');
  if (extendsConstants) features.push('extended-const');
  if (mutableGlobals) features.push('mutable-globals');
  return features;
}
