/** The behaviours that must have a case: J of an async generator, C of what consumes one. */

/** @type {[letter: string, first: number, last: number][]} */
const ranges = [
  ['J', 1, 14],
  ['J', 20, 38],
  ['J', 40, 53],
  ['J', 60, 74],
  ['J', 80, 84],
  ['J', 90, 106],
  ['J', 110, 120],
  ['J', 130, 137],
  ['J', 140, 144],
  ['J', 150, 150],
  ['C', 1, 12],
  ['C', 20, 36],
  ['C', 40, 54],
  ['C', 60, 65],
  ['C', 70, 78],
  ['C', 80, 88],
  ['C', 90, 100],
  ['C', 110, 112],
];

/** All of them, as `J01`. */
export const ids = ranges.flatMap(([letter, first, last]) =>
  Array.from(
    { length: last - first + 1 },
    (_, index) => letter + String(first + index).padStart(2, '0'),
  ),
);
