/** The example of a library that pulls: gunzip by zlib, beside Node's. */
import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { constants, crc32, gunzipSync, gzipSync } from 'node:zlib';

import * as module from '../../build/release/tests/porting/gunzip.mjs';
import { nothingLives } from '../clock.js';
import { Random } from '../differential/random.js';
import { rejection } from '../rejection.js';
import { Chunks, collect, cut, thirdPartyFile } from './libraries.js';

after(() => nothingLives(module));

/** @param {string} seed */
function noise(seed) {
  const random = new Random(seed);
  return Buffer.from(Array.from({ length: 100_000 }, () => random.between(0, 255)));
}

const source = thirdPartyFile('expat/xmlparse.c');
const document = thirdPartyFile('expat/reference.html');
const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants;

/** A member whose header has all that RFC 1952 allows. */
function withFullHeader() {
  const member = gzipSync(source);
  const extra = [3, 0, 1, 2, 3];
  const text = [...Buffer.from('name\0comment\0')];
  const fixed = [...member.subarray(0, 3), 2 | 4 | 8 | 16, ...member.subarray(4, 10)];
  const header = Buffer.from([...fixed, ...extra, ...text]);
  const check = crc32(header);
  return Buffer.concat([header, Buffer.of(check & 255, (check >> 8) & 255), member.subarray(10)]);
}

/** Files as they come, by what is special about them. */
const FILES = {
  'best compression': gzipSync(source, { level: 9 }),
  'stored blocks': gzipSync(document, { level: 0 }),
  'fixed codes': gzipSync(document, { strategy: Z_FIXED }),
  'codes without distances': gzipSync(source, { strategy: Z_HUFFMAN_ONLY }),
  runs: gzipSync(Buffer.alloc(1_000_000, 'ab'), { strategy: Z_RLE }),
  noise: gzipSync(noise('gunzip')),
  'a small window': gzipSync(source, { windowBits: 9 }),
  nothing: gzipSync(Buffer.alloc(0)),
  'members one after the other': Buffer.concat(
    [source, Buffer.alloc(0), document].map((each) => gzipSync(each)),
  ),
  'all that a header may have': withFullHeader(),
};

it('gives what Node gives, wherever the chunks end', async () => {
  for (const [what, file] of Object.entries(FILES)) {
    const expected = gunzipSync(file);
    for (let seed = 0; seed < 6; seed++) {
      const chunks = new Chunks(cut(file, `${what} ${seed}`));
      const items = await collect(module.gunzip(chunks));
      assert.ok(Buffer.concat(items).equals(expected), `${what}, seed ${seed}`);
      assert.equal(chunks.closed, 0);
    }
  }
});

const plain = gzipSync(document);

/** @param {number} index from the end if negative */
function changed(index) {
  const copy = Buffer.from(plain);
  copy[index < 0 ? copy.length + index : index] ^= 1;
  return copy;
}

/** Files that are none, with what zlib says of them. */
const BAD = {
  'no gzip': [document, 'incorrect header check'],
  'another method': [changed(2), 'incorrect header check'],
  'garbage behind the end': [Buffer.concat([plain, document]), 'incorrect header check'],
  'a bad block': [Buffer.concat([plain.subarray(0, 10), Buffer.of(7)]), 'invalid block type'],
  'a bad checksum': [changed(-8), 'incorrect data check'],
  'a bad length': [changed(-4), 'incorrect length check'],
};

it('refuses what is no file of gzip by an error with the words of zlib', async () => {
  for (const [what, [file, message]] of Object.entries(BAD)) {
    const chunks = new Chunks([
      .../** @type {Buffer[]} */ (cut(/** @type {Buffer} */ (file), what)),
      plain,
    ]);
    const [error] = await rejection(collect(module.gunzip(chunks)));
    assert.deepEqual([error.code, error.message], ['BadGzipFile', message], what);
    assert.ok(error instanceof module.AsyncforError);
    assert.equal(chunks.closed, 1, what);
  }
});

it('refuses a file that ends too early, wherever that is', async () => {
  for (let end = 1; end < plain.length; end += end < 30 || end > plain.length - 12 ? 1 : 977) {
    const [error] = await rejection(collect(module.gunzip(new Chunks([plain.subarray(0, end)]))));
    assert.deepEqual([error.code, error.message], ['BadGzipFile', 'unexpected end of file']);
  }
});

/** So many zeros, in a file of a thousandth of that. */
const BOMB = (process.env.ASYNCFOR_TEST_ALL === '1' ? 1024 : 64) * 2 ** 20;

it('a bomb takes no more memory than its window: nothing is inflated before it is asked for', async () => {
  const MEGABYTES = 64;
  const member = gzipSync(Buffer.alloc(MEGABYTES * 2 ** 20));
  const members = Array.from({ length: BOMB / MEGABYTES / 2 ** 20 }, () => member);
  const instance = module.open({ maximumMemory: 2 * 2 ** 20 });
  let bytes = 0;
  let most = 0;
  for await (const chunk of instance.gunzip(new Chunks(members))) {
    bytes += chunk.length;
    most = Math.max(most, instance.stats().bytes);
  }
  assert.equal(bytes, BOMB);
  assert.ok(most < 2 ** 20, `${most} bytes at once`);
  await nothingLives(instance);
});
