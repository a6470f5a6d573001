/** A chart of the figures: bars on a scale of powers of ten. */
import { OTHERS, OURS, document, text } from './svg.js';

/** @typedef {import('./measure.js').Measured} Measured */

const WIDTH = 760;
const LEFT = 250;
const BAR = 16;
const TITLE = 26;

/**
 * @param {readonly Measured[]} rows
 * @returns {string}
 */
export function chart(rows) {
  const medians = rows.flatMap(({ figures }) => figures.map(({ median }) => median));
  const [low, high] = [Math.min(...medians) / 2, Math.max(...medians) * 1.5];
  const scale = (/** @type {number} */ median) =>
    ((WIDTH - LEFT - 90) * Math.log(median / low)) / Math.log(high / low);
  const parts = [];
  let y = 8;
  for (const { title, figures } of rows) {
    parts.push(text(8, y + 17, title, 'start', true));
    y += TITLE;
    for (const [index, { name, median }] of figures.entries()) {
      const width = scale(median).toFixed(1);
      parts.push(
        text(LEFT - 8, y + 12, name, 'end'),
        `<rect x="${LEFT}" y="${y}" width="${width}" height="${BAR - 4}" fill="${index === 0 ? OURS : OTHERS}"/>`,
        text(LEFT + Number(width) + 6, y + 11, `${median.toPrecision(3)} ns`),
      );
      y += BAR;
    }
    y += 8;
  }
  return document(WIDTH, y, parts);
}
