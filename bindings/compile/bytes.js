/**
 * Reading and writing the numbers, names and lists that WebAssembly's binary format is made of
 * (WebAssembly 2.0, 5.1 and 5.2).
 */

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export class Reader {
  #bytes;
  position;
  end;

  /**
   * @param {Uint8Array} bytes
   * @param {number} [start]
   * @param {number} [end]
   */
  constructor(bytes, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.position = start;
    this.end = end;
  }

  get done() {
    return this.position >= this.end;
  }

  byte() {
    if (this.position >= this.end) throw new Error('the WebAssembly file ends too early');
    return this.#bytes[this.position++];
  }

  /** An unsigned number in LEB128, of up to 53 bits. */
  number() {
    let number = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      number += (byte & 0x7f) * factor;
      if (byte < 0x80) return number;
    }
  }

  /** Passes a number in LEB128 of any size, signed or not. */
  skipNumber() {
    while (this.byte() >= 0x80);
  }

  /** @param {number} count of bytes */
  skip(count) {
    this.position += count;
  }

  name() {
    const size = this.number();
    this.position += size;
    return decoder.decode(this.#bytes.subarray(this.position - size, this.position));
  }

  /**
   * @template Item
   * @param {(index: number) => Item} read
   * @returns {Item[]}
   */
  list(read) {
    return Array.from({ length: this.number() }, (_, index) => read(index));
  }
}

/** @param {number} number unsigned, of up to 53 bits @returns {number[]} */
export function encodeNumber(number) {
  const bytes = [];
  for (; number >= 0x80; number = Math.floor(number / 0x80)) bytes.push((number % 0x80) + 0x80);
  return [...bytes, number];
}

/** @param {string} name @returns {number[]} */
export function encodeName(name) {
  const bytes = encoder.encode(name);
  return [...encodeNumber(bytes.length), ...bytes];
}

/** @param {readonly number[][]} items @returns {number[]} */
export const encodeList = (items) => [...encodeNumber(items.length), ...items.flat()];

/**
 * @param {readonly (Uint8Array | readonly number[])[]} parts
 * @returns {Uint8Array}
 */
export function concatenate(parts) {
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}
