/**
 * What the Asyncify pass leaves undone. The functions that it rewrites move the end of the saved
 * frames, which is kept in memory, and load at once what they have just stored: a processor waits
 * for each such load, longer than for all the rest of a switch. Here the value stays in a local.
 *
 *     global.get $area  global.get $area  i32.load  i32.const SIZE  i32.add  i32.store
 *     global.get $area  i32.load
 *
 * is a move, and the load that follows. The local takes the value before the store, and gives it
 * where it is loaded. Of two moves in a row, the first thing that a function does when it is
 * entered again, the second begins with the local, too.
 */
import { concatenate, encodeNumber } from './bytes.js';

/** @typedef {import('./wasm.js').WasmFunction} WasmFunction */
/** @typedef {import('./wasm.js').WasmModule} WasmModule */
/** @typedef {{ opcode: number, operand: number, start: number, end: number }} Instruction */

const BLOCK = 0x02;
const IF = 0x04;
const END = 0x0b;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const LOCAL_TEE = 0x22;
const GLOBAL_GET = 0x23;
const LOAD = 0x28;
const LAST_LOAD = 0x35;
const STORE = 0x36;
const CONSTANT = 0x41;
const EQUAL = 0x46;
const ADD = 0x6a;
const SUBTRACT = 0x6b;
const I32 = 0x7f;

const MOVE = [
  ...[[GLOBAL_GET], [GLOBAL_GET], [LOAD], [CONSTANT], [ADD, SUBTRACT], [STORE]],
  ...[[GLOBAL_GET], [LOAD]],
];
/* In a move: the first load with its address, the store, the second load with its address. */
const [FIRST_ADDRESS, FIRST_LOAD, STORED, SECOND_ADDRESS, SECOND_LOAD] = [1, 2, 5, 6, 7];

/** What stands before it where a function is entered again: the state of Asyncify is asked. */
const GUARD = [[GLOBAL_GET], [CONSTANT], [EQUAL], [IF]];

/** What may stand between two moves: it changes no memory, and goes on to what follows. */
const BETWEEN = new Set([BLOCK, END, LOCAL_GET, LOCAL_SET, LOCAL_TEE]);

/** @param {number} opcode */
const mayStandBetween = (opcode) => BETWEEN.has(opcode) || (opcode >= LOAD && opcode <= LAST_LOAD);

/**
 * @param {readonly Instruction[]} code
 * @param {number} from
 * @param {readonly number[][]} pattern
 */
function matches(code, from, pattern) {
  return (
    from >= 0 && pattern.every((opcodes, index) => opcodes.includes(code[from + index]?.opcode))
  );
}

/** A load or store of an i32 at the very address. @param {Uint8Array} bytes @param {Instruction} at */
const isExact = (bytes, { start, end }) =>
  end - start === 3 && bytes[start + 1] === 2 && bytes[start + 2] === 0;

/**
 * @param {Uint8Array} bytes
 * @param {readonly Instruction[]} code
 * @param {number} from
 */
function isMove(bytes, code, from) {
  if (!matches(code, from, MOVE)) return false;
  const area = code[from].operand;
  return (
    [FIRST_ADDRESS, SECOND_ADDRESS].every((each) => code[from + each].operand === area) &&
    [FIRST_LOAD, STORED, SECOND_LOAD].every((each) => isExact(bytes, code[from + each]))
  );
}

/**
 * Whether the local has the value still when a move begins: another has come before, under the same
 * condition, and nothing since.
 * @param {readonly Instruction[]} code
 * @param {number} before where the other begins
 * @param {number} from
 */
function follows(code, before, from) {
  const [guard, first] = [from - GUARD.length, before - GUARD.length];
  if (!matches(code, guard, GUARD) || !matches(code, first, GUARD)) return false;
  const same = [0, 1].every((each) => code[guard + each].operand === code[first + each].operand);
  const between = code.slice(before + MOVE.length, guard);
  return (
    same &&
    code[from].operand === code[before].operand &&
    between.every(({ opcode }) => mayStandBetween(opcode))
  );
}

/**
 * What is to take the place of which bytes.
 * @typedef {{ start: number, end: number, by: number[] }} Change
 */

/**
 * @param {Uint8Array} bytes
 * @param {readonly Instruction[]} code
 * @param {number[]} local its index, encoded
 */
function findChanges(bytes, code, local) {
  /** @type {Change[]} */
  const changes = [];
  let before = -1;
  for (let from = 0; from < code.length; from++) {
    if (!isMove(bytes, code, from)) continue;
    const at = (/** @type {number} */ each) => code[from + each];
    if (before >= 0 && follows(code, before, from)) {
      const [{ start }, { end }] = [at(FIRST_ADDRESS), at(FIRST_LOAD)];
      changes.push({ start, end, by: [LOCAL_GET, ...local] });
    }
    const { start } = at(STORED);
    changes.push({ start, end: start, by: [LOCAL_TEE, ...local] });
    changes.push({
      start: at(SECOND_ADDRESS).start,
      end: at(SECOND_LOAD).end,
      by: [LOCAL_GET, ...local],
    });
    before = from;
  }
  return changes;
}

/**
 * The code of a function with a local that has the value.
 * @param {WasmModule} module
 * @param {WasmFunction} whole
 * @returns {Uint8Array | undefined} undefined: nothing changes
 */
function forwardIn(module, whole) {
  const { bytes } = module;
  /** @type {Instruction[]} */
  const code = [];
  module.readInstructions(whole, (opcode, operand, start, end) =>
    code.push({ opcode, operand, start, end }),
  );
  const locals = module.readLocals(whole);
  const changes = findChanges(bytes, code, encodeNumber(whole.parameters + locals.count));
  if (changes.length === 0) return undefined;
  const declared = [encodeNumber(locals.groups + 1), bytes.subarray(locals.start, locals.end)];
  const parts = [...declared, [1, I32]];
  let position = locals.end;
  for (const { start, end, by } of changes) {
    parts.push(bytes.subarray(position, start), by);
    position = end;
  }
  return concatenate([...parts, bytes.subarray(position, whole.end)]);
}

/**
 * @param {WasmModule} module as the pass leaves it
 * @returns {Map<WasmFunction, Uint8Array>} the code of the functions that change
 */
export function forwardStores(module) {
  /** @type {Map<WasmFunction, Uint8Array>} */
  const changed = new Map();
  for (const each of module.functions) {
    const code = each.imported ? undefined : forwardIn(module, each);
    if (code) changed.set(each, code);
  }
  return changed;
}
