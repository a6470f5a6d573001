/**
 * A fuzzer of what reads bytes in chunks: wherever the chunks end, the same comes of them, and
 * fails in the same way.
 */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

import * as shipped from '../../dist/asyncfor.mjs';
import * as gunzip from '../../build/release/tests/porting/gunzip.mjs';
import * as xml from '../../build/release/tests/porting/xml.mjs';
import { nothingLives } from '../clock.js';

/** What text is made of: what ends lines, what takes several bytes, what is no UTF-8. */
const PIECES = [
  ...['\n', '\r\n', '\r', 'a', 'bc', 'ü', '€', '😀', '\ufeff', '\0'].map((text) =>
    Buffer.from(text),
  ),
  ...[[0xff], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0x80]].map((bytes) => Buffer.from(bytes)),
];

const text = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 40 })
  .map((pieces) => Buffer.concat(pieces));

/** Markup, mostly well-formed. */
const markup = fc
  .array(
    fc.constantFrom(
      ...[
        '<a>',
        '</a>',
        '<b c="d&amp;e"/>',
        'text',
        '&lt;',
        '&#8364;',
        'ü',
        '<!-- c -->',
        '<',
        '&',
      ],
    ),
    { maxLength: 20 },
  )
  .map((pieces) => Buffer.from(`<r>${pieces.join('')}</r>`));

/** Files of gzip, whole or with a byte changed or the end cut off. */
const compressed = fc
  .tuple(fc.uint8Array({ maxLength: 200 }), fc.option(fc.nat(400)), fc.option(fc.nat(400)))
  .map(([content, change, end]) => {
    const file = gzipSync(content);
    if (change !== null && change < file.length) file[change] ^= 1 + (change % 255);
    return file.subarray(0, end ?? undefined);
  });

/** What reads chunks, by its name. */
const READERS = {
  lines: { input: text, read: (/** @type {any} */ source) => shipped.lines(source) },
  shortLines: {
    input: text,
    read: (/** @type {any} */ source) => shipped.lines(source, { maximumLength: 8 }),
  },
  gunzip: { input: compressed, read: (/** @type {any} */ source) => gunzip.gunzip(source) },
  xml: { input: markup, read: (/** @type {any} */ source) => xml.xmlEvents(source) },
};

/** @typedef {{ reader: keyof typeof READERS, input: Uint8Array, cuts: number[] }} Program */

/** @type {fc.Arbitrary<Program>} */
export const arbitrary = fc
  .constantFrom(.../** @type {(keyof typeof READERS)[]} */ (Object.keys(READERS)))
  .chain((reader) =>
    fc.record({
      reader: fc.constant(reader),
      input: READERS[reader].input,
      cuts: fc.array(fc.nat(250), { maxLength: 12 }),
    }),
  );

/** @param {Uint8Array} bytes @param {number[]} cuts */
async function* chunksOf(bytes, cuts) {
  let start = 0;
  for (const end of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
    if (end > bytes.length) break;
    yield bytes.slice(start, end);
    start = end;
  }
  if (start < bytes.length) yield bytes.slice(start);
}

/** @typedef {{ items: unknown[], error: unknown }} Reading what came, and how it ended */

/**
 * @param {Program['reader']} reader
 * @param {Uint8Array} input
 * @param {number[]} cuts
 * @returns {Promise<Reading>}
 */
async function readAll(reader, input, cuts) {
  /** @type {unknown[]} */
  const items = [];
  try {
    for await (const item of READERS[reader].read(chunksOf(input, cuts))) items.push(item);
    return { items: joined(items), error: undefined };
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    return { items: joined(items), error: `${name}: ${message}` };
  }
}

/** Where bytes and text are cut on their way out is the reader's affair. @param {any[]} items */
function joined(items) {
  if (items[0] instanceof Uint8Array) return [Buffer.concat(items)];
  /** @type {any[]} */
  const all = [];
  for (const item of items) {
    const last = all.at(-1);
    if (item?.[0] === 'text' && last?.[0] === 'text') last[1] += item[1];
    else all.push(Array.isArray(item) ? [...item] : item);
  }
  return all;
}

/** The lines of a text, by what has nothing in common with ours. @param {Uint8Array} input */
function linesOf(input) {
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(input).split('\n');
  const last = lines.pop();
  return [...lines.map((line) => line.replace(/\r$/, '')), ...(last ? [last] : [])];
}

/**
 * Of a distance that reaches before the data, zlib's inflateBack() says so or not, depending on where
 * its input is cut (1.3.1): then the check of the data fails.
 */
const TOO_FAR = 'AsyncforError: invalid distance too far back';

/** @param {Program} program */
export async function check({ reader, input, cuts }) {
  const whole = await readAll(reader, input, []);
  const inPieces = await readAll(reader, input, cuts);
  if ([whole, inPieces].some(({ error }) => error === TOO_FAR)) {
    assert.ok(whole.error !== undefined && inPieces.error !== undefined);
    return;
  }
  assert.deepEqual(inPieces, whole);
  if (reader === 'lines') assert.deepEqual(whole, { items: linesOf(input), error: undefined });
}

export async function finish() {
  for (const module of [shipped, gunzip, xml]) await nothingLives(module);
}
