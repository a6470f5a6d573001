/**
 * A static server for the page, for development: `npm run web`.
 *
 * It serves web/, dist/, its debug build and bindings/, and nothing else of the project.
 */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

/** What is served, by the beginning of its path; the first that fits counts. */
const folders = /** @type {const} */ ([
  ['/dist/', new URL('../dist/', import.meta.url)],
  ['/debug/', new URL('../build/debug/dist/', import.meta.url)],
  ['/bindings/', new URL('../bindings/', import.meta.url)],
  ['/', new URL('./', import.meta.url)],
]);

/** @type {Record<string, string>} */
const contentTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.md': 'text/plain; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mts': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * @param {string} target as it stands in the request
 * @returns {Promise<{ path: string, size: number } | undefined>} undefined: there is no such file
 */
async function findFile(target) {
  try {
    const path = decodeURIComponent(target.split(/[?#]/, 1)[0]);
    const folder = folders.find(([prefix]) => path.startsWith(prefix));
    if (!folder) return undefined;
    const [prefix, url] = folder;
    const root = await realpath(fileURLToPath(url));
    const name = path.slice(prefix.length);
    const file = await realpath(join(root, path.endsWith('/') ? `${name}index.html` : name));
    if (!file.startsWith(root + sep)) return undefined;
    const status = await stat(file);
    return status.isFile() ? { path: file, size: status.size } : undefined;
  } catch {
    // No such file, or no path at all.
    return undefined;
  }
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(request, response) {
  const refuse = (/** @type {number} */ status, /** @type {string} */ text) => {
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
  };
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    refuse(405, 'Method not allowed');
    return;
  }
  const file = await findFile(request.url ?? '/');
  if (!file) {
    refuse(404, 'Not found');
    return;
  }
  response.writeHead(200, {
    'Content-Type': contentTypes[extname(file.path)] ?? 'application/octet-stream',
    'Content-Length': file.size,
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file.path), response);
}

/**
 * A server that is up.
 * @typedef {object} Server
 * @property {string} url of the page
 * @property {() => Promise<void>} close ends it, and the connections to it
 */

/**
 * Serves the page.
 * @param {object} [options]
 * @param {number} [options.port] 0: any that is free
 * @param {string} [options.host]
 * @returns {Promise<Server>} rejects when it cannot listen there
 */
export async function serve({ port = 8080, host = '127.0.0.1' } = {}) {
  const server = createServer((request, response) => {
    // A browser that has gone away, or a file that has, ends this answer and nothing else.
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {string} text
 * @returns {number}
 */
function parsePort(text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new Error(`'${text}' is no port: give a number from 0 to 65535`);
}

async function main() {
  const given = process.argv[2] ?? process.env.PORT;
  try {
    const { url } = await serve(given ? { port: parsePort(given) } : {});
    console.log(url);
  } catch (cause) {
    const error = /** @type {NodeJS.ErrnoException & { port?: number }} */ (cause);
    const text =
      error.code === 'EADDRINUSE'
        ? `port ${error.port} is in use; choose another, for instance PORT=0 for any that is free`
        : error.message;
    console.error(`serve: ${text}`);
    process.exitCode = 1;
  }
}

const script = await realpath(process.argv[1] ?? '').catch(() => undefined);
if (script === fileURLToPath(import.meta.url)) await main();
