/**
 * The main job, on real input: `npm start`, `npm start -- FILE`, `npm start -- -`.
 *
 * Runs the two examples of Python's documentation, from C and from JavaScript, then streams a
 * file or standard input through `lines`, which is C.
 */
import { open as openFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';

import { AsyncCounter, asyncGenerator, lines } from 'asyncfor';
import { run } from 'asyncfor/run';

const examples = new URL('../../build/release/documentation_examples.wasm', import.meta.url);
const ownSource = fileURLToPath(new URL('../../package-lock.json', import.meta.url));

/** The progress bar is drawn so often, in milliseconds, and for input that takes longer. */
const INTERVAL = 100;
const WIDTH = 30;

/** @param {string} text */
const title = (text) => console.log(styleText('bold', `\n${text}`));

async function showExamples() {
  title('A C program: a class and an asynchronous generator, each by async_for');
  const code = await run(examples);
  if (code !== 0) throw new Error(`the C program ended with code ${code}`);
  title('The same from JavaScript, by for await');
  for await (const number of new AsyncCounter(3)) console.log(number);
  for await (const number of asyncGenerator(3)) console.log(number);
}

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/**
 * The progress line of a terminal; on anything else there is none.
 * @param {number} total bytes to expect; 0: unknown
 */
function progress(total) {
  if (!process.stderr.isTTY) return { update: () => {}, clear: () => {} };
  let last = performance.now();
  let shown = false;
  return {
    /** @param {number} bytes */
    update(bytes) {
      const now = performance.now();
      if (now - last < INTERVAL) return;
      last = now;
      shown = true;
      const share = total > 0 ? Math.min(bytes / total, 1) : 0;
      const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
      const of = total > 0 ? `${bar} ${Math.round(share * 100)}% of ${megabytes(total)} MB` : '';
      process.stderr.write(`\r\x1b[K${of || `${megabytes(bytes)} MB`}`);
    },
    clear() {
      if (shown) process.stderr.write('\r\x1b[K');
    },
  };
}

/**
 * Counts the bytes that pass.
 * @param {AsyncIterable<Uint8Array>} source
 * @param {(bytes: number) => void} count
 */
async function* counted(source, count) {
  for await (const chunk of source) {
    count(chunk.length);
    yield chunk;
  }
}

/**
 * @param {AsyncIterable<Uint8Array>} source
 * @param {string} name
 * @param {number} size in bytes; 0: unknown
 */
async function streamLines(source, name, size) {
  title(`${name} through lines(), which is C`);
  const bar = progress(size);
  const start = performance.now();
  let bytes = 0;
  let count = 0;
  try {
    const chunks = counted(source, (length) => {
      bytes += length;
      bar.update(bytes);
    });
    for await (const _line of lines(chunks)) count++;
  } finally {
    bar.clear();
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${count} lines, ${bytes} bytes, ${seconds.toFixed(3)} seconds, ` +
      `${(bytes / 1e6 / seconds).toFixed(1)} MB/s`,
  );
}

/** @param {string} file */
async function open(file) {
  if (file === '-') return { source: process.stdin, name: 'Standard input', size: 0 };
  try {
    const handle = await openFile(file);
    const status = await handle.stat();
    if (status.isDirectory()) throw new Error('it is a directory');
    return { source: handle.createReadStream(), name: file, size: status.size };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Error(`cannot read ${file}: ${message}`, { cause: error });
  }
}

/** @param {string[]} args */
async function main(args) {
  if (args.length > 1)
    throw new Error(`expected one file at most, got ${args.length}: ${args.join(' ')}`);
  const input = await open(args[0] ?? ownSource);
  if (args.length === 0) await showExamples();
  await streamLines(input.source, input.name, input.size);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
