/**
 * Does what the tests of `runModule` ask for.
 *
 * @param {{ what: 'echo' | 'collect' | 'fail' | 'throw' | 'reject' | 'spin', value?: unknown }} given
 * @returns {Promise<unknown>}
 */
export default async function program({ what, value }) {
  if (what === 'echo') return value;
  if (what === 'collect') {
    let collected = false;
    const registry = new FinalizationRegistry(() => {
      collected = true;
    });
    (() => registry.register({}, undefined))();
    for (let i = 0; i < 20 && !collected; i++) {
      await /** @type {any} */ (globalThis).gc();
      await new Promise((resolve) => void setTimeout(resolve));
    }
    return collected;
  }
  console.error('it begins');
  if (what === 'fail') throw new RangeError('what it says');
  if (what === 'throw')
    setTimeout(() => {
      throw new RangeError('what it says');
    });
  if (what === 'reject') void Promise.reject(new RangeError('what it says'));
  while (what === 'spin');
  return new Promise((resolve) => void setTimeout(resolve, 120_000));
}
