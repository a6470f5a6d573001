/**
 * Instances between which and JavaScript somebody stands: who counts the calls, or notes them.
 */

/**
 * Opens an instance of a module.
 * @param {any} module
 * @param {object} wrap
 * @param {(functions: any) => any} wrap.imports gives what C imports of the runtime's own
 * @param {(functions: any) => any} [wrap.exports] gives what C exports
 * @param {any} [options] of open()
 * @returns {any}
 */
export function openWatched(module, { imports, exports = (functions) => functions }, options) {
  const Original = WebAssembly.Instance;
  WebAssembly.Instance = /** @type {any} */ (
    function (/** @type {WebAssembly.Module} */ code, /** @type {any} */ given) {
      const made = new Original(code, { ...given, asyncfor: imports(given.asyncfor) });
      return { exports: exports(made.exports) };
    }
  );
  try {
    return module.open(options);
  } finally {
    WebAssembly.Instance = Original;
  }
}

/**
 * What stands in the place of functions; anything else among them stays.
 * @param {any} functions
 * @param {(original: Function, name: string) => Function} replace
 */
export const replaced = (functions, replace) =>
  Object.fromEntries(
    Object.entries(functions).map(([name, each]) => [
      name,
      typeof each === 'function' ? replace(each, name) : each,
    ]),
  );
