/**
 * `asyncfor build`: makes a typed ES module of C.
 */
import { findToolchain } from '../compile/toolchain.js';
import { complete, describeFiles } from './complete.js';
import { Build } from './make.js';
import { readPlan } from './plan.js';
import { describeReport } from './report.js';
import { watch } from './watch.js';

export const help = `asyncfor build: makes a typed ES module of C

Usage: asyncfor build FILE.c … [-o PATH/NAME] [OPTIONS]

  FILE           sources (.c, .cpp), objects (.o) and archives (.a); one of the
                 sources has an ASYNC_MODULE(…)
  -o PATH/NAME   writes NAME.mjs, NAME.wasm, NAME.d.mts and NAME.d.ts there, the
                 folder too; default: the first source's name, here

  --single-file  puts the WebAssembly into NAME.mjs
  --debug        tells what lives, and where it was made; keeps the names of C
  --program      for sources with a main(): writes NAME.wasm, which asyncfor/run runs
  --report       lists which functions can suspend, why, and what that costs
  -w, --watch    builds again whenever a source or a header changes
  -q, --quiet    says nothing if all is well

  -I -D -U -O -W -f -m -g -std=… -include -isystem -iquote
                 go to the compiler (-O3, with --debug -O1 -g, unless -O is given)
  -L -l -Wl,… -s
                 go to the linker; --use-port=… and -sUSE_… to both
`;

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const { plan, watch: watches, report, quiet } = readPlan(args);
  const toolchain = await findToolchain();
  const build = new Build(toolchain, plan, (text) => process.stderr.write(text));
  if (watches) return watch(build, plan);
  const finished = await complete(await build.link(), { ...plan, report }, toolchain);
  if (!quiet) process.stdout.write(describeFiles(finished.files));
  if (report) process.stdout.write(describeReport(finished));
  return 0;
}
