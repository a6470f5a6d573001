/** A chart of the figures: bars on a scale of powers of ten, as SVG without a style sheet. */

/** @typedef {import('./measure.js').Measured} Measured */

const WIDTH = 760;
const LEFT = 250;
const BAR = 16;
const TITLE = 26;
const OURS = '#b4461e';
const OTHERS = '#8a9299';

const escape = (/** @type {string} */ text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&#39;');

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
    parts.push(`<text x="8" y="${y + 17}" font-weight="bold">${escape(title)}</text>`);
    y += TITLE;
    for (const [index, { name, median }] of figures.entries()) {
      const width = scale(median).toFixed(1);
      parts.push(
        `<text x="${LEFT - 8}" y="${y + 12}" text-anchor="end">${escape(name)}</text>`,
        `<rect x="${LEFT}" y="${y}" width="${width}" height="${BAR - 4}" fill="${index === 0 ? OURS : OTHERS}"/>`,
        `<text x="${LEFT + Number(width) + 6}" y="${y + 11}" fill="#555">${median.toPrecision(3)} ns</text>`,
      );
      y += BAR;
    }
    y += 8;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
}
