/**
 * `asyncfor finish`: makes the module of what a line of emcc of one's own gave.
 */
import { isProgram } from '../compile/describe.js';
import { findToolchain } from '../compile/toolchain.js';
import { readModule } from '../compile/wasm.js';
import { complete, describeFiles } from './complete.js';
import { UsageError } from './errors.js';
import { readOptions } from './options.js';
import { checkFile, readOutput } from './plan.js';
import { describeReport } from './report.js';

export const help = `asyncfor finish: makes the module of what a line of emcc gave

Usage: asyncfor finish FILE.wasm [-o PATH/NAME] [--single-file] [--report]

  FILE.wasm      linked with the flags that \`asyncfor flags\` prints
  -o PATH/NAME   writes NAME.mjs, NAME.wasm, NAME.d.mts and NAME.d.ts there;
                 default: beside FILE.wasm, which is replaced
  --single-file  puts the WebAssembly into NAME.mjs
  --report       lists which functions can suspend, why, and what that costs
  -q, --quiet    says nothing if all is well
`;

const OPTIONS = /** @type {const} */ ({
  output: { type: 'string', short: 'o' },
  'single-file': { type: 'boolean' },
  report: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
});

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const { values, positionals } = readOptions(args, OPTIONS);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0 || !file.endsWith('.wasm')) {
    throw new UsageError(`expected one file.wasm, got '${positionals.join(' ')}'`);
  }
  checkFile(file);
  const output = readOutput(values.output ?? file);
  const options = {
    program: isProgram(readModule(file)),
    singleFile: values['single-file'] ?? false,
  };
  const { report = false } = values;
  const finished = await complete(file, { output, report, ...options }, await findToolchain());
  if (!values.quiet) process.stdout.write(describeFiles(finished.files));
  if (report) process.stdout.write(describeReport(finished));
  return 0;
}
