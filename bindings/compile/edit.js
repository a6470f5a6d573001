/**
 * Changing the code of functions: what takes the place of which bytes. All else stays, byte by byte.
 */
import { concatenate, encodeNumber } from './bytes.js';

/** @typedef {import('./wasm.js').WasmFunction} WasmFunction */
/** @typedef {import('./wasm.js').WasmModule} WasmModule */

/**
 * An instruction, with the first number that follows its opcode, and where it begins and ends.
 * @typedef {{ opcode: number, operand: number, start: number, end: number }} Instruction
 */

/** Bytes that take the place of others. @typedef {{ start: number, end: number, by: number[] }} Change */

/** Finds what is to change in a function. @typedef {(code: FunctionCode) => Change[]} Finder */

/** A function's code, as instructions. */
export class FunctionCode {
  bytes;
  whole;
  /** @type {Instruction[]} */
  instructions = [];
  #locals;
  #count;
  /** Groups of locals that it gets besides. @type {number[][]} */
  #added = [];

  /**
   * @param {WasmModule} module
   * @param {WasmFunction} whole
   */
  constructor(module, whole) {
    this.bytes = module.bytes;
    this.whole = whole;
    this.#locals = module.readLocals(whole);
    this.#count = whole.parameters + this.#locals.types.length;
    module.readInstructions(whole, (opcode, operand, start, end) =>
      this.instructions.push({ opcode, operand, start, end }),
    );
  }

  /**
   * @param {number} type
   * @returns {number} the index of a local that it gets besides
   */
  addLocal(type) {
    this.#added.push([1, type]);
    return this.#count++;
  }

  /**
   * @param {number} first of the instructions that something takes the place of
   * @param {number} last
   * @param {number[]} by
   * @returns {Change}
   */
  replacing(first, last, by) {
    return { start: this.instructions[first].start, end: this.instructions[last].end, by };
  }

  /**
   * @param {number} index of the instruction that something goes before
   * @param {number[]} by
   * @returns {Change}
   */
  inserting(index, by) {
    const { start } = this.instructions[index];
    return { start, end: start, by };
  }

  /** @param {number} first @param {number} last @returns {number[]} the bytes of instructions */
  copy(first, last) {
    const { start } = this.instructions[first];
    return [...this.bytes.subarray(start, this.instructions[last].end)];
  }

  /** @param {Change[]} changes in any order; they do not overlap @returns {Uint8Array} */
  changed(changes) {
    const { bytes, whole } = this;
    const { groups, start, end } = this.#locals;
    const added = this.#added;
    const parts = [encodeNumber(groups + added.length), bytes.subarray(start, end), ...added];
    let position = end;
    for (const change of changes.toSorted((a, b) => a.start - b.start)) {
      parts.push(bytes.subarray(position, change.start), change.by);
      position = change.end;
    }
    return concatenate([...parts, bytes.subarray(position, whole.end)]);
  }
}

/**
 * @param {WasmModule} module
 * @param {readonly Finder[]} finders
 * @returns {Map<WasmFunction, Uint8Array>} the code of the functions that change
 */
export function editFunctions(module, finders) {
  /** @type {Map<WasmFunction, Uint8Array>} */
  const edited = new Map();
  for (const each of module.functions) {
    if (each.imported) continue;
    const code = new FunctionCode(module, each);
    const changes = finders.flatMap((find) => find(code));
    if (changes.length > 0) edited.set(each, code.changed(changes));
  }
  return edited;
}
