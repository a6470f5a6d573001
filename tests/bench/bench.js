/**
 * Nanoseconds an item, side by side with peers: `npm run bench -- [--quick] [--json] [--write]
 * [GROUP…]`. Nothing here is asserted: what a regression must not change is counted in
 * counts.test.js.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { chart } from './chart.js';
import { compileAsyncify, compileFibers } from './emscripten.js';
import { interpreterRows, measureCPython } from './interpreters.js';
import { measureMany } from './many.js';
import { measure } from './measure.js';
import { manyTable, markdownTable, terminalTable } from './report.js';
import { rows } from './rows.js';
import { measureStart } from './start.js';

/** @typedef {import('./measure.js').Measured} Measured */

const root = fileURLToPath(new URL('../..', import.meta.url));

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const effort = options.quick
  ? { rounds: 7, warmUp: 2, scale: 0.25 }
  : { rounds: 15, warmUp: 4, scale: 1 };

/** @param {string} text */
const tell = (text) => {
  if (!options.json) console.log(text);
};

/** @param {string} group */
const asked = (group) => positionals.length === 0 || positionals.includes(group);

async function measureRows() {
  const interpreters = asked('interpreters') && !options.quick ? await interpreterRows() : [];
  const groups = await rows({
    fibers: await compileFibers(),
    asyncify: await compileAsyncify(),
    interpreters,
  });
  /** @type {Record<string, Measured[]>} */
  const measured = {};
  for (const [group, list] of Object.entries(groups)) {
    if (!asked(group) || list.length === 0) continue;
    measured[group] = [];
    for (const row of list) {
      const result = await measure(row, effort);
      measured[group].push(result);
      tell(terminalTable(result));
    }
  }
  return measured;
}

async function measureAll() {
  const where = `${process.version}, ${cpus()[0].model}`;
  tell(`${where}\n`);
  const measured = await measureRows();
  const cpython = asked('C to C') ? measureCPython() : undefined;
  if (cpython) tell(`${cpython.version}: ${cpython.nanoseconds.toFixed(1)} ns an item\n`);
  const many = asked('many')
    ? await measureMany(await compileFibers(), options.quick ? 1000 : 100_000)
    : [];
  if (many.length > 0) tell(`${manyTable(many)}\n`);
  const start = asked('start') ? measureStart() : [];
  for (const { name, milliseconds } of start) tell(`${name}: ${milliseconds.toFixed(1)} ms`);
  return { where, measured, cpython, many, start };
}

const BEGIN = '<!-- figures: npm run bench -- --write -->\n';
const END = '<!-- /figures -->\n';

/** @param {Awaited<ReturnType<typeof measureAll>>} all */
function write({ where, measured, cpython, many, start }) {
  const page = `${root}web/docs/performance.md`;
  const [before, rest] = readFileSync(page, 'utf8').split(BEGIN);
  const tables = Object.entries(measured).map(
    ([group, list]) => `### ${group[0].toUpperCase()}${group.slice(1)}\n\n${markdownTable(list)}\n`,
  );
  const others = [
    cpython && `${cpython.version}, the same loop: ${cpython.nanoseconds.toFixed(1)} ns an item.\n`,
    many.length > 0 && `### 100,000 suspended at once\n\n${manyTable(many)}\n`,
    `### From the import to the first item\n\n${start.map(({ name, milliseconds }) => `- ${name}: ${milliseconds.toFixed(1)} ms`).join('\n')}\n`,
  ].filter(Boolean);
  const text = [`Measured on ${where}.\n`, ...tables, ...others].join('\n');
  writeFileSync(page, `${before}${BEGIN}\n${text}\n${END}${rest.split(END)[1]}`);
  writeFileSync(`${root}web/docs/performance.svg`, chart(Object.values(measured).flat()));
}

const all = await measureAll();
mkdirSync(`${root}build/bench`, { recursive: true });
writeFileSync(`${root}build/bench/chart.svg`, chart(Object.values(all.measured).flat()));
if (options.json) console.log(JSON.stringify(all, undefined, 2));
if (options.write) write(all);
