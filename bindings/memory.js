/**
 * The instance's memory, and values on their way through it.
 */

/** Kinds of values, in the order of C's async_kind. */
export const KINDS = /** @type {const} */ ([
  'none',
  'bool',
  'int',
  'double',
  'string',
  'bytes',
  'record',
  'object',
]);
export const [NONE, BOOL, INT, DOUBLE, STRING, BYTES, RECORD, OBJECT] = KINDS.map(
  (_, kind) => kind,
);

/** Where an async_value says that its bytes are to be seen where they lie. */
const LENT = 2;

/** @type {any} */
const { Buffer } = /** @type {any} */ (globalThis);

/** Node's buffers decode faster than a TextDecoder. */
const NodeBuffer = Buffer?.prototype.utf8Slice ? Buffer : undefined;

/** Strings up to this length are decoded faster by hand. */
const SHORT = NodeBuffer ? 8 : 20;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class Memory {
  /** The value that was converted last: its kind, ... */
  kind = NONE;
  /** ... itself, or its address or handle, ... */
  number = 0;
  /** ... and the size of what lies at the address. */
  size = 0;

  #memory;
  #bytes;
  #doubles;
  #view;
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
    this.#bytes = new Uint8Array(memory.buffer);
    this.#doubles = new Float64Array(memory.buffer);
    this.#view = new DataView(memory.buffer);
    this.#buffer = NodeBuffer?.from(memory.buffer);
  }

  /* A growth detaches the buffer, and views of it have no length then. */
  #refresh() {
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#doubles = new Float64Array(this.#memory.buffer);
    this.#view = new DataView(this.#memory.buffer);
    this.#buffer = NodeBuffer?.from(this.#memory.buffer);
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

  /** @param {number} address of a double */
  double(address) {
    if (this.#doubles.length === 0) this.#refresh();
    return this.#doubles[address >> 3];
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
    if (this.#buffer) return this.#buffer.utf8Slice(data, data + size);
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
   * Converts a value to what C takes: leaves it in `kind`, `number` and `size`.
   * @param {any} value
   * @param {(size: number) => number} buffer allocates memory for a string or bytes
   */
  convert(value, buffer) {
    if (!this.convertPlain(value, buffer)) this.refer(value);
  }

  /**
   * Converts what C has a type of its own for, bigints apart.
   * @param {any} value
   * @param {(size: number) => number} buffer
   * @returns {boolean} false: it is something else
   */
  convertPlain(value, buffer) {
    this.size = 0;
    if (typeof value === 'number') this.#converted(DOUBLE, value);
    else if (value === undefined) this.#converted(NONE, 0);
    else if (typeof value === 'boolean') this.#converted(BOOL, value ? 1 : 0);
    else if (typeof value === 'string') this.#convertBytes(STRING, encoder.encode(value), buffer);
    else {
      const bytes = asBytes(value);
      if (!bytes) return false;
      this.#convertBytes(BYTES, bytes, buffer);
    }
    return true;
  }

  /**
   * As convert(), but what goes back to JavaScript later is then the very same value: nothing is
   * copied.
   * @param {any} value
   */
  keep(value) {
    this.size = 0;
    if (typeof value === 'number') this.#converted(DOUBLE, value);
    else if (typeof value === 'boolean') this.#converted(BOOL, value ? 1 : 0);
    else if (value === undefined) this.#converted(NONE, 0);
    else this.#converted(OBJECT, this.#handles.add(value));
  }

  /**
   * Takes a value as it is for what was converted last.
   * @param {any} value
   */
  refer(value) {
    this.object(this.#handles.add(value));
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
   * Takes an object of the runtime for what was converted last.
   * @param {number} address
   */
  object(address) {
    this.size = 0;
    this.#converted(OBJECT, address);
  }

  /**
   * @param {number} kind
   * @param {number} number
   */
  #converted(kind, number) {
    this.kind = kind;
    this.number = number;
  }

  /**
   * @param {number} kind
   * @param {Uint8Array} bytes
   * @param {(size: number) => number} buffer
   */
  #convertBytes(kind, bytes, buffer) {
    this.#converted(kind, this.place(bytes, buffer));
    this.size = bytes.length;
  }

  /**
   * Copies bytes into memory of C's.
   * @param {Uint8Array} bytes
   * @param {(size: number) => number} buffer
   * @returns {number} the address
   */
  place(bytes, buffer) {
    const address = this.reserve(bytes.length, buffer);
    this.bytes.set(bytes, address);
    return address;
  }

  /**
   * @param {number} size in bytes
   * @param {(size: number) => number} buffer
   * @returns {number} the address of that much memory of C's
   */
  reserve(size, buffer) {
    const address = size < 2 ** 32 ? buffer(size) : 0;
    if (address === 0) throw new RangeError(`asyncfor: no memory for ${size} bytes`);
    return address >>> 0;
  }
}

/** Throws for what is no buffer. @type {any} */
const byteLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get;

/**
 * The bytes of a value that is binary data; a buffer that is detached is none.
 * @param {any} value
 * @returns {Uint8Array | undefined}
 */
export function asBytes(value) {
  try {
    if (ArrayBuffer.isView(value)) {
      return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    }
    /* The tag, which buffers of other realms have too, comes first, because all else throws. */
    if (value?.[Symbol.toStringTag] !== 'ArrayBuffer') return undefined;
    return new Uint8Array(value, 0, Reflect.apply(byteLength, value, []));
  } catch {
    return undefined;
  }
}

/** @param {string} text */
export const encode = (text) => encoder.encode(text);

/**
 * Writes text as far as there is room.
 * @param {string} text
 * @param {Uint8Array} room
 * @returns {number} how many bytes that took
 */
export const encodeInto = (text, room) => encoder.encodeInto(text, room).written;
