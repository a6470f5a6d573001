/**
 * Runs a module the same way in every engine.
 *
 * @param {string} url of the module, whose default export is a function
 * @param {string} argument what the function gets, as JSON
 * @returns {Promise<string>} as JSON: `{ value }`, what the function's promise resolves to, or
 *   `{ error }`, text
 */
export async function perform(url, argument) {
  try {
    const { default: main } = await import(url);
    return JSON.stringify({ value: await main(JSON.parse(argument)) });
  } catch (error) {
    return JSON.stringify({ error: explain(error) });
  }
}

/**
 * An error with where it comes from: not every engine's stack begins with the message.
 * @param {any} error
 */
export function explain(error) {
  const message = String(error);
  const stack = String(error?.stack ?? '');
  return stack.startsWith(message) ? stack : `${message}\n${stack}`.trimEnd();
}
