/**
 * The engine's own async generators and `for await`: what the cases are proved by.
 */

/** What return() was given: the engine knows it, and finishes with it. */
class Given {}

/**
 * Runs a body that is told the outcome of each of its steps. It takes as many microtasks as it
 * would if the engine ran it, unless it suspends while it is left by return().
 * @param {import('./suite.js').Stepper} stepper
 * @param {() => import('./suite.js').StepResult} first
 * @returns {AsyncGenerator<any, any, any>}
 */
async function* drive(stepper, first) {
  let step = first();
  while (!step.done) {
    const { op, value } = step.value;
    /** @type {(() => import('./suite.js').StepResult) | undefined} */
    let resume;
    try {
      const received = op === 'await' ? await value : yield value;
      resume = () => stepper.next(received);
    } catch (error) {
      resume = () => stepper.throw(error);
    } finally {
      if (!resume) {
        const given = new Given();
        const rest = stepper.return(given);
        if (rest.value !== given) {
          // The completion that is pending here holds what return() was given. It is dropped, as in
          // the language, when the body returns or throws instead; and kept when a body that
          // suspended in the meantime finishes with it after all.
          try {
            // eslint-disable-next-line no-unsafe-finally
            return yield* drive(stepper, () => rest);
          } catch (error) {
            // eslint-disable-next-line no-unsafe-finally
            if (error !== given) throw error;
          }
        }
      }
    }
    step = resume();
  }
  // It belongs to the call, further out, that has that completion.
  if (step.value instanceof Given) throw step.value;
  if (step.value !== undefined) return step.value;
}

/** How many bodies have started and not ended. */
let running = 0;

/**
 * Counts a body while it runs.
 * @param {import('./suite.js').Stepper} stepper
 * @returns {import('./suite.js').Stepper}
 */
function counted(stepper) {
  /** @type {(method: 'next' | 'throw' | 'return') => (value: any) => any} */
  const watched = (method) => (value) => {
    let ends = true;
    try {
      const step = stepper[method](value);
      ends = step.done === true;
      return step;
    } finally {
      if (ends) running--;
    }
  };
  return { next: watched('next'), throw: watched('throw'), return: watched('return') };
}

/**
 * @param {import('./suite.js').Stepper} stepper
 * @returns {AsyncGenerator<any, any, any>}
 */
function fromStepper(stepper) {
  const body = counted(stepper);
  return drive(body, () => {
    running++;
    return body.next();
  });
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
  return { name: 'native', fromStepper, consume, stats: () => ({ running }) };
}
