/**
 * The engine's own async generators and `for await`: what the cases are proved by.
 */

/**
 * @param {import('./suite.js').Stepper} stepper
 * @returns {AsyncGenerator<any, any, any>}
 */
function fromStepper(stepper) {
  throw new Error(`there is no native host for ${String(stepper)}`);
}

/**
 * @param {any} iterable
 * @param {import('./suite.js').ConsumeOptions} [options]
 */
async function consume(iterable, { breakAfter, throwAfter, error, onValue } = {}) {
  /** @type {any[]} */
  const seen = [];
  for await (const value of iterable) {
    seen.push(value);
    if (onValue) await onValue(value, seen.length - 1);
    if (seen.length === throwAfter) throw error;
    if (seen.length === breakAfter) break;
  }
  return seen;
}

/** @returns {Promise<import('./suite.js').Adapter>} */
export async function openAdapter() {
  return { name: 'native', fromStepper, consume };
}
