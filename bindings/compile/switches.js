/**
 * The four functions of Asyncify's that begin and end a switch. Each of them asks, after it has set
 * the state, whether the saved frames have outgrown their room, and traps then. The runtime asks the
 * same once a switch, and says who needs how much (`async__stack_sufficed` in port/wasm/context.h):
 * here the questions of the pass go, which a processor would spend a tenth of a switch on.
 */

/** @typedef {import('./wasm.js').WasmModule} WasmModule */

const SWITCH = /^asyncify_(start|stop)_(unwind|rewind)$/;

const END = 0x0b;
const GLOBAL_GET = 0x23;
const GLOBAL_SET = 0x24;

/** What the question is, in Binaryen's code. */
const QUESTION = [
  ...[GLOBAL_GET, 0x28 /* load */, GLOBAL_GET, 0x28 /* load */, 0x4b /* greater */, 0x04 /* if */],
  ...[0x00 /* unreachable */, END],
];

/**
 * @param {WasmModule} module as the pass leaves it
 * @returns {import('./edit.js').Finder} finds the question; one in another form stays
 */
export function askOnce(module) {
  const switches = module.exports.filter(({ name }) => SWITCH.test(name));
  const functions = new Set(switches.map(({ index }) => module.functions[index]));
  return ({ whole, instructions }) => {
    if (!functions.has(whole)) return [];
    const first = instructions.findLastIndex(({ opcode }) => opcode === GLOBAL_SET) + 1;
    const last = first + QUESTION.length - 1;
    const asks = QUESTION.every((opcode, index) => instructions[first + index]?.opcode === opcode);
    if (!asks) return [];
    return [{ start: instructions[first].start, end: instructions[last].end, by: [] }];
  };
}
