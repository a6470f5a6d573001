/**
 * Binaryen's stack check, which a debug build has: what moves the stack pointer out of the limits
 * traps. It keeps them in two globals, which its export `__set_stack_limits` sets.
 */
import { WasmModule } from './wasm.js';

const GLOBALS = 6;

/** Two mutable globals of the type i32, which begin with 0: the top and the bottom. */
const LIMITS = [0x7f, 0x01, 0x41, 0x00, 0x0b, 0x7f, 0x01, 0x41, 0x00, 0x0b];
/** Where the value of the first stands in them, and the highest of addresses. */
const [TOP, HIGHEST] = [3, 0x7f];

/**
 * Lets the stack pointer be anywhere until limits are set: before that, the module's constructors
 * run. The pass leaves both limits at 0.
 * @param {Uint8Array} wasm
 * @returns {Uint8Array} the same, which has been changed
 */
export function beginUnlimited(wasm) {
  const { sections } = new WasmModule(wasm);
  const { end } = sections.find(({ id }) => id === GLOBALS) ?? { end: 0 };
  const from = end - LIMITS.length;
  if (from < 0 || LIMITS.some((byte, index) => wasm[from + index] !== byte)) {
    throw new Error("wasm-opt's --stack-check has written its limits in a form that is not known");
  }
  wasm[from + TOP] = HIGHEST;
  return wasm;
}
