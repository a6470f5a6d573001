/**
 * Gets hold of a WebAssembly module: at once where the bytes are at hand, else when they come.
 */
import { builtin, onPage } from './host.js';

/** @typedef {WebAssembly.Module | ArrayBuffer | ArrayBufferView | URL | string} Location */

/** Modules by address: instances share the compiled code. @type {Map<string, Loaded>} */
const cache = new Map();

/** @typedef {WebAssembly.Module | Promise<WebAssembly.Module>} Loaded */

/**
 * @param {BufferSource} bytes
 * @returns {Loaded}
 */
const compile = (bytes) => (onPage() ? WebAssembly.compile(bytes) : new WebAssembly.Module(bytes));

/**
 * @param {URL} url
 * @returns {Promise<WebAssembly.Module>}
 */
async function fetchModule(url) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${response.status} ${response.statusText}`);
  }
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('text/html')) {
    throw new Error('the server answered with a page (text/html): it does not have the file there');
  }
  if (type.startsWith('application/wasm')) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * @param {URL} url
 * @returns {Loaded}
 */
function loadUrl(url) {
  if (url.protocol !== 'file:') return fetchModule(url);
  const fs = builtin('node:fs');
  return fs ? compile(fs.readFileSync(url)) : fetchModule(url);
}

/** @param {unknown} value @returns {boolean} */
const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);

/**
 * Whether a module can be loaded from a value.
 * @param {unknown} value
 * @returns {boolean}
 */
export const isLocation = (value) =>
  typeof value === 'string' ||
  value instanceof URL ||
  value instanceof WebAssembly.Module ||
  isBytes(value);

/** What a relative location is relative to: the page, or the working directory. */
function baseUrl() {
  const { location, process } = /** @type {any} */ (globalThis);
  return location?.href ?? (process ? new URL(`file://${process.cwd()}/`) : undefined);
}

/**
 * @param {Location} location
 * @returns {Loaded}
 */
export function load(location) {
  if (location instanceof WebAssembly.Module) return location;
  if (isBytes(location)) return compile(/** @type {BufferSource} */ (location));
  const url = new URL(/** @type {string | URL} */ (location), baseUrl());
  let loaded = cache.get(url.href);
  if (!loaded) {
    loaded = loadUrl(url);
    cache.set(url.href, loaded);
    if (loaded instanceof Promise) {
      loaded.then(
        (module) => cache.set(url.href, module),
        () => cache.delete(url.href),
      );
    }
  }
  return loaded;
}
