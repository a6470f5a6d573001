/**
 * The instance's memory, and values on their way through it.
 */

/** Kinds of values, in the order of C's async_kind. */
export const [NONE, BOOL, INT, DOUBLE, STRING, BYTES, RECORD, OBJECT] = Array(8).keys();

/** Where an async_value says that its bytes are to be seen where they lie. */
const LENT = 2;

/** @type {any} */
const { Buffer, Deno } = /** @type {any} */ (globalThis);

/** Node's buffers decode faster than a TextDecoder. */
const NodeBuffer = Buffer?.prototype.utf8Slice ? Buffer : undefined;

/** Deno's do so only below this length. */
const LONG = Deno ? 300 : Infinity;

/** Strings up to this length are decoded faster by hand. */
const SHORT = NodeBuffer ? 8 : 20;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class Memory {
  /** The value that was converted last: its kind, ... */
  kind = NONE;
  /** ... itself, or its address or handle, ... */
  number = 0;
  /** ... and the size of what lies at the address. */
  size = 0;

  #memory;
  #bytes = /** @type {Uint8Array} */ (/** @type {unknown} */ (undefined));
  #doubles = /** @type {Float64Array} */ (/** @type {unknown} */ (undefined));
  #view = /** @type {DataView} */ (/** @type {unknown} */ (undefined));
  /** @type {any} */
  #buffer;
  #handles;
  #instance;

  /**
   * @param {WebAssembly.Memory} memory
   * @param {import('./instance.js').Instance} instance
   */
  constructor(memory, instance) {
    this.#memory = memory;
    this.#instance = instance;
    this.#handles = instance.handles;
    this.#refresh();
  }

  /* A growth detaches the buffer, and views of it have no length then. */
  #refresh() {
    const { buffer } = this.#memory;
    this.#bytes = new Uint8Array(buffer);
    this.#doubles = new Float64Array(buffer);
    this.#view = new DataView(buffer);
    this.#buffer = NodeBuffer?.from(buffer);
  }

  /** All of the memory, to use before the next call into C. */
  get bytes() {
    if (this.#bytes.length === 0) this.#refresh();
    return this.#bytes;
  }

  /** The same as a DataView. */
  get view() {
    if (this.#bytes.length === 0) this.#refresh();
    return this.#view;
  }

  /**
   * Reads the payload of an async_value.
   * @param {number} kind
   * @param {number} address of the value
   * @returns {any}
   */
  read(kind, address) {
    if (this.#doubles.length === 0) this.#refresh();
    if (kind === DOUBLE) return this.#doubles[(address + 8) >> 3];
    if (kind === NONE) return undefined;
    if (kind === STRING) return this.#string(address);
    if (kind === BOOL) return this.#bytes[address + 8] !== 0;
    if (kind === INT) return this.integer(address + 8);
    if (kind === OBJECT) return this.#handles.get(this.#doubles[(address + 8) >> 3]);
    const data = this.#view.getUint32(address + 8, true);
    if (kind === RECORD) return this.#instance.readBox(data);
    const end = data + this.#view.getUint32(address + 4, true);
    return this.#bytes[address + LENT]
      ? this.#bytes.subarray(data, end)
      : this.#bytes.slice(data, end);
  }

  /** A number where that is exact. @param {number} address of an integer of 64 bits */
  integer(address) {
    const { view } = this;
    const number = view.getInt32(address + 4, true) * 2 ** 32 + view.getUint32(address, true);
    return Number.isSafeInteger(number) ? number : view.getBigInt64(address, true);
  }

  /** @param {number} address */
  #string(address) {
    const data = this.#view.getUint32(address + 8, true);
    return this.text(data, this.#view.getUint32(address + 4, true));
  }

  /**
   * @param {number} data
   * @param {number} size in bytes
   * @returns {string}
   */
  text(data, size) {
    const bytes = this.bytes;
    if (size > SHORT) return this.#decode(data, size);
    let text = '';
    for (let i = data; i < data + size; i++) {
      if (bytes[i] > 127) return this.#decode(data, size);
      text += String.fromCharCode(bytes[i]);
    }
    return text;
  }

  /**
   * @param {number} data
   * @param {number} size
   * @returns {string}
   */
  #decode(data, size) {
    if (this.#buffer && size < LONG) return this.#buffer.utf8Slice(data, data + size);
    return decoder.decode(this.#bytes.subarray(data, data + size));
  }

  /**
   * @param {number} address of text that ends with a zero
   * @returns {string}
   */
  textAt(address) {
    const bytes = this.bytes;
    return this.text(address, bytes.indexOf(0, address) - address);
  }

  /**
   * Converts what is a number, a truth value or nothing in C, too.
   * @param {any} value
   * @returns {boolean} false: it is something else
   */
  convertSmall(value) {
    if (typeof value === 'number') this.converted(DOUBLE, value);
    else if (typeof value === 'boolean') this.converted(BOOL, value ? 1 : 0);
    else if (value === undefined) this.converted(NONE, 0);
    else return false;
    return true;
  }

  /**
   * Has a value go to C so that it is the very same when it comes back: nothing is copied.
   * @param {any} value
   */
  keep(value) {
    if (!this.convertSmall(value)) this.refer(value);
  }

  /**
   * Takes a value as it is for what was converted last.
   * @param {any} value
   */
  refer(value) {
    this.converted(OBJECT, this.#handles.add(value));
  }

  /**
   * Gives up what was converted last, which nobody takes.
   * @param {(address: number) => void} free
   */
  discard(free) {
    if (this.kind === OBJECT) this.#handles.remove(this.number);
    else if (this.kind === STRING || this.kind === BYTES) free(this.number);
  }

  /**
   * Leaves what goes to C.
   * @param {number} kind
   * @param {number} number
   * @param {number} [size]
   */
  converted(kind, number, size = 0) {
    this.kind = kind;
    this.number = number;
    this.size = size;
  }
}
