/**
 * The page, its server and the package itself in Chromium.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from '../../web/serve.js';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {{ name: string, mimeType: string, buffer: Buffer }} Picked
 */

/** A document with the package at hand and nothing that uses it. */
const BLANK = `<!doctype html><link rel="icon" href="data:,">
<script type="importmap">{ "imports": { "asyncfor": "/dist/asyncfor.mjs" } }</script>`;

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  server = await serve({ port: 0 });
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/** Waits until nothing lives in the instance. @param {Page} page */
async function waitUntilIdle(page) {
  await page.waitForFunction(async () => {
    const { stats } = await import('asyncfor');
    const { pooled: _, ...figures } = stats();
    return Object.values(figures).every((figure) => figure === 0);
  });
}

/**
 * Opens a page, and sees to it that it ends without errors and with nothing left in C.
 * @param {(page: Page) => Promise<void>} body
 * @param {object} [options]
 * @param {string} [options.path] of the server; 'blank' is the blank document
 * @param {(page: Page) => Promise<unknown>} [options.prepare] what comes before the page is loaded
 * @param {RegExp} [options.expected] errors of the console that belong to the test
 */
async function withPage(body, { path = '', prepare, expected } = {}) {
  const page = await browser.newPage();
  try {
    /** @type {string[]} */
    const errors = [];
    page.on('pageerror', (error) => errors.push(`uncaught ${error.stack}`));
    page.on('console', (message) => {
      const unexpected = message.type() === 'error' && !expected?.test(message.text());
      if (unexpected) errors.push(message.text());
    });
    await page.route('**/blank', (route) =>
      route.fulfill({ contentType: 'text/html', body: BLANK }),
    );
    await prepare?.(page);
    await page.goto(server.url + path);
    await body(page);
    await waitUntilIdle(page);
    assert.deepEqual(errors, []);
  } finally {
    await page.close();
  }
}

/**
 * Waits until an element has a text.
 * @param {Page} page
 * @param {string} selector
 * @param {string} text
 */
async function waitForText(page, selector, text) {
  await page.waitForFunction(
    ([of, expected]) => document.querySelector(of)?.textContent === expected,
    [selector, text],
  );
}

/** @param {Page} page */
async function fileFigures(page) {
  /** @param {string} id */
  const figure = async (id) => Number((await page.textContent(`#${id}`))?.replaceAll(',', ''));
  return { lines: await figure('lines'), bytes: await figure('bytes') };
}

/** @param {Page} page */
const preview = (page) => page.locator('#preview li').allTextContents();

/**
 * @param {string} name
 * @param {string} text
 * @returns {Picked}
 */
const textFile = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

const examples = [
  { name: 'AsyncCounter(3)', part: '#counter' },
  { name: 'asyncGenerator(3)', part: '#generator' },
];

for (const { name, part } of examples) {
  test(`${name} prints 1 2 3 on load, and again when it is run`, () =>
    withPage(async (page) => {
      const button = page.locator(`${part} button`);
      const values = page.locator(`${part} li b`);
      const finished = () => page.waitForSelector(`${part} button[aria-disabled="false"]`);
      await finished();
      assert.deepEqual(await values.allTextContents(), ['1', '2', '3']);

      await button.focus();
      await page.keyboard.press('Enter');
      await finished();
      assert.deepEqual(await values.allTextContents(), ['1', '2', '3']);
      const times = (await page.locator(`${part} li small`).allTextContents()).map(parseFloat);
      times.forEach((time, index) => {
        // Timers of browsers are let off a millisecond.
        assert.ok(time >= (index + 1) * 100 - 1, `item ${index + 1} came after ${time} ms`);
      });
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Run');
    }));
}

test('what waits for what is shown while it does', () =>
  withPage(async (page) => {
    await page.click('#waiting button');
    const shown = () => page.locator('#waiting pre').textContent();
    await page.waitForFunction(() =>
      /async_generator[^]*lines/.test(document.querySelector('#waiting pre')?.textContent ?? ''),
    );
    const lines = String(await shown()).split('\n');
    assert.ok(lines.length >= 3, lines.join('\n'));
    for (const line of lines) {
      assert.match(
        line,
        /^(AsyncCounter|async_generator|lines): awaiting, (JavaScript|a timer, \d+ ms to go), for \d+ ms, made at .*page\.js:\d+:\d+\)?$/,
      );
    }
    await page.waitForSelector('#waiting button[aria-disabled="false"]');
    assert.equal(await shown(), 'All have ended.');
    assert.equal(await page.textContent('#waiting .error'), '');
  }));

test('the C that is shown is that of the sources', () =>
  withPage(async (page) => {
    const path = new URL('../../src/iterables/counters.c', import.meta.url);
    const source = await readFile(path, 'utf8');
    for (const { name, part } of examples) {
      const code = await page.locator(`${part} code`, { hasText: 'ASYNC_' }).textContent();
      assert.ok(code && source.includes(code), `${name} stands otherwise in counters.c`);
    }
  }));

const files = [
  {
    name: 'LF, CRLF, characters of several bytes and no end of the last line',
    text: 'one\r\ntwo\n\npříliš žluťoučký 🐎\nlast',
    lines: ['one', 'two', '', 'příliš žluťoučký 🐎', 'last'],
  },
  { name: 'an empty file', text: '', lines: [] },
  { name: 'what looks like HTML', text: '<b id="bold">&amp;\n', lines: ['<b id="bold">&amp;'] },
  {
    name: 'more lines than the preview has',
    text: 'x\n'.repeat(25),
    lines: Array.from({ length: 25 }, () => 'x'),
  },
];

for (const { name, text, lines } of files) {
  test(`a picked file is counted: ${name}`, () =>
    withPage(async (page) => {
      await page.setInputFiles('#pick', textFile('notes.txt', text));
      await waitForText(page, '#status', 'Read notes.txt to its end.');
      assert.deepEqual(await fileFigures(page), {
        lines: lines.length,
        bytes: Buffer.byteLength(text),
      });
      assert.deepEqual(await preview(page), lines.slice(0, 10));
      assert.equal(await page.textContent('#source'), 'closed');
      assert.equal(await page.textContent('#file-error'), '');
      assert.equal(await page.evaluate('document.querySelector("progress").value'), 1);
    }));
}

test('a dropped file is read, and a second one takes the place of the first', () =>
  withPage(async (page) => {
    for (const name of ['first.txt', 'second.txt']) {
      const dataTransfer = await page.evaluateHandle((called) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([`${called}\n`], called));
        return transfer;
      }, name);
      await page.dispatchEvent('#drop', 'dragover', { dataTransfer });
      await page.dispatchEvent('#drop', 'drop', { dataTransfer });
      await waitForText(page, '#status', `Read ${name} to its end.`);
      assert.deepEqual(await preview(page), [name]);
    }
  }));

test('a file of 20 MB streams to its end', () =>
  withPage(async (page) => {
    const line = `${'čárka, '.repeat(9)}konec\r\n`;
    const count = Math.ceil(20e6 / Buffer.byteLength(line));
    await page.setInputFiles('#pick', textFile('large.txt', line.repeat(count)));
    await waitForText(page, '#status', 'Read large.txt to its end.');
    assert.deepEqual(await fileFigures(page), {
      lines: count,
      bytes: count * Buffer.byteLength(line),
    });
    assert.deepEqual(await preview(page), Array(10).fill(line.trimEnd()));
  }));

/** Has files give, instead of what is in them, lines without end. @param {Page} page */
async function endlessFiles(page) {
  await page.addInitScript(() => {
    const state = Object.assign(window, { cancelled: 0 });
    Blob.prototype.stream = () =>
      new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve));
          controller.enqueue(new TextEncoder().encode('again\nand again\n'));
        },
        cancel() {
          state.cancelled += 1;
        },
      });
  });
}

test('Stop leaves the loop and closes the source', () =>
  withPage(
    async (page) => {
      await page.setInputFiles('#pick', textFile('endless.txt', 'anything'));
      await page.waitForFunction(() => Number(document.querySelector('#lines')?.textContent) > 10);
      assert.equal(await page.textContent('#source'), 'open');
      assert.equal(await page.evaluate('cancelled'), 0);
      await page.click('#stop');
      await waitForText(
        page,
        '#status',
        'Stopped endless.txt: the loop was left by break, and the source is closed.',
      );
      assert.equal(await page.evaluate('cancelled'), 1);
      assert.equal(await page.textContent('#source'), 'closed');
      assert.equal(await page.getAttribute('#stop', 'aria-disabled'), 'true');
    },
    { prepare: endlessFiles },
  ));

test('another file stops the one that is being read', () =>
  withPage(
    async (page) => {
      await page.setInputFiles('#pick', textFile('first.txt', 'anything'));
      await page.waitForFunction(() => Number(document.querySelector('#lines')?.textContent) > 0);
      await page.setInputFiles('#pick', textFile('second.txt', 'anything'));
      await waitForText(page, '#status', 'Reading second.txt…');
      assert.equal(await page.evaluate('cancelled'), 1);
      await page.click('#stop');
      await page.waitForFunction('cancelled === 2');
    },
    { prepare: endlessFiles },
  ));

/** Has files fail behind their first line. @param {Page} page */
async function failingFiles(page) {
  await page.addInitScript(() => {
    Blob.prototype.stream = () => {
      let chunks = 0;
      return new ReadableStream({
        pull(controller) {
          if (chunks++ === 0) controller.enqueue(new TextEncoder().encode('before\n'));
          else controller.error(new DOMException('the file\nis gone', 'NotReadableError'));
        },
      });
    };
  });
}

const failures = [
  {
    name: 'a file that goes away',
    file: textFile('bad.txt', 'anything'),
    prepare: failingFiles,
    error: 'NotReadableError: the file is gone',
  },
  {
    name: 'a line that is too long',
    file: textFile('bad.txt', `before\n${'x'.repeat(0x1000001)}\nbehind`),
    error:
      'RangeError: lines(): a line is longer than 16777216 bytes; allow more with maximumLength',
  },
];

for (const { name, file, prepare, error } of failures) {
  test(`one clear line tells of ${name}, and the page goes on`, () =>
    withPage(
      async (page) => {
        await page.setInputFiles('#pick', file);
        await waitForText(page, '#status', 'Failed to read bad.txt.');
        assert.equal(await page.textContent('#file-error'), error);
        assert.deepEqual(await preview(page), ['before']);
        assert.equal(await page.textContent('#source'), 'closed');

        await page.click('#counter button');
        await page.waitForSelector('#counter li:nth-child(3)');
        assert.equal(await page.textContent('#counter .error'), '');
      },
      { prepare },
    ));
}

test('the page says so when the module cannot be loaded', () =>
  withPage(
    async (page) => {
      for (const { part } of examples) {
        await page.waitForFunction(
          (of) => document.querySelector(of)?.textContent?.startsWith('AsyncforError: '),
          `${part} .error`,
        );
      }
    },
    {
      prepare: (page) => page.route('**/asyncfor.wasm', (route) => route.abort()),
      expected: /Failed to load resource/,
    },
  ));

test('the figures of the instance go up while a file is read, and come back to zero', () =>
  withPage(
    async (page) => {
      const figures = page.locator('#stats dd');
      await page.setInputFiles('#pick', textFile('endless.txt', 'anything'));
      await page.waitForFunction(() =>
        [...document.querySelectorAll('#stats dd')].every(({ textContent }) => textContent !== '0'),
      );
      await page.click('#stop');
      await page.waitForFunction(() =>
        [...document.querySelectorAll('#stats dd')].every(({ textContent }) => textContent === '0'),
      );
      assert.equal(await figures.count(), 5);
    },
    { prepare: endlessFiles },
  ));

for (const overlapping of [false, true]) {
  const how = overlapping ? 'three overlapping next() calls' : 'for await';
  test(`an iterator made before the instance is up gives its items in order: ${how}`, () => {
    let letGo = () => {};
    /** @type {Promise<void>} */
    const held = new Promise((resolve) => {
      letGo = resolve;
    });
    return withPage(
      async (page) => {
        const asked = page.waitForRequest('**/asyncfor.wasm');
        await page.evaluate(async (together) => {
          const { asyncGenerator } = await import('asyncfor');
          const iterator = asyncGenerator(3, { delay: 0.001 });
          const items = async () => {
            if (together) {
              const results = [iterator.next(), iterator.next(), iterator.next()];
              const values = (await Promise.all(results)).map(({ value }) => value);
              return [...values, (await iterator.next()).done];
            }
            const values = [];
            for await (const value of iterator) values.push(value);
            return [...values, true];
          };
          Object.assign(window, { items: items() });
        }, overlapping);
        await asked;
        letGo();
        assert.deepEqual(await page.evaluate('items'), [1, 2, 3, true]);
      },
      {
        path: 'blank',
        prepare: (page) =>
          page.route('**/asyncfor.wasm', async (route) => {
            await held;
            await route.continue();
          }),
      },
    );
  });
}

/**
 * What is done in the blank page, and what comes of it.
 * @type {{ name: string, run: (given: any) => unknown, argument?: unknown, expected: unknown }[]}
 */
const programs = [
  {
    name: '1,000 AsyncCounters at once',
    run: async () => {
      const { AsyncCounter } = await import('asyncfor');
      const count = async () => {
        const items = [];
        for await (const item of new AsyncCounter(3, { delay: 0.01 })) items.push(item);
        return items.join(' ');
      };
      const counted = await Promise.all(Array.from({ length: 1000 }, count));
      return { count: counted.length, different: [...new Set(counted)] };
    },
    expected: { count: 1000, different: ['1 2 3'] },
  },
  {
    name: "lines() of a fetch's body",
    run: async () => {
      const { lines } = await import('asyncfor');
      const text = await (await fetch('/page.css')).text();
      const { body } = await fetch('/page.css');
      const got = [];
      for await (const line of lines(/** @type {ReadableStream} */ (body))) got.push(line);
      return { some: got.length > 100, same: `${got.join('\n')}\n` === text };
    },
    expected: { some: true, same: true },
  },
  {
    name: 'break out of lines() of a stream, which is cancelled',
    run: async () => {
      const { lines } = await import('asyncfor');
      let cancelled = 0;
      const stream = new ReadableStream({
        pull: (controller) => controller.enqueue('one\ntwo\n'),
        cancel: () => {
          cancelled += 1;
        },
      });
      for await (const line of lines(stream)) if (line === 'two') break;
      return { cancelled, locked: stream.locked };
    },
    expected: { cancelled: 1, locked: false },
  },
  ...[
    { behind: 'a line', chunks: ['one\ntwo\n'] },
    { behind: 'a part of a line', chunks: ['one\ntw', 'o\nthr', 'ee'] },
  ].map(({ behind, chunks }) => ({
    name: `lines() of a source that throws behind ${behind}`,
    run: async (/** @type {string[]} */ given) => {
      const { lines } = await import('asyncfor');
      const error = new Error('in the middle');
      async function* source() {
        yield* given;
        throw error;
      }
      const got = [];
      const iterator = lines(source());
      try {
        for await (const line of iterator) got.push(line);
      } catch (caught) {
        return { got, same: caught === error, ended: (await iterator.next()).done };
      }
      return { got };
    },
    argument: chunks,
    expected: { got: ['one', 'two'], same: true, ended: true },
  })),
];

for (const { name, run, argument, expected } of programs) {
  test(name, () =>
    withPage(
      async (page) => {
        assert.deepEqual(await page.evaluate(run, argument), expected);
      },
      { path: 'blank' },
    ),
  );
}

/**
 * @typedef {object} Answer
 * @property {number | undefined} status
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {number} size
 */

/**
 * A request as it stands: fetch would tidy up its path.
 * @param {string} path
 * @param {string} [method]
 * @returns {Promise<Answer>}
 */
function ask(path, method = 'GET') {
  const { hostname: host, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path, method, agent: false }, async (response) => {
      let size = 0;
      for await (const chunk of response) size += chunk.length;
      resolve({ status: response.statusCode, headers: response.headers, size });
    });
    asked.on('error', reject).end();
  });
}

for (const [path, type] of [
  ['/', 'text/html; charset=utf-8'],
  ['/index.html?query', 'text/html; charset=utf-8'],
  ['/page.css', 'text/css; charset=utf-8'],
  ['/page.js', 'text/javascript; charset=utf-8'],
  ['/dist/asyncfor.mjs', 'text/javascript; charset=utf-8'],
  ['/dist/asyncfor.wasm', 'application/wasm'],
  ['/bindings/module.js', 'text/javascript; charset=utf-8'],
]) {
  test(`the server gives ${path} as ${type}`, async () => {
    const got = await ask(path);
    assert.equal(got.status, 200);
    assert.equal(got.headers['content-type'], type);
    assert.equal(got.headers['cache-control'], 'no-cache');
    assert.equal(Number(got.headers['content-length']), got.size);
    const { status, headers, size } = await ask(path, 'HEAD');
    assert.deepEqual(
      { status, type: headers['content-type'], length: headers['content-length'], size },
      { status: 200, type, length: String(got.size), size: 0 },
    );
  });
}

for (const path of [
  '/nothing',
  '/dist',
  '/dist/',
  '/bindings/build',
  '/package.json',
  '/../package.json',
  '/dist/../package.json',
  '/dist/../web/page.js',
  '/%2e%2e/package.json',
  '/..%2fpackage.json',
  '/dist/..%2f..%2fpackage.json',
  '/..\\package.json',
  '//etc/passwd',
  '/%00',
  '/%',
  'http://elsewhere/page.js',
]) {
  test(`the server has no ${path}`, async () => {
    assert.equal((await ask(path)).status, 404);
  });
}

test('the server takes GET and HEAD only', async () => {
  const { status, headers } = await ask('/', 'POST');
  assert.deepEqual({ status, allow: headers.allow }, { status: 405, allow: 'GET, HEAD' });
});

const wrongPorts = [
  {
    name: 'is in use',
    port: () => new URL(server.url).port,
    message: /^serve: port \d+ is in use; [^\n]+\n$/,
  },
  { name: 'is none', port: () => 'http', message: /^serve: 'http' is no port: [^\n]+\n$/ },
];

for (const { name, port, message } of wrongPorts) {
  test(`the server ends with one line where the port ${name}`, () => {
    const script = fileURLToPath(new URL('../../web/serve.js', import.meta.url));
    const env = { ...process.env, PORT: port() };
    const ended = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
    assert.equal(ended.status, 1);
    assert.match(ended.stderr, message);
    assert.equal(ended.stdout, '');
  });
}
