/** Pages of Chromium, under a strict policy, whose title tells what came of them. */
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';

import { launchChromium } from '../engines/browsers.js';
import { serveFolder } from '../engines/server.js';

/** WebAssembly is compiled, and nothing is evaluated. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** The text of a page that is one module. @param {string} script */
export const pageOf = (script) =>
  `<!doctype html><title></title><script type="module" src="${script}"></script>\n`;

/**
 * Has the main thread refuse what takes long, as Chromium did up to version 114: all but the smallest
 * WebAssembly is to be compiled and instantiated while the page goes on.
 */
function refuseToBlock() {
  const { Module, Instance } = WebAssembly;
  const construct = () => {
    throw new RangeError('WebAssembly is disallowed on the main thread at once');
  };
  Object.assign(WebAssembly, {
    Module: new Proxy(Module, { construct }),
    Instance: new Proxy(Instance, { construct }),
  });
}

/**
 * @param {import('../engines/browsers.js').Browser} browser
 * @param {string} url
 */
async function openPage(browser, url) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('pageerror', (/** @type {Error} */ error) => complaints.push(error.message));
  page.on('console', (/** @type {any} */ message) => {
    if (message.type() !== 'debug') complaints.push(message.text());
  });
  await page.addInitScript(refuseToBlock);
  /* Browsers ask for an icon. */
  await page.route('**/favicon.ico', (/** @type {any} */ route) => route.fulfill({ status: 204 }));
  await page.goto(url);
  try {
    await page.waitForFunction(() => document.title !== '', undefined, { timeout: 20_000 });
  } catch (cause) {
    throw new Error([`${url} comes to nothing`, ...complaints].join('\n'), { cause });
  }
  const title = await page.title();
  await page.close();
  return { result: JSON.parse(title), complaints };
}

/**
 * Opens pages one after the other, and asserts what each sets its title to, as JSON.
 * @param {string | URL} from a folder, which is served under the policy, or the address of a server
 * @param {Record<string, unknown>} expected by the paths of the pages
 */
export async function assertPages(from, expected) {
  const headers = { 'content-security-policy': POLICY };
  const server =
    from instanceof URL
      ? { url: from.href, close: () => {} }
      : await serveFolder(pathToFileURL(`${from}/`), headers);
  try {
    const browser = await launchChromium('/usr/bin/chromium');
    try {
      for (const [path, result] of Object.entries(expected)) {
        const opened = await openPage(browser, server.url + path);
        assert.deepEqual([path, opened], [path, { result, complaints: [] }]);
      }
    } finally {
      await browser.close();
    }
  } finally {
    server.close();
  }
}
