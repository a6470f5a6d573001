/** The smallest module is small. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';

import { buildSmallest, gzippedSize } from '../../bindings/build/sizes.js';

const MOST = 20 * 1024;

it('the WebAssembly of one counter takes at most 20 KiB, gzipped', () => {
  const size = gzippedSize(join(buildSmallest(), 'counter.wasm'));
  assert.ok(size <= MOST, `${size} bytes`);
});
