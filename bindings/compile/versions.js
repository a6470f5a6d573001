/**
 * Versions as tools print them.
 */

/**
 * The first version in what a tool prints: `cmake version 3.25.1` has 3.25.1.
 * @param {string} text
 * @returns {string | undefined}
 */
export const findVersion = (text) => text.match(/\d+(\.\d+)*/)?.[0];

/**
 * Orders versions by their numbers: 3.1.6 comes before 3.1.25.
 * @param {string} left
 * @param {string} right
 * @returns {number} below 0, 0 or above 0, as sort() takes it
 */
export function compareVersions(left, right) {
  const [ours, theirs] = [left, right].map((version) => version.split('.').map(Number));
  for (let index = 0; index < Math.max(ours.length, theirs.length); index++) {
    const difference = (ours[index] ?? 0) - (theirs[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
