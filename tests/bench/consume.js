/** How JavaScript consumes, each loop a function of its own, so that engines see one shape in it. */

/**
 * A function that counts what a `for await` loop gets. It is made anew for each peer: an engine
 * that has seen another iterator in the same loop does worse.
 * @returns {(source: AsyncIterable<any>) => Promise<number>}
 */
export function counter() {
  const text = `
    let count = 0;
    for await (const item of source) if (item !== null) count++;
    return count;`;
  const AsyncFunction = /** @type {any} */ (async () => {}).constructor;
  return AsyncFunction('source', text);
}
