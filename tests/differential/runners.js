/** The commands that answer scenarios: CPython, and this runtime on each of its ports. */
import { fileURLToPath } from 'node:url';

/** @param {string} path below the project's folder @returns {string} as a word of the shell */
const quoted = (path) => `'${fileURLToPath(new URL(`../../${path}`, import.meta.url))}'`;

export const CPYTHON = `python3 ${quoted('tests/differential/execute.py')}`;

/** At its end a program has given back what it took, or LeakSanitizer objects. */
const SANITIZERS =
  'ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1';

/** By the port's name. @type {Record<string, string>} */
export const RUNNERS = {
  host: `${quoted('build/host/tests/scenarios')} --check`,
  ucontext: `${quoted('build/host-ucontext/tests/scenarios')} --check`,
  sanitize: `${SANITIZERS} ${quoted('build/sanitize/tests/scenarios')} --check`,
  wasm: `node ${quoted('tests/differential/wasm.js')} --check`,
};
