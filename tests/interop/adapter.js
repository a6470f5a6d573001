/**
 * Async generators and loops of C, for suites that can run on any implementation of these.
 */
import { consume as loop, stats, stepped } from '../../build/release/tests/interop.mjs';

/**
 * An async generator in C whose body is a plain generator of JavaScript.
 * @param {import('./suite.js').Stepper} stepper
 * @returns {AsyncGenerator<any, any, any>}
 */
function fromStepper(stepper) {
  return stepped(stepper);
}

/**
 * A loop of C over whatever `for await` takes.
 * @param {any} iterable
 * @param {import('./suite.js').ConsumeOptions} [options]
 * @returns {Promise<any[]>} the values that the body of the loop saw
 */
function consume(iterable, { breakAfter, throwAfter, error, onValue } = {}) {
  return loop(iterable, error, { breakAfter, throwAfter, onValue });
}

/** @returns {Promise<import('./suite.js').Adapter>} */
export async function openAdapter() {
  const prototype = Object.getPrototypeOf(/** @type {any} */ (stepped).prototype);
  const figures = () => {
    const { live: _, ...counts } = stats();
    return counts;
  };
  return { name: 'asyncfor', fromStepper, consume, prototype, stats: figures };
}
