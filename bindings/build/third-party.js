/**
 * Fetches the C libraries that only the tests use into build/third-party. Each comes out of an npm
 * package that has its sources inside, and is not part of this one.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Where a library comes from.
 * @typedef {object} Library
 * @property {string} package with its version
 * @property {string} integrity the SHA-512 of the package, in base64
 * @property {string} folder where it lies in the package
 * @property {readonly string[]} parts the files, and the folders with the files, that are needed
 */

/** @satisfies {Record<string, Library>} */
const LIBRARIES = {
  /* What the scenario runner reads its input with. */
  cjson: {
    package: '@confluentinc/kafka-javascript@1.10.1',
    integrity:
      'KVePUBn21EqCVP9mfxzEuM3SYJHHEF7X+iiC2e43QQgDSyEaksInmCGooT3w5q+cNAdkSCrK71j0ICfqoSqZLw==',
    folder: 'package/deps/librdkafka',
    parts: ['src/cJSON.c', 'src/cJSON.h', 'LICENSE.cjson'],
  },
  /* The two whose callbacks suspend, and two documents for the second to read. */
  zlib: {
    package: 'zlib-sync@0.1.10',
    integrity:
      't7/pYg5tLBznL1RuhmbAt8rNp5tbhr+TSrJFnMkRtrGIaPJZ6Dc0uR4u3OoQI2d6cGlVI62E3Gy6gwkxyIqr/w==',
    folder: 'package/deps/zlib',
    parts: ['.'],
  },
  expat: {
    package: 'node-expat@2.4.1',
    integrity:
      'uWgvQLgo883NKIL+66oJsK9ysKK3ej0YjVCPBZzO/7wMAuH68/Yb7+JwPWNaVq0yPaxrb48AoEXfYEc8gsmFbg==',
    folder: 'package/deps/libexpat',
    parts: ['lib', 'expat_config.h', 'COPYING', 'doc/reference.html', 'doc/xmlwf.xml'],
  },
};

/** @typedef {keyof typeof LIBRARIES} LibraryName */

/** All of them. */
export const THIRD_PARTY = /** @type {LibraryName[]} */ (Object.keys(LIBRARIES));

/**
 * Unpacks the files of a library into a folder that there is none of yet.
 * @param {Library} library
 * @param {string} temporary
 * @param {string} target
 */
function fetchInto(library, temporary, target) {
  const args = ['pack', library.package, '--silent', '--pack-destination', temporary];
  const name = execFileSync('npm', args, { encoding: 'utf8' }).trim();
  const archive = join(temporary, name);
  const integrity = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (integrity !== library.integrity) {
    throw new Error(`${library.package} is not what it was: ${integrity}`);
  }
  execFileSync('tar', ['-xzf', archive, '-C', temporary, library.folder]);
  const unpacked = join(temporary, basename(target));
  mkdirSync(unpacked);
  for (const part of library.parts) {
    const from = join(temporary, library.folder, part);
    const isFolder = statSync(from).isDirectory();
    cpSync(from, isFolder ? unpacked : join(unpacked, basename(part)), { recursive: true });
  }
  renameSync(unpacked, target);
}

/**
 * @param {Library} library
 * @param {string} target
 */
function ensureLibrary(library, target) {
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  const temporary = mkdtempSync(join(dirname(target), 'fetching-'));
  try {
    fetchInto(library, temporary, target);
  } catch (error) {
    // Somebody else may have been faster.
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * @param {string} root the project's folder
 * @param {readonly LibraryName[]} [names]
 */
export function ensureThirdParty(root, names = THIRD_PARTY) {
  for (const name of names) {
    ensureLibrary(LIBRARIES[name], join(root, 'build', 'third-party', name));
  }
}
