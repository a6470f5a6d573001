/**
 * The four functions of Asyncify's that begin and end a switch. Each of them asks, after it has set
 * the state, whether the saved frames have outgrown their room, and traps then. The runtime asks the
 * same once a switch, and says who needs how much (`async__stack_sufficed` in port/wasm/context.h):
 * here the questions of the pass go, which a processor would spend a tenth of a switch on.
 */

/** @typedef {import('./wasm.js').WasmFunction} WasmFunction */
/** @typedef {import('./wasm.js').WasmModule} WasmModule */

const SWITCH = /^asyncify_(start|stop)_(unwind|rewind)$/;

const END = 0x0b;
const GLOBAL_GET = 0x23;
const GLOBAL_SET = 0x24;

/** What the question is, in Binaryen's code: the rest of the function from here traps or does nothing. */
const QUESTION = [
  ...[GLOBAL_GET, 0x28 /* load */, GLOBAL_GET, 0x28 /* load */, 0x4b /* greater */, 0x04 /* if */],
  ...[0x00 /* unreachable */, END],
];

/**
 * @param {WasmModule} module
 * @param {WasmFunction} whole
 * @returns {Uint8Array | undefined} its code without the question; undefined: it asks none, or in
 *   another form, which stays
 */
function withoutQuestion(module, whole) {
  /** @type {number[]} */
  const opcodes = [];
  let set = -1;
  let end = whole.start;
  module.readInstructions(whole, (opcode, _operand, _start, after) => {
    if (opcode === GLOBAL_SET) [set, end] = [opcodes.length, after];
    opcodes.push(opcode);
  });
  const asks = QUESTION.every((opcode, index) => opcodes[set + 1 + index] === opcode);
  const last = opcodes.slice(set + 1 + QUESTION.length).every((opcode) => opcode === END);
  return asks && last ? Uint8Array.of(...module.bytes.subarray(whole.start, end), END) : undefined;
}

/**
 * @param {WasmModule} module as the pass leaves it
 * @returns {Map<WasmFunction, Uint8Array>} the code of the functions that change
 */
export function askOnce(module) {
  /** @type {Map<WasmFunction, Uint8Array>} */
  const changed = new Map();
  for (const { name, index } of module.exports) {
    const code = SWITCH.test(name) && withoutQuestion(module, module.functions[index]);
    if (code) changed.set(module.functions[index], code);
  }
  return changed;
}
