/**
 * Lets the driver of a browser run a module in the page, which behaves as a process does: what
 * nobody catches ends the run, and there is a function that collects garbage.
 */
import { explain, perform } from './perform.js';

const host = /** @type {any} */ (globalThis);

/** @type {Promise<string>} */
const uncaught = new Promise((resolve) => {
  const end = (/** @type {string} */ what, /** @type {unknown} */ error) =>
    resolve(JSON.stringify({ error: `${what}: ${explain(error)}` }));
  addEventListener('error', ({ error, message }) => end('uncaught', error ?? message));
  addEventListener('unhandledrejection', (event) => {
    // The module's own listeners, which come later, may see to it.
    setTimeout(() => {
      if (!event.defaultPrevented) end('unhandled rejection', event.reason);
    });
  });
});

// Firefox has it for tests, under another name.
if (host.TestUtils) host.gc = () => host.TestUtils.gc();

host.perform = (/** @type {string} */ url, /** @type {string} */ argument) =>
  Promise.race([perform(url, argument), uncaught]);
