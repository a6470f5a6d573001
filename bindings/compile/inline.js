/**
 * Puts the code of a function in the place of its calls. LLVM and Binaryen do so by measures of
 * their own; but what calls Asyncify's imports must not be inlined before the pass, and is worth it
 * after that: the function that suspends, which every switch calls twice, and the step of a loop.
 */
import { encodeNumber } from './bytes.js';
import { FunctionCode } from './edit.js';
import { BLOCKS, CALL, ENDS } from './instructions.js';

/** @typedef {import('./edit.js').Instruction} Instruction */
/** @typedef {import('./wasm.js').WasmFunction} WasmFunction */
/** @typedef {import('./wasm.js').WasmModule} WasmModule */

const BLOCK = 0x02;
const LOOP = 0x03;
const EMPTY = 0x40;
const BRANCH = 0x0c;
const RETURN = 0x0f;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const LOCALS = new Set([LOCAL_GET, LOCAL_SET, 0x22]);

/** A constant 0 of each type, as code. @type {Record<number, number[]>} */
const ZEROS = {
  0x7f: [0x41, 0],
  0x7e: [0x42, 0],
  0x7d: [0x43, 0, 0, 0, 0],
  0x7c: [0x44, 0, 0, 0, 0, 0, 0, 0, 0],
};

/**
 * The types of a function's locals, the parameters first, and of what it leaves behind.
 * @param {WasmModule} module
 * @param {WasmFunction} callee
 */
function typesOf(module, callee) {
  const [parameters, results] = callee.type.split('->');
  const { types } = module.readLocals(callee);
  const locals = [...parameters.split(',').filter(Boolean), ...types].map(Number);
  if (results.includes(',') || locals.some((type) => !(type in ZEROS))) {
    throw new Error(`${callee.name} has results or locals that are not known here`);
  }
  return { locals, result: results === '' ? EMPTY : Number(results) };
}

/**
 * The code as a block, with its locals from some index on.
 * @param {FunctionCode} code
 * @param {number} result the type of what it leaves behind
 * @param {number} base
 * @returns {number[]}
 */
function asBlock({ bytes, instructions }, result, base) {
  let depth = 0;
  const body = instructions.flatMap(({ opcode, operand, start, end }) => {
    if (LOCALS.has(opcode)) return [opcode, ...encodeNumber(base + operand)];
    if (opcode === RETURN) return [BRANCH, ...encodeNumber(depth)];
    if (BLOCKS.has(opcode)) depth++;
    else if (ENDS.has(opcode)) depth--;
    return [...bytes.subarray(start, end)];
  });
  return [BLOCK, result, ...body];
}

/**
 * The calls of a function that stand in a loop: elsewhere one is hardly faster, and only larger.
 * @param {readonly Instruction[]} instructions
 * @param {number} index of the function
 */
function callsInLoops(instructions, index) {
  /** @type {number[]} */
  const around = [];
  let loops = 0;
  return instructions.filter(({ opcode, operand }) => {
    if (BLOCKS.has(opcode)) around.push(opcode);
    const left = ENDS.has(opcode) ? around.pop() : undefined;
    loops += Number(opcode === LOOP) - Number(left === LOOP);
    return loops > 0 && opcode === CALL && operand === index;
  });
}

/**
 * @param {WasmModule} module
 * @param {string} name of a function that does not call itself
 * @returns {import('./edit.js').Finder} finds its calls in loops
 */
export function inlineCalls(module, name) {
  const index = module.functions.findIndex((each) => each.name === name);
  const callee = module.functions[index];
  const code = new FunctionCode(module, callee);
  const { locals, result } = typesOf(module, callee);
  return (caller) => {
    const calls = callsInLoops(caller.instructions, index);
    if (calls.length === 0) return [];
    const [base] = locals.map((type) => caller.addLocal(type));
    /* Parameters come from the stack, the last first; all other locals begin with 0. */
    const begin = locals.flatMap((type, local) => {
      const taken = local < callee.parameters ? [] : ZEROS[type];
      const which = local < callee.parameters ? callee.parameters - 1 - local : local;
      return [...taken, LOCAL_SET, ...encodeNumber(base + which)];
    });
    const by = [...begin, ...asBlock(code, result, base)];
    return calls.map(({ start, end }) => ({ start, end, by }));
  };
}
