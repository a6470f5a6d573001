/**
 * Fetches cJSON, which the tests' scenario runner reads its input with, into build/third-party. It
 * comes out of an npm package that has its sources inside, and is not part of this one.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PACKAGE = '@confluentinc/kafka-javascript@1.10.1';
const INTEGRITY =
  'KVePUBn21EqCVP9mfxzEuM3SYJHHEF7X+iiC2e43QQgDSyEaksInmCGooT3w5q+cNAdkSCrK71j0ICfqoSqZLw==';
const FOLDER = 'package/deps/librdkafka';
const FILES = ['src/cJSON.c', 'src/cJSON.h', 'LICENSE.cjson'];

/**
 * Unpacks the files into a folder that there is none of yet.
 * @param {string} temporary
 * @param {string} target
 */
function fetchInto(temporary, target) {
  const args = ['pack', PACKAGE, '--silent', '--pack-destination', temporary];
  const name = execFileSync('npm', args, { encoding: 'utf8' }).trim();
  const archive = join(temporary, name);
  const integrity = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (integrity !== INTEGRITY) throw new Error(`${PACKAGE} is not what it was: ${integrity}`);
  const paths = FILES.map((file) => `${FOLDER}/${file}`);
  execFileSync('tar', ['-xzf', archive, '-C', temporary, ...paths]);
  const unpacked = join(temporary, 'cjson');
  mkdirSync(unpacked);
  for (const file of FILES) {
    renameSync(join(temporary, FOLDER, file), join(unpacked, file.replace('src/', '')));
  }
  renameSync(unpacked, target);
}

/** @param {string} root the project's folder */
export function ensureCJson(root) {
  const target = join(root, 'build', 'third-party', 'cjson');
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  const temporary = mkdtempSync(join(dirname(target), 'fetching-'));
  try {
    fetchInto(temporary, target);
  } catch (error) {
    // Somebody else may have been faster.
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
