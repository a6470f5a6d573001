/** Runs modules in the pages of browsers. */
import { once } from 'node:events';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';

import { serveFolder } from './server.js';

const root = new URL('../../', import.meta.url);

/**
 * What both drivers have.
 * @typedef {object} Browser
 * @property {() => Promise<any>} newPage
 * @property {() => Promise<void>} close whatever the page is doing
 */

/**
 * @param {string} executablePath
 * @returns {Promise<Browser>}
 */
export function launchChromium(executablePath) {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--js-flags=--expose-gc',
    ],
  });
}

/**
 * @param {string} executablePath
 * @returns {Promise<Browser>}
 */
export function launchFirefox(executablePath) {
  return puppeteer.launch({
    executablePath,
    browser: 'firefox',
    protocol: 'webDriverBiDi',
    headless: true,
    // How long a run may take is not the driver's to say.
    protocolTimeout: 0,
    extraPrefsFirefox: { 'dom.testing.testutils.enabled': true },
  });
}

/**
 * @param {() => Promise<Browser>} launch
 * @param {import('./engines.js').Task} task
 * @returns {Promise<string>} what `perform` gives
 */
export async function performInPage(launch, { module, argument, signal, onLine }) {
  const server = await serveFolder(root);
  const path = module.href.slice(root.href.length);
  try {
    const browser = await launch();
    try {
      const page = await browser.newPage();
      page.on('console', (/** @type {any} */ message) => onLine(message.text()));
      await page.goto(`${server.url}tests/engines/page.html`);
      const outcome = page.evaluate(
        (/** @type {[string, string]} */ given) =>
          /** @type {any} */ (globalThis).perform(given[0], given[1]),
        [server.url + path, argument],
      );
      signal.throwIfAborted();
      const aborted = once(signal, 'abort').then(() => Promise.reject(signal.reason));
      return await Promise.race([outcome, aborted]);
    } finally {
      await browser.close();
    }
  } finally {
    server.close();
  }
}
