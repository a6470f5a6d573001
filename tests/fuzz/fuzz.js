/**
 * Fuzzes for so many seconds, all fuzzers in turn: `npm run fuzz -- SECONDS`.
 *
 *     node fuzz.js [SECONDS] [--keep]          60 seconds; --keep: adds what is new to the corpus
 *     node fuzz.js --replay FILE               performs an input that was found
 *
 * It ends with a line of totals, and with 1 if something is wrong: the input is then in
 * build/findings, and it is said how to perform it again.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { FUZZERS, perform } from './fuzzers.js';
import { CORPUS, inputsIn, pack, root, unpack } from './operations.js';

const FUZZER = join(root, 'build/fuzz/tests/fuzz_operations');
const FINDINGS = join(root, 'build/findings');

/** Programs between two looks at the clock. */
const BATCH = 200;

/** The longest input of operations, in bytes. */
const MOST = 200;

/**
 * What a fuzzer came to.
 * @typedef {{ name: string, executions: number, finding?: string }} Outcome
 */

/** @param {string} folder takes an input for each of the corpus */
function unpackInto(folder) {
  unpack(CORPUS).forEach((input, index) => writeFileSync(join(folder, `${index}`), input));
}

/** Keeps of all inputs those that reach something. @param {string} folder */
function keep(folder) {
  const kept = mkdtempSync(join(tmpdir(), 'asyncfor-corpus-'));
  spawnSync(FUZZER, ['-set_cover_merge=1', kept, folder], { stdio: 'ignore' });
  writeFileSync(CORPUS, pack(inputsIn(kept)));
  rmSync(kept, { recursive: true });
}

/**
 * Has clang's fuzzer go on from the corpus.
 * @param {number} seconds
 * @param {boolean} keeps
 * @returns {Promise<Outcome>}
 */
async function fuzzOperations(seconds, keeps) {
  const folder = mkdtempSync(join(tmpdir(), 'asyncfor-fuzz-'));
  unpackInto(folder);
  const options = [
    `-max_total_time=${Math.ceil(seconds)}`,
    ...[`-max_len=${MOST}`, '-print_final_stats=1', `-artifact_prefix=${FINDINGS}/`],
  ];
  const fuzzer = spawn(FUZZER, [...options, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  fuzzer.stderr.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-20_000)));
  /** @type {number | null} */
  const code = await new Promise((resolve) => {
    fuzzer.on('close', resolve);
  });
  const executions = Number(output.match(/number_of_executed_units: (\d+)/)?.[1] ?? 0);
  if (code === 0 && keeps) keep(folder);
  rmSync(folder, { recursive: true });
  if (code === 0) return { name: 'operations', executions };
  const [, file] = output.match(/Test unit written to (\S+)/) ?? [];
  return {
    name: 'operations',
    executions,
    finding: `${output}\nPerform it again by: node tests/fuzz/fuzz.js --replay ${file}`,
  };
}

/**
 * @param {string} name
 * @param {number} seconds
 * @returns {Promise<Outcome>}
 */
async function fuzzJavaScript(name, seconds) {
  const fuzzer = FUZZERS[name];
  const end = performance.now() + seconds * 1000;
  let executions = 0;
  while (performance.now() < end) {
    const seed = Math.floor(Math.random() * 2 ** 31);
    try {
      await perform(fuzzer, { seed, runs: BATCH });
      await fuzzer.finish();
    } catch (error) {
      const { message, cause } = /** @type {any} */ (error);
      const [, path] = message.match(/path: "([^"]*)"/) ?? [];
      const file = join(FINDINGS, `${name}-${seed}.json`);
      writeFileSync(file, `${JSON.stringify({ name, seed, path })}\n`);
      const finding = `${name}: ${message}\n${cause?.stack ?? ''}\nPerform it again by: node --expose-gc tests/fuzz/fuzz.js --replay ${file}`;
      return { name, executions, finding };
    }
    executions += BATCH;
  }
  return { name, executions };
}

/** @param {string} file that a finding was written to */
async function replay(file) {
  if (!file.endsWith('.json')) return spawnSync(FUZZER, [file], { stdio: 'inherit' }).status ?? 1;
  const { name, seed, path } = JSON.parse(readFileSync(file, 'utf8'));
  await perform(FUZZERS[name], { seed, path, runs: BATCH });
  await FUZZERS[name].finish();
  return 0;
}

/** Half of the time for operations, the rest for the others. @param {number} seconds @param {boolean} keeps */
async function fuzz(seconds, keeps) {
  mkdirSync(FINDINGS, { recursive: true });
  const names = Object.keys(FUZZERS);
  const outcomes = [await fuzzOperations(seconds / 2, keeps)];
  for (const name of names) outcomes.push(await fuzzJavaScript(name, seconds / 2 / names.length));
  const findings = outcomes.flatMap(({ finding }) => finding ?? []);
  for (const finding of findings) console.error(`${finding}\n`);
  const counts = outcomes.map(
    ({ name, executions }) => `${name} ${executions.toLocaleString('en')}`,
  );
  console.log(`fuzz: ${counts.join(', ')} executions; ${findings.length} findings`);
  return findings.length > 0 ? 1 : 0;
}

const { values, positionals } = parseArgs({
  options: { replay: { type: 'string' }, keep: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const seconds = Number(positionals[0] ?? 60);
if (!(seconds > 0)) {
  console.error(`fuzz: expected a number of seconds, got '${positionals[0]}'`);
  process.exit(1);
}
process.exitCode = values.replay ? await replay(values.replay) : await fuzz(seconds, values.keep);
