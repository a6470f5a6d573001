/**
 * What the Asyncify pass leaves undone. The functions that it rewrites keep the end of the saved
 * frames in memory, and load it again and again, mostly what they have just stored: a processor
 * waits for each such load, longer than for all the rest of a switch. Here it is in a local.
 *
 *     global.get $area  global.get $area  i32.load  i32.const SIZE  i32.add  i32.store
 *     global.get $area  i32.load
 *
 * is a move of that end, and the load that follows. There are two in a row where a function is
 * entered again: it loads its variables, and then which call it stood at. Only the second need store
 * the end. Where a function is left, it stores which call that is, then a move, its variables, and
 * the last move. There only the last need store it.
 */
import { encodeNumber } from './bytes.js';

/** @typedef {import('./edit.js').Change} Change */
/** @typedef {import('./edit.js').Instruction} Instruction */

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
const LAST_STORE = 0x3e;
const CONSTANT = 0x41;
const EQUAL = 0x46;
const ADD = 0x6a;
const SUBTRACT = 0x6b;
const I32 = 0x7f;

const MOVE = [
  ...[[GLOBAL_GET], [GLOBAL_GET], [LOAD], [CONSTANT], [ADD, SUBTRACT], [STORE]],
  ...[[GLOBAL_GET], [LOAD]],
];
/* In a move: what is stored to, the first load with its address, the store, the second load with its
 * address. */
const [TARGET, FIRST_ADDRESS, FIRST_LOAD, STORED, SECOND_ADDRESS, SECOND_LOAD] = [0, 1, 2, 5, 6, 7];

/** Which call a function is left at goes to the end of the saved frames, before a move. */
const LEFT_AT = [[GLOBAL_GET], [LOAD], [LOCAL_GET], [STORE]];
/* In that: what it is stored to. */
const LEFT_AT_LOAD = 1;

/** The last move, with no load behind it. */
const LAST_MOVE = MOVE.slice(0, SECOND_ADDRESS);

/** What stands before it where a function is entered again: the state of Asyncify is asked. */
const GUARD = [[GLOBAL_GET], [CONSTANT], [EQUAL], [IF]];

/** What may stand between two moves: it changes no memory, and goes on to what follows. */
const BETWEEN = new Set([BLOCK, END, LOCAL_GET, LOCAL_SET, LOCAL_TEE]);

/** @param {number} opcode */
const mayStandBetween = (opcode) => BETWEEN.has(opcode) || (opcode >= LOAD && opcode <= LAST_LOAD);

/** What stores the variables between the two moves that leave a function. @param {number} opcode */
const savesVariable = (opcode) =>
  opcode === LOCAL_GET || opcode === LOCAL_TEE || (opcode >= STORE && opcode <= LAST_STORE);

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
 * Whether one move comes right after another, under the same condition, with nothing between that
 * could go elsewhere or see the end of the saved frames.
 * @param {readonly Instruction[]} code
 * @param {number | undefined} before where the one begins
 * @param {number | undefined} from where the other does
 */
function follows(code, before, from) {
  if (before === undefined || from === undefined) return false;
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
 * Where the last move begins, if a move is the first of two that leave a function.
 * @param {Uint8Array} bytes
 * @param {readonly Instruction[]} code
 * @param {number} from where the first begins
 * @returns {number} 0: it is not
 */
function findLastMove(bytes, code, from) {
  const before = from - LEFT_AT.length;
  const area = code[from].operand;
  if (!matches(code, before, LEFT_AT) || code[before].operand !== area) return 0;
  if (!isExact(bytes, code[before + LEFT_AT_LOAD])) return 0;
  let last = from + MOVE.length;
  while (savesVariable(code[last]?.opcode)) last++;
  const found = matches(code, last, LAST_MOVE) && code[last + FIRST_ADDRESS].operand === area;
  return found && isExact(bytes, code[last + FIRST_LOAD]) ? last : 0;
}

/** @type {import('./edit.js').Finder} */
export function forwardStores(edited) {
  const { bytes, instructions: code } = edited;
  const moves = code.flatMap((_, index) => (isMove(bytes, code, index) ? [index] : []));
  if (moves.length === 0) return [];
  const local = encodeNumber(edited.addLocal(I32));
  /** @type {Change[]} */
  const changes = [];
  const [get, tee] = [LOCAL_GET, LOCAL_TEE].map((opcode) => [opcode, ...local]);
  /** @param {number} first @param {number} last @param {number[]} by */
  const replace = (first, last, by) =>
    changes.push({ start: code[first].start, end: code[last].end, by });
  /** @param {number} index @param {number[]} by */
  const insert = (index, by) =>
    changes.push({ start: code[index].start, end: code[index].start, by });

  for (const [index, from] of moves.entries()) {
    const last = findLastMove(bytes, code, from);
    if (last) insert(from - LEFT_AT.length + LEFT_AT_LOAD + 1, tee);
    const stores = !last && !follows(code, from, moves[index + 1]);
    if (!stores) replace(from + TARGET, from + TARGET, []);
    if (last || follows(code, moves[index - 1], from)) {
      replace(from + FIRST_ADDRESS, from + FIRST_LOAD, get);
    }
    if (stores) insert(from + STORED, tee);
    if (stores) replace(from + SECOND_ADDRESS, from + SECOND_LOAD, get);
    else replace(from + STORED, from + SECOND_LOAD, tee);
    if (last) replace(last + FIRST_ADDRESS, last + FIRST_LOAD, get);
  }
  return changes;
}
