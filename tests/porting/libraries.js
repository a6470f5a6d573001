/** Two C libraries whose callbacks suspend, and what they read. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import * as gunzip from '../../build/release/tests/porting/gunzip.mjs';
import * as xml from '../../build/release/tests/porting/xml.mjs';
import { Random } from '../differential/random.js';

const thirdParty = new URL('../../build/third-party/', import.meta.url);

/** @param {string} path of a file that came with a library */
export const thirdPartyFile = (path) => readFileSync(new URL(path, thirdParty));

/** A source of chunks that tells how it is used, and refuses what `for await` would not do. */
export class Chunks {
  asked = 0;
  closed = 0;
  #chunks;
  #over = false;

  /** @param {Iterable<unknown>} chunks a promise among them is what next() gives */
  constructor(chunks) {
    this.#chunks = chunks[Symbol.iterator]();
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  async next() {
    if (this.#over) throw new Error('next() after the end');
    this.asked++;
    const { done, value } = this.#chunks.next();
    this.#over = done === true;
    return { done, value: await value };
  }

  async return() {
    if (this.#over) throw new Error('return() after the end');
    this.#over = true;
    this.closed++;
    return { done: true, value: undefined };
  }
}

/**
 * Cuts bytes anywhere, now and then into nothing or a single byte.
 * @param {Uint8Array} bytes
 * @param {string} seed
 */
export function cut(bytes, seed) {
  const random = new Random(seed);
  const largest = random.pick([10, 100, 5000, 60_000]);
  const chunks = [];
  for (let start = 0; start < bytes.length;) {
    const size = random.between(0, largest);
    chunks.push(bytes.subarray(start, start + size));
    start += size;
  }
  return chunks;
}

/** @param {AsyncIterable<any>} iterable */
export async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/**
 * A library, as the tests that are the same for each use it.
 * @typedef {object} Library
 * @property {any} module
 * @property {string} name of its export
 * @property {Uint8Array} input of which one chunk gives many items
 */

/** @type {Record<string, Library>} */
export const LIBRARIES = {
  "zlib's inflateBack(), which pulls and pushes": {
    module: gunzip,
    name: 'gunzip',
    input: gzipSync(thirdPartyFile('expat/xmlparse.c')),
  },
  "Expat's handlers, which push": {
    module: xml,
    name: 'xmlEvents',
    input: thirdPartyFile('expat/xmlwf.xml'),
  },
};
