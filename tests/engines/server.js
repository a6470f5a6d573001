/**
 * Gives the files of the project to a browser on this machine.
 */
import { createReadStream } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

/** @type {Record<string, string>} */
const contentTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * @param {URL} root
 * @param {string} target as it stands in the request
 * @returns {Promise<string>} the file's path; rejects if there is none below the root
 */
async function findFile(root, target) {
  const { pathname } = new URL(target, 'http://localhost/');
  const file = await realpath(fileURLToPath(new URL(`.${pathname}`, root)));
  if (!file.startsWith((await realpath(fileURLToPath(root))) + sep)) throw new Error('outside');
  return file;
}

/**
 * @param {URL} root the folder, with a slash at its end
 * @param {Record<string, string>} [headers] that each file comes with
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serveFolder(root, headers = {}) {
  const server = createServer(async (request, response) => {
    try {
      const file = await findFile(root, request.url ?? '/');
      const type = contentTypes[extname(file)] ?? 'application/octet-stream';
      response.setHeader('Content-Type', type).setHeader('Cache-Control', 'no-store');
      response.setHeaders(new Map(Object.entries(headers)));
      await pipeline(createReadStream(file), response);
    } catch {
      if (response.headersSent) response.destroy();
      else response.writeHead(404).end();
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
