/**
 * Writes the notices of what others wrote that is compiled into dist/asyncfor.wasm, from the
 * toolchain that compiles it: dist/THIRD-PARTY-NOTICES.txt.
 */
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { findEmcc } from '../compile/toolchain.js';

/** musl's, below Emscripten's folder. */
const MUSL = 'system/lib/libc/musl/COPYRIGHT';

const HEAD = `asyncfor.wasm, and modules that are built with asyncfor, have parts of these inside.

================================================================================
Emscripten's system libraries (https://emscripten.org), by the terms of the MIT
license, which LICENSE has in full:

Copyright (c) 2010-2014 Emscripten authors, see AUTHORS file.

================================================================================
musl (https://musl.libc.org):

`;

/** @param {string} root the project's folder */
export function writeNotices(root) {
  const emcc = findEmcc();
  if (emcc === undefined) throw new Error('emcc is not on the path');
  const musl = readFileSync(join(dirname(realpathSync(emcc)), MUSL), 'utf8');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), `${HEAD}${musl}`);
}
