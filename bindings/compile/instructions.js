/**
 * Walks the instructions of WebAssembly's binary format (WebAssembly 3.0, 5.4; of its extensions
 * those that compilers of C use: bulk memory, sign extension, saturating conversions, SIMD,
 * atomics, several values, references, tail calls, exceptions).
 */

export const CALL = 0x10;
const CALL_INDIRECT = 0x11;
const RETURN_CALL = 0x12;
const RETURN_CALL_INDIRECT = 0x13;
const CALL_REF = 0x14;
const RETURN_CALL_REF = 0x15;
export const REF_FUNC = 0xd2;
/** What these begin is told by the number that follows. */
export const MISCELLANEOUS = 0xfc;
export const SIMD = 0xfd;
export const ATOMIC = 0xfe;

export const DIRECT_CALLS = new Set([CALL, RETURN_CALL]);
export const INDIRECT_CALLS = new Set([
  CALL_INDIRECT,
  RETURN_CALL_INDIRECT,
  CALL_REF,
  RETURN_CALL_REF,
]);
export const TAIL_CALLS = new Set([RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF]);

const TRY_TABLE = 0x1f;
/** What opens a block. */
export const BLOCKS = new Set([0x02, 0x03, 0x04, 0x06, TRY_TABLE]);
/** `try` and its like, in both versions of the extension. */
export const EXCEPTIONS = new Set([0x06, 0x07, 0x08, 0x09, 0x0a, 0x18, 0x19, TRY_TABLE]);

const SELECT_TYPED = 0x1c;
/** Reading and writing tables, and references. */
export const REFERENCES = new Set([SELECT_TYPED, 0x25, 0x26, 0xd0, 0xd1, REF_FUNC]);

/** Addition, subtraction and multiplication, which constants may be computed by. */
export const ARITHMETIC = new Set([0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e]);

const END = 0x0b;
/* `delegate` ends a `try`. */
export const ENDS = new Set([END, 0x18]);
const BRANCH_TABLE = 0x0e;
const F32_CONST = 0x43;
const F64_CONST = 0x44;

/* The other instructions of one byte, by how many numbers follow. */
const ONE_NUMBER = [
  ...[0x07, 0x08, 0x09, 0x0c, 0x0d, CALL, RETURN_CALL, CALL_REF, RETURN_CALL_REF, 0x18],
  ...[0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0x41, 0x42, 0xd0, REF_FUNC],
  ...[0xd5, 0xd6],
];
const TWO_NUMBERS = [CALL_INDIRECT, RETURN_CALL_INDIRECT];
const NO_NUMBER = [
  ...[0x00, 0x01, 0x05, 0x0a, END, 0x0f, 0x19, 0x1a, 0x1b, 0xd1, 0xd3, 0xd4],
  ...Array.from({ length: 0xc5 - 0x45 }, (_, index) => 0x45 + index),
];
const UNKNOWN = 0xff;
const NUMBERS = new Uint8Array(256).fill(UNKNOWN);
for (const opcode of NO_NUMBER) NUMBERS[opcode] = 0;
for (const opcode of ONE_NUMBER) NUMBERS[opcode] = 1;
for (const opcode of TWO_NUMBERS) NUMBERS[opcode] = 2;

const isLoadOrStore = (/** @type {number} */ opcode) => opcode >= 0x28 && opcode <= 0x3e;

/** @typedef {import('./bytes.js').Reader} Reader */

/** The alignment, whose bit 6 says that the index of a memory follows, and the offset. */
function skipMemoryArgument(/** @type {Reader} */ reader) {
  const flags = reader.number();
  if (flags & 0x40) reader.skipNumber();
  reader.skipNumber();
}

/** A type of a value: one byte, or a reference to a heap type. */
export function readValueType(/** @type {Reader} */ reader) {
  const type = reader.byte();
  return type === 0x63 || type === 0x64 ? `${type}:${reader.number()}` : `${type}`;
}

/** Gives whether the block has the type of a function: parameters, or more than one result. */
function skipBlockType(/** @type {Reader} */ reader) {
  const first = reader.byte();
  if (first === 0x63 || first === 0x64) reader.skipNumber();
  else if (first >= 0x80) reader.skipNumber();
  return first < 0x40 || first >= 0x80;
}

function skipCatches(/** @type {Reader} */ reader) {
  reader.list(() => {
    /* The first two kinds of clauses catch one tag. */
    if (reader.byte() < 2) reader.skipNumber();
    reader.skipNumber();
  });
}

/* How many numbers follow memory.init, data.drop, memory.copy, …, table.fill. */
const BULK_NUMBERS = [2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

function skipMiscellaneous(/** @type {Reader} */ reader, /** @type {number} */ operation) {
  if (operation < 8) return;
  const count = BULK_NUMBERS[operation - 8];
  if (count === undefined) throw unknown(`0xfc ${operation}`);
  for (let index = 0; index < count; index++) reader.skipNumber();
}

function skipSimd(/** @type {Reader} */ reader, /** @type {number} */ operation) {
  const isLane = operation >= 84 && operation <= 91;
  if (operation < 12 || isLane || operation === 92 || operation === 93) skipMemoryArgument(reader);
  else if (operation < 14) reader.skip(16);
  if (isLane || (operation >= 21 && operation <= 34)) reader.skip(1);
}

function skipAtomic(/** @type {Reader} */ reader, /** @type {number} */ operation) {
  if (operation === 3) reader.skip(1);
  else skipMemoryArgument(reader);
}

const SKIP_PREFIXED = new Map([
  [MISCELLANEOUS, skipMiscellaneous],
  [SIMD, skipSimd],
  [ATOMIC, skipAtomic],
]);

/** @param {string} opcode */
const unknown = (opcode) => new Error(`the WebAssembly instruction ${opcode} is not known`);

/**
 * What follows an opcode.
 * @param {Reader} reader
 * @param {number} opcode
 * @returns {number} the first number: the callee, its type, or which one of the instructions that
 *   begin alike; for a block 1 if it has the type of a function
 */
function readImmediates(reader, opcode) {
  const numbers = NUMBERS[opcode];
  if (numbers === 0) return 0;
  if (numbers !== UNKNOWN) {
    /* Constants have more bits than fit, but are of no interest. */
    const first = reader.number();
    if (numbers === 2) reader.skipNumber();
    return first;
  }
  const skipPrefixed = SKIP_PREFIXED.get(opcode);
  if (skipPrefixed) {
    const operation = reader.number();
    skipPrefixed(reader, operation);
    return operation;
  }
  if (isLoadOrStore(opcode)) skipMemoryArgument(reader);
  else if (BLOCKS.has(opcode)) {
    const typed = skipBlockType(reader);
    if (opcode === TRY_TABLE) skipCatches(reader);
    return Number(typed);
  } else if (opcode === F32_CONST) reader.skip(4);
  else if (opcode === F64_CONST) reader.skip(8);
  else if (opcode === BRANCH_TABLE) {
    reader.list(() => reader.skipNumber());
    reader.skipNumber();
  } else if (opcode === SELECT_TYPED) reader.list(() => readValueType(reader));
  else throw unknown(`0x${opcode.toString(16)}`);
  return 0;
}

/**
 * What an instruction is told to: its opcode, the first number that follows it (the callee, its
 * type, or which one of the instructions that begin alike; for a block 1 if it has the type of a
 * function), and where it begins and ends.
 * @typedef {(opcode: number, operand: number, start: number, end: number) => void} Visit
 */

/**
 * Reads an expression, up to the `end` of it.
 * @param {Reader} reader
 * @param {Visit} visit
 */
export function readExpression(reader, visit) {
  for (let depth = 1; depth > 0;) {
    const start = reader.position;
    const opcode = reader.byte();
    const operand = readImmediates(reader, opcode);
    if (BLOCKS.has(opcode)) depth++;
    else if (ENDS.has(opcode)) depth--;
    visit(opcode, operand, start, reader.position);
  }
}
