/**
 * What the commands fail by, besides an Error whose message is one clear line.
 */

/** What was typed makes no sense: the message says what was expected. */
export class UsageError extends Error {
  /**
   * @param {string} message one line
   * @param {readonly string[]} [choices] what may be typed instead, a line each
   */
  constructor(message, choices = []) {
    super(message);
    this.choices = choices;
  }
}

/** A tool failed and said why: the message is what it printed, and hints. */
export class BuildError extends Error {}

/**
 * How many letters are to be changed, left out or put in to make one word of another.
 * @param {string} left
 * @param {string} right
 */
function distance(left, right) {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const letter of left) {
    const next = [row[0] + 1];
    for (let index = 0; index < right.length; index++) {
      const changed = row[index] + (letter === right[index] ? 0 : 1);
      next.push(Math.min(changed, next[index] + 1, row[index + 1] + 1));
    }
    row = next;
  }
  return row[right.length];
}

/**
 * The word that was meant, if one of them is near enough.
 * @param {string} typed
 * @param {readonly string[]} words
 * @returns {string | undefined}
 */
export function closest(typed, words) {
  const near = words
    .map((word) => ({ word, far: distance(typed, word) }))
    .filter(({ word, far }) => far <= Math.ceil(word.length / 3))
    .sort((left, right) => left.far - right.far);
  return near[0]?.word;
}
