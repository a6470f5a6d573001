/**
 * What cannot work in a module, told with the functions that it is about.
 */

/** @typedef {import('./callgraph.js').CallGraph} CallGraph */
/** @typedef {import('./suspending.js').Suspending} Suspending */

/** What Emscripten makes of setjmp() and longjmp(): calls that JavaScript of its own has to make. */
const JUMPS = /^(invoke_\w+|_?emscripten_(throw_)?longjmp|saveSetjmp|testSetjmp)$/;

/** And of C++ exceptions. */
const THROWS = /^(__cxa_\w+|__resumeException|llvm_eh_typeid_for)$/;

const JUMPS_REFUSED =
  'setjmp() and longjmp() need JavaScript that Emscripten writes and a module has not, and may not span ' +
  'a suspension: return a status instead';
const THROWS_REFUSED =
  'C++ exceptions need JavaScript that Emscripten writes and a module has not, and may not span a ' +
  'suspension: build without -fexceptions, and return a status instead';

/**
 * The functions that call an import, by name.
 * @param {CallGraph} graph
 * @param {RegExp} pattern of the import's name
 */
function callersOf({ module, calls }, pattern) {
  const imports = new Set();
  module.functions.forEach(({ imported }, index) => {
    if (imported?.module === 'env' && pattern.test(imported.name)) imports.add(index);
  });
  const callers = module.functions.filter((_, caller) =>
    [...calls[caller].direct].some((callee) => imports.has(callee)),
  );
  return { found: imports.size > 0, names: callers.map(({ name }) => name) };
}

/**
 * @param {string} why
 * @param {string[]} names
 */
const refuse = (why, names) => {
  throw new Error(`${why}${names.length > 0 ? ` (in ${names.join(', ')})` : ''}`);
};

/**
 * Refuses a linked file, before anything else is asked of it.
 * @param {CallGraph} graph
 * @throws {Error} for people
 */
export function refuseUnknown(graph) {
  const { memories } = graph.module;
  if (memories.some(({ is64 }) => is64)) {
    refuse('memory of 64 bits (wasm64, -sMEMORY64) is not supported: build for wasm32', []);
  }
  const threads = graph.module.functions.filter((_, index) =>
    graph.calls[index].features.has('threads'),
  );
  if (memories.some(({ shared }) => shared) || threads.length > 0) {
    refuse(
      'threads (-pthread) are not supported: coroutines take turns on one',
      threads.map(({ name }) => name),
    );
  }
  const throws = callersOf(graph, THROWS);
  if (throws.found) refuse(THROWS_REFUSED, throws.names);
  const jumps = callersOf(graph, JUMPS);
  if (jumps.found) refuse(JUMPS_REFUSED, jumps.names);
}

/**
 * Refuses exceptions of WebAssembly itself where a suspension may cross them: what runs behind a
 * catch would run twice.
 * @param {Suspending} suspending
 * @throws {Error} for people
 */
export function refuseSuspended({ graph, reasons }) {
  const names = [...reasons.keys()]
    .filter((index) => graph.calls[index].features.has('exception-handling'))
    .map((index) => graph.module.functions[index].name);
  if (names.length === 0) return;
  refuse(
    'exceptions of WebAssembly (-fwasm-exceptions) may not span a suspension, and these functions ' +
      'can be suspended',
    names,
  );
}
