/** Writes the figures into the page of the docs, between its marks. */
import { readFileSync, writeFileSync } from 'node:fs';

import { enginesTable, manyTable, markdownTable, startList } from './report.js';

const BEGIN = '<!-- figures: npm run bench -- --engines --write -->\n';
const END = '<!-- /figures -->\n';

/** @param {string} group */
const title = (group) => group[0].toUpperCase() + group.slice(1);

/** @param {string} group @returns {string} */
const drawn = (group) =>
  group === 'growth' ? '\n![What an item costs as something grows](performance-growth.svg)\n' : '';

/** @param {import('./bench.js').Whole} whole */
function sections({ where, measured, cpython, many, start, engines }) {
  const tables = Object.entries(measured).map(
    ([group, list]) => `### ${title(group)}\n\n${markdownTable(list)}\n${drawn(group)}`,
  );
  return [
    `Measured on ${where}.\n`,
    ...tables,
    cpython && `${cpython.version}, the same loop: ${cpython.nanoseconds.toFixed(1)} ns an item.\n`,
    many.length > 0 && `### Suspended at once\n\n${manyTable(many)}\n`,
    start && `### From the import to the first item\n\n${startList(start)}\n`,
    engines.length > 0 &&
      `### In every engine\n\nOurs as a part of the peer's time.\n\n${enginesTable(engines)}\n`,
  ].filter(Boolean);
}

/**
 * @param {string} page its path
 * @param {import('./bench.js').Whole} whole
 */
export function writePage(page, whole) {
  const [before, rest] = readFileSync(page, 'utf8').split(BEGIN);
  const after = rest.split(END)[1];
  writeFileSync(page, `${before}${BEGIN}\n${sections(whole).join('\n')}\n${END}${after}`);
}
