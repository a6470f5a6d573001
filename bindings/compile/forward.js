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
/** @typedef {import('./edit.js').FunctionCode} FunctionCode */
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

/** What follows the second move where a function is entered: it loads which call that was. */
const LEFT_AT_IS = [[LOAD], [LOCAL_SET], [END]];

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
 * Where a function is entered again: after one move its variables are loaded, after another, under the
 * same condition and with nothing between that could go elsewhere, which call it was left at.
 * @param {FunctionCode} code
 * @param {number} first where the one begins
 * @param {number} second where the other does
 * @returns {{ end: number, guard: number, last: number } | undefined} where the first block ends, and
 *   where the second begins and ends
 */
function findEntry({ bytes, instructions: code }, first, second) {
  const [before, guard] = [first - GUARD.length, second - GUARD.length];
  if (!matches(code, guard, GUARD) || !matches(code, before, GUARD)) return undefined;
  const same = [0, 1, GUARD.length].every(
    (each) => code[guard + each].operand === code[before + each].operand,
  );
  const between = code.slice(first + MOVE.length, guard);
  const index = between.findIndex(({ opcode }) => opcode === END || opcode === BLOCK);
  const call = second + MOVE.length;
  const known =
    between[index]?.opcode === END &&
    between.every(({ opcode }) => mayStandBetween(opcode)) &&
    matches(code, call, LEFT_AT_IS) &&
    isExact(bytes, code[call]);
  const end = first + MOVE.length + index;
  return same && known ? { end, guard, last: call + LEFT_AT_IS.length - 1 } : undefined;
}

/**
 * Where the last move begins, if a move is the first of two that leave a function.
 * @param {FunctionCode} code
 * @param {number} from where the first begins
 * @returns {number} 0: it is not
 */
function findLastMove({ bytes, instructions: code }, from) {
  const before = from - LEFT_AT.length;
  const area = code[from].operand;
  if (!matches(code, before, LEFT_AT) || code[before].operand !== area) return 0;
  if (!isExact(bytes, code[before + LEFT_AT_LOAD])) return 0;
  let last = from + MOVE.length;
  while (savesVariable(code[last]?.opcode)) last++;
  const found = matches(code, last, LAST_MOVE) && code[last + FIRST_ADDRESS].operand === area;
  return found && isExact(bytes, code[last + FIRST_LOAD]) ? last : 0;
}

/** Code that gives the local, and that sets and gives it. @typedef {{ get: number[], tee: number[] }} Local */

/**
 * A move that gives the local, and stores nothing.
 * @param {FunctionCode} code
 * @param {number} from
 * @param {Local} local
 */
const withoutStore = (code, from, { tee }) => [
  code.replacing(from + TARGET, from + TARGET, []),
  code.replacing(from + STORED, from + SECOND_LOAD, tee),
];

/**
 * A function is entered again in one block, at whose end the end of the saved frames is stored.
 * @param {FunctionCode} code
 * @param {number} first
 * @param {number} second
 * @param {Local} local
 * @returns {Change[] | undefined} undefined: it is not entered there
 */
function enterOnce(code, first, second, local) {
  const entry = findEntry(code, first, second);
  if (!entry) return undefined;
  const moved = [
    ...code.copy(second + TARGET, second + TARGET),
    ...local.get,
    ...code.copy(second + FIRST_LOAD + 1, second + STORED - 1),
    ...local.tee,
    ...code.copy(second + STORED, second + STORED),
    ...local.get,
    ...code.copy(second + MOVE.length, entry.last - 1),
  ];
  return [
    ...withoutStore(code, first, local),
    code.inserting(entry.end, moved),
    code.replacing(entry.guard, entry.last, []),
  ];
}

/**
 * A function is left, and only the last move stores the end of the saved frames.
 * @param {FunctionCode} code
 * @param {number} from
 * @param {Local} local
 * @returns {Change[] | undefined} undefined: it is not left there
 */
function leaveOnce(code, from, local) {
  const last = findLastMove(code, from);
  if (last === 0) return undefined;
  return [
    code.inserting(from - LEFT_AT.length + LEFT_AT_LOAD + 1, local.tee),
    ...withoutStore(code, from, local),
    code.replacing(from + FIRST_ADDRESS, from + FIRST_LOAD, local.get),
    code.replacing(last + FIRST_ADDRESS, last + FIRST_LOAD, local.get),
  ];
}

/** Any other move. @param {FunctionCode} code @param {number} from @param {Local} local */
const forward = (code, from, local) => [
  code.inserting(from + STORED, local.tee),
  code.replacing(from + SECOND_ADDRESS, from + SECOND_LOAD, local.get),
];

/** @type {import('./edit.js').Finder} */
export function forwardStores(code) {
  const { bytes, instructions } = code;
  const moves = instructions.flatMap((_, index) =>
    isMove(bytes, instructions, index) ? [index] : [],
  );
  if (moves.length === 0) return [];
  const index = encodeNumber(code.addLocal(I32));
  const local = { get: [LOCAL_GET, ...index], tee: [LOCAL_TEE, ...index] };
  /** @type {Change[]} */
  const changes = [];
  for (let move = 0; move < moves.length; move++) {
    const [from, next] = moves.slice(move, move + 2);
    const entered = next === undefined ? undefined : enterOnce(code, from, next, local);
    changes.push(...(entered ?? leaveOnce(code, from, local) ?? forward(code, from, local)));
    if (entered) move++;
  }
  return changes;
}
