/** Runs modules in the pages of browsers. */
import { once } from 'node:events';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';

import { serveFolder } from './server.js';

const folder = new URL('../../', import.meta.url);

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
      '--enable-precise-memory-info',
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
    extraPrefsFirefox: {
      'dom.testing.testutils.enabled': true,
      /* Clocks are blunt by default: to a millisecond. */
      'privacy.reduceTimerPrecision': false,
    },
  });
}

/**
 * @param {Browser} browser
 * @param {string} root the address of the project's folder
 * @param {import('./engines.js').Task} task
 * @returns {Promise<string>}
 */
async function performInNewPage(browser, root, { module, argument, onLine }) {
  const page = await browser.newPage();
  page.on('console', (/** @type {any} */ message) => onLine(message.text()));
  await page.goto(`${root}tests/engines/page.html`);
  return page.evaluate(
    (/** @type {[string, string]} */ given) =>
      /** @type {any} */ (globalThis).perform(given[0], given[1]),
    [root + module.href.slice(folder.href.length), argument],
  );
}

/**
 * @param {() => Promise<Browser>} launch
 * @param {import('./engines.js').Task} task
 * @returns {Promise<string>} what `perform` gives
 */
export async function performInPage(launch, task) {
  const server = await serveFolder(folder);
  try {
    const browser = await launch();
    try {
      task.signal.throwIfAborted();
      const aborted = once(task.signal, 'abort').then(() => Promise.reject(task.signal.reason));
      return await Promise.race([performInNewPage(browser, server.url, task), aborted]);
    } finally {
      await browser.close();
    }
  } finally {
    server.close();
  }
}
