/** The runner of scenarios in WebAssembly: `node wasm.js [--check]`, with scenarios as its input. */
import { fileURLToPath } from 'node:url';

import { run } from 'asyncfor/run';

export const PROGRAM = new URL('../../build/release/tests/scenarios.wasm', import.meta.url);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await run(PROGRAM, { args: process.argv.slice(2) });
}
