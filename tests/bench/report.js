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

/** @param {readonly Measured[]} rows */
export function markdownTable(rows) {
  const lines = rows.flatMap((measured) =>
    measured.figures.map((figure, index) => {
      const [name, median, , ratio, most] = cells(measured, figure);
      return `| ${index === 0 ? measured.title : ''} | ${name} | ${median} | ${ratio} | ${most} |`;
    }),
  );
  return [
    '| work | peer | an item | ours : peer | to reach |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

/** @param {readonly import('./many.js').Figures[]} figures */
export function manyTable(figures) {
  const lines = figures.map(
    ({ name, start, resume, close, heap, wasm }) =>
      `| ${name} | ${[start, resume, close].map((each) => `${short(each)} ns`).join(' | ')} | ${Math.round(wasm)} | ${Math.round(heap)} |`,
  );
  return [
    '| each of them | start | resume | close | bytes of WebAssembly | of JavaScript |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
