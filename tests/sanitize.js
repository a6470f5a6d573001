/**
 * Runs all tests in C under each sanitizer and under valgrind: `npm run sanitize`.
 *
 * It ends with a line of totals, and with 1 at any finding: what a sanitizer reports, a test that
 * does not pass, or fewer tests than natively without any of them.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from '../bindings/build/build.js';
import { CORPUS } from './fuzz/operations.js';
import { SANITIZERS } from './sanitizers.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each preset is run with. @type {Record<string, { preset: string, before?: string[] }>} */
const RUNS = {
  plain: { preset: 'host' },
  "clang's sanitizers": { preset: 'sanitize' },
  "gcc's sanitizers": { preset: 'sanitize-gcc' },
  "clang's sanitizers, switching by ucontext": { preset: 'sanitize-ucontext' },
  valgrind: {
    preset: 'host',
    before: ['valgrind', '--quiet', '--error-exitcode=99', '--leak-check=full'],
  },
};

/** They end it all on purpose: c.test.js expects so. */
const DEADLY = ['test_overflow'];

/** @param {string} preset */
const programsOf = (preset) =>
  readdirSync(join(root, 'build', preset, 'tests')).filter(
    (name) => /^test_\w+$/.test(name) && !DEADLY.includes(name),
  );

/**
 * @param {string} program
 * @param {{ preset: string, before?: string[] }} run
 * @returns {{ passed: number, finding?: string }}
 */
function perform(program, { preset, before = [] }) {
  const [command, ...args] = [...before, join(root, 'build', preset, 'tests', program)];
  const operations = program === 'test_operations';
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...SANITIZERS },
    input: operations ? readFileSync(CORPUS) : undefined,
  });
  /* Each input of the fuzzer is a test. */
  const passed = operations
    ? Number(stdout.match(/^(\d+) inputs$/m)?.[1] ?? 0)
    : (stdout.match(/^ok /gm) ?? []).length;
  const failed = status !== 0 || /^not ok /m.test(stdout);
  return failed ? { passed, finding: `${program}: ${stdout}${stderr}` } : { passed };
}

/** @type {Record<string, number>} */
const counts = {};
let findings = 0;
for (const [name, run] of Object.entries(RUNS)) {
  build({ preset: run.preset, quiet: true });
  counts[name] = 0;
  for (const program of programsOf(run.preset)) {
    const { passed, finding } = perform(program, run);
    counts[name] += passed;
    if (!finding) continue;
    findings++;
    console.error(`${name}: ${finding}`);
  }
  console.log(`${name}: ${counts[name]} tests`);
}
const plain = counts.plain;
const fewer = Object.values(counts).filter((count) => count < plain).length;
const others = Object.keys(RUNS).length - 1;
console.log(
  `sanitize: ${others} runs of ${plain} tests each beside the plain one, ${fewer} of them of fewer; ${findings} findings`,
);
process.exitCode = findings + fewer > 0 ? 1 : 0;
