/** The figures as text: for the terminal, and for the page in web/docs. */

/** @typedef {import('./measure.js').Measured} Measured */
/** @typedef {import('./measure.js').Figure} Figure */

/**
 * A peer beside ours.
 * @param {Measured} measured
 * @param {Figure} figure
 */
export function compare({ figures, reach }, figure) {
  const ratio = figures[0].median / figure.median;
  const most = reach[figure.name];
  return { ratio, most, reached: most === undefined || ratio <= most };
}

/** @param {number} number */
const short = (number) => (number >= 100 ? number.toFixed(0) : number.toPrecision(3));

/** @param {Measured} measured @param {Figure} figure @returns {string[]} */
function cells(measured, figure) {
  const { ratio, most, reached } = compare(measured, figure);
  const ours = figure === measured.figures[0];
  return [
    figure.name,
    `${short(figure.median)} ns`,
    `±${(figure.spread * 50).toFixed(0)} %`,
    ours ? '' : short(ratio),
    most === undefined ? '' : `${short(most)}${reached ? '' : ', missed'}`,
  ];
}

/** @param {Measured} measured */
export function terminalTable(measured) {
  const lines = measured.figures.map((figure) => {
    const [name, median, spread, ratio, most] = cells(measured, figure);
    const compared = ratio && `ours takes ${ratio} of it`;
    return `  ${name.padEnd(32)}${median.padStart(12)} ${spread.padStart(6)}  ${compared}${most && ` (to reach: ${most})`}`;
  });
  return `${measured.title}\n${lines.join('\n')}\n`;
}

/** @param {readonly string[]} heads @param {readonly (readonly string[])[]} lines */
const table = (heads, lines) =>
  [heads, heads.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n');

/** @param {readonly Measured[]} rows */
export function markdownTable(rows) {
  const lines = rows.flatMap((measured) =>
    measured.figures.map((figure, index) => [
      index === 0 ? measured.title : '',
      ...cells(measured, figure),
    ]),
  );
  return table(['work', 'peer', 'an item', 'spread', 'ours : peer', 'to reach'], lines);
}

/** @param {import('./many.js').Figures} figures */
const manyCells = ({ name, times, heap, wasm }) => [
  name,
  ...[times.start, times.resume, times.close].map((each) => `${short(each)} ns`),
  ...[wasm, heap].map((bytes) => (bytes === undefined ? '' : String(Math.round(bytes)))),
];

/** @param {readonly import('./many.js').Many[]} many */
export function manyTable(many) {
  const lines = many.flatMap(({ count, figures }) =>
    figures.map((each, index) => [
      index === 0 ? count.toLocaleString('en') : '',
      ...manyCells(each),
    ]),
  );
  const heads = ['at once', 'each of them', 'start', 'resume', 'close'];
  return table([...heads, 'bytes of WebAssembly', 'of JavaScript'], lines);
}

/**
 * @param {object} start
 * @param {ReturnType<typeof import('./start.js').measureStart>} start.times
 * @param {ReturnType<typeof import('./start.js').measureSizes>} start.sizes
 */
export function startList({ times, sizes }) {
  const lines = [
    ...times.map(({ name, milliseconds }) => `${name}: ${milliseconds.toFixed(1)} ms`),
    ...sizes.map(
      ({ name, bytes, gzipped }) =>
        `\`${name}\`: ${bytes.toLocaleString('en')} bytes, ${gzipped.toLocaleString('en')} gzipped`,
    ),
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

/**
 * Ratios, engine by engine: those that there is something to reach for, and those of native peers.
 * @param {readonly import('./engines.js').EngineFigures[]} engines
 */
export function enginesTable(engines) {
  const [first] = engines;
  const lines = first.rows.flatMap(({ title, figures }, row) =>
    figures.slice(1).flatMap(({ name }, index) => {
      const told = engines.map(({ rows }) => compare(rows[row], rows[row].figures[index + 1]));
      const [{ most }] = told;
      if (most === undefined && index > 0) return [];
      const ratios = told.map(({ ratio }) => short(ratio));
      return [[title, name, ...ratios, most === undefined ? '' : short(most)]];
    }),
  );
  return table(['work', 'peer', ...engines.map(({ name }) => name), 'to reach'], lines);
}
