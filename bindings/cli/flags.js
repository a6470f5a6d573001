/**
 * `asyncfor flags`: what a line of emcc of one's own needs, as `pkg-config` prints it.
 */
import { compileFlags, linkFlags } from '../compile/flags.js';
import { ensureRuntime } from '../compile/runtime.js';
import { findToolchain } from '../compile/toolchain.js';
import { UsageError } from './errors.js';
import { readOptions } from './options.js';

export const help = `asyncfor flags: prints the flags for a line of emcc of your own

Usage: asyncfor flags [--compile | --link] [--program] [--debug]

  --compile   only what compiles: where the header is
  --link      only what links: the options, and the runtime, which is compiled now
              if it is not there yet
  --program   for sources with a main()
  --debug     tells what lives, and where it was made

  emcc counter.c $(asyncfor flags) -o counter.wasm && asyncfor finish counter.wasm

or, because emcc takes one -O for both steps and the link must have -O1:

  emcc -O3 -c counter.c $(asyncfor flags --compile)
  emcc counter.o $(asyncfor flags --link) -o counter.wasm
  asyncfor finish counter.wasm
`;

/** As a shell takes it for one word. @param {string} flag */
const quote = (flag) => flag.replace(/[^\w@%+=:,./-]/g, '\\$&');

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const { values, positionals } = readOptions(args, {
    compile: { type: 'boolean' },
    link: { type: 'boolean' },
    program: { type: 'boolean' },
    debug: { type: 'boolean' },
  });
  if (positionals.length > 0) throw new UsageError(`expected no file, got '${positionals[0]}'`);
  const { compile, link, program = false, debug = false } = values;
  const flags = [];
  if (compile || !link) flags.push(...compileFlags({ debug }), ...(debug ? ['-g'] : []));
  if (link || !compile) {
    const toolchain = await findToolchain();
    const { version } = toolchain;
    const runtime = await ensureRuntime(toolchain, { debug });
    if (program) flags.push(runtime.program);
    flags.push(runtime.library, ...linkFlags({ program, debug, version }));
  }
  console.log(flags.map(quote).join(' '));
  return 0;
}
