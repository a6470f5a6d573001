/**
 * A chart of what an item costs as something grows: lines on scales of powers of ten, where what is
 * flat is level, and what is linear climbs as steeply as the grid's diagonal.
 */
import { OTHERS, OURS, document, text } from './svg.js';

/** @typedef {[x: number, y: number]} Point */
/** @typedef {{ name: string, points: Point[] }} Line the first of a panel is ours */
/** @typedef {{ of: string, lines: Line[] }} Panel */

const SIZE = 190;
const LEFT = 60;
const TOP = 34;
const PANEL = SIZE + LEFT + 24;
const RIGHT = 50;
const FOOT = 78;

/** @param {number} number */
const power = (number) => Math.floor(Math.log10(number) + 1e-9);

/** @param {number} number */
const short = (number) => number.toLocaleString('en', { notation: 'compact' });

/** The powers of ten around some numbers. @param {readonly number[]} numbers */
function decades(numbers) {
  const low = power(Math.min(...numbers));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...numbers))));
  return Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
}

/**
 * How a panel's values become places in it.
 * @param {Panel} panel
 * @param {number} left
 */
function placesOf({ lines }, left) {
  const points = lines.flatMap((line) => line.points);
  const [xs, ys] = [0, 1].map((axis) => decades(points.map((point) => point[axis])));
  /** @param {number} value @param {number[]} scale */
  const along = (value, scale) =>
    (SIZE * Math.log10(value / scale[0])) / Math.log10(scale[scale.length - 1] / scale[0]);
  const x = (/** @type {number} */ value) => Math.round(left + along(value, xs));
  const y = (/** @type {number} */ value) => Math.round(TOP + SIZE - along(value, ys));
  return { xs, ys, x, y };
}

/**
 * @param {ReturnType<typeof placesOf>} places
 * @param {number} left
 */
const drawGrid = ({ xs, ys, x, y }, left) => [
  ...xs.map((each) => `<path d="M${x(each)} ${TOP}v${SIZE}" stroke="#ddd"/>`),
  ...ys.map((each) => `<path d="M${left} ${y(each)}h${SIZE}" stroke="#ddd"/>`),
  ...xs.map((each) => text(x(each), TOP + SIZE + 14, short(each), 'middle')),
  ...ys.map((each) => text(left - 6, y(each) + 4, `${short(each)} ns`, 'end')),
];

/** How lines look, in their order. */
const STYLES = [
  `stroke="${OURS}" stroke-width="2"`,
  `stroke="${OTHERS}" stroke-width="2"`,
  `stroke="${OTHERS}" stroke-width="2" stroke-dasharray="4 3"`,
];

/**
 * @param {Line} line
 * @param {number} index
 * @param {ReturnType<typeof placesOf>} places
 * @param {number} left
 */
function drawLine({ name, points }, index, { x, y }, left) {
  const path = points.map(([to, cost], at) => `${at === 0 ? 'M' : 'L'}${x(to)} ${y(cost)}`);
  const legend = TOP + SIZE + 32 + index * 15;
  return [
    `<path d="${path.join('')}" fill="none" ${STYLES[index]}/>`,
    `<path d="M${left} ${legend - 4}h18" ${STYLES[index]}/>`,
    text(left + 24, legend, name),
  ];
}

/**
 * @param {Panel} panel
 * @param {number} left
 */
function drawPanel(panel, left) {
  const places = placesOf(panel, left);
  return [
    text(left, 20, panel.of, 'start', true),
    ...drawGrid(places, left),
    ...panel.lines.flatMap((line, index) => drawLine(line, index, places, left)),
  ];
}

/**
 * @param {readonly Panel[]} panels
 * @returns {string}
 */
export const growthChart = (panels) =>
  document(
    PANEL * panels.length + RIGHT,
    TOP + SIZE + FOOT,
    panels.flatMap((panel, index) => drawPanel(panel, index * PANEL + LEFT)),
  );

/**
 * @param {readonly import('./measure.js').Measured[]} rows
 * @param {readonly import('./many.js').Many[]} many
 * @returns {Panel[]}
 */
export function growthPanels(rows, many) {
  /** @type {Map<string, Map<string, Point[]>>} */
  const panels = new Map();
  /** @param {string} of @param {number} to @param {number} index @param {string} name @param {number} y */
  const add = (of, to, index, name, y) => {
    const lines = panels.get(of) ?? panels.set(of, new Map()).get(of);
    const key = index === 0 ? 'C generators' : name.replace(/s$/, '');
    lines?.set(key, [...(lines.get(key) ?? []), [to, y]]);
  };
  for (const { growth, figures } of rows) {
    if (!growth) continue;
    for (const [index, { name, median }] of figures.slice(0, 2).entries()) {
      add(growth.of, growth.to, index, name, median);
    }
  }
  for (const { count, figures } of many) {
    const [, , ours, ...others] = figures;
    for (const [index, { name, times }] of [ours, ...others].entries()) {
      add('generators alive: to resume one', count, index, name, times.resume);
    }
  }
  return [...panels].map(([of, lines]) => ({
    of,
    lines: [...lines].map(([name, points]) => ({ name, points })),
  }));
}
