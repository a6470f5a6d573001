/**
 * Nanoseconds an item, side by side with peers: `npm run bench -- [--quick] [--json] [--engines]
 * [--write] [GROUP…]`. Nothing here is asserted: what a regression must not change is counted in
 * counts.test.js.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { chart } from './chart.js';
import { measureEngines } from './engines.js';
import { growthChart, growthPanels } from './growth-chart.js';
import { interpreterRows, measureCPython } from './interpreters.js';
import { measureMany } from './many.js';
import { efforts, measureAll } from './measure.js';
import { nodeRows } from './node-rows.js';
import { writePage } from './page.js';
import { enginesTable, manyTable, startList, terminalTable } from './report.js';
import { rows } from './rows.js';
import { measureSizes, measureStart } from './start.js';

/** @typedef {import('./measure.js').Row} Row */

const root = fileURLToPath(new URL('../..', import.meta.url));

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    engines: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const effort = efforts[options.quick ? 'quick' : 'whole'];
const counts = options.quick ? [1, 1000] : [1, 1000, 10_000, 100_000];

/** @param {string} text */
const tell = (text) => {
  if (!options.json) console.log(text);
};

/** @param {string} group */
const asked = (group) => positionals.length === 0 || positionals.includes(group);

/** All rows that are asked for, by group. @returns {Promise<Record<string, Row[]>>} */
async function findRows() {
  /** @type {Record<string, () => Promise<Row[]>>} */
  const others = { ...nodeRows, ...(!options.quick && { interpreters: interpreterRows }) };
  const groups = new Set([...Object.keys(rows), ...Object.keys(others)]);
  /** @type {Record<string, Row[]>} */
  const found = {};
  for (const group of [...groups].filter(asked)) {
    found[group] = [...(rows[group] ?? []), ...((await others[group]?.()) ?? [])];
  }
  return found;
}

/** Everything that is asked for. */
async function measureWhole() {
  const where = `${process.version}, ${cpus()[0].model}`;
  tell(`${where}\n`);
  const measured = await measureAll(await findRows(), effort, (row) => tell(terminalTable(row)));
  const cpython = asked('C to C') ? measureCPython() : undefined;
  if (cpython) tell(`${cpython.version}: ${cpython.nanoseconds.toFixed(1)} ns an item\n`);
  const many = asked('many') ? await measureMany(counts) : [];
  if (many.length > 0) tell(`${manyTable(many)}\n`);
  const start = asked('start') ? { times: measureStart(), sizes: measureSizes() } : undefined;
  if (start) tell(startList(start));
  const engines = options.engines ? await measureEngines(effort, tell) : [];
  if (engines.length > 0) tell(`\n${enginesTable(engines)}`);
  return { where, measured, cpython, many, start, engines };
}

/** @typedef {Awaited<ReturnType<typeof measureWhole>>} Whole */

const whole = await measureWhole();
const flat = Object.values(whole.measured).flat();
const charts = {
  'performance.svg': chart(flat),
  'performance-growth.svg': growthChart(growthPanels(flat, whole.many)),
};
const folders = [`${root}build/bench/`, ...(options.write ? [`${root}web/docs/`] : [])];
for (const folder of folders) {
  mkdirSync(folder, { recursive: true });
  for (const [name, svg] of Object.entries(charts)) writeFileSync(folder + name, svg);
}
if (options.json) console.log(JSON.stringify(whole, undefined, 2));
if (options.write) writePage(`${root}web/docs/performance.md`, whole);
