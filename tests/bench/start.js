/**
 * The time from the import to the first item, each in a process of its own, and the size of what is
 * loaded for it.
 */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { gzippedSize } from '../../bindings/build/sizes.js';

import { median } from './measure.js';

/** Where the package is, for a module that stands in no file. */
const asyncfor = new URL('../../dist/asyncfor.mjs', import.meta.url).href;

const scripts = {
  'a module of asyncfor': `const { range } = await import('${asyncfor}'); await range(1).next();`,
  'a native async generator': `await (async function* () { yield 1; })().next();`,
};

/** @returns {{ name: string, bytes: number, gzipped: number }[]} the files of ours */
export const measureSizes = () =>
  ['asyncfor.wasm', 'bindings/core.js'].map((name) => {
    const file = fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
    return { name, bytes: statSync(file).size, gzipped: gzippedSize(file) };
  });

/** @returns {{ name: string, milliseconds: number }[]} medians */
export function measureStart(rounds = 7) {
  return Object.entries(scripts).map(([name, script]) => {
    const text = `const begun = performance.now(); ${script}
      process.stdout.write(String(performance.now() - begun));`;
    const times = Array.from({ length: rounds }, () =>
      Number(execFileSync(process.execPath, ['--input-type=module', '-e', text])),
    );
    return { name, milliseconds: median(times) };
  });
}
