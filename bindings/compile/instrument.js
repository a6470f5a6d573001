/**
 * The Asyncify pass: rewrites the functions that can be suspended, and no others, and optimises the
 * file.
 */
import { editFunctions } from './edit.js';
import { declaredFeatures } from './features.js';
import { forwardStores } from './forward.js';
import { inlineCalls } from './inline.js';
import { beginUnlimited } from './stack-check.js';
import { askOnce } from './switches.js';
import { WasmModule } from './wasm.js';
import { withWasmOpt } from './wasm-opt.js';

/** @typedef {import('./suspending.js').Suspending} Suspending */
/** @typedef {import('./wasm-opt.js').WasmOpt} WasmOpt */

/** How hard wasm-opt tries. */
const LEVEL = '3';

/**
 * What the runtime exports so that the compiler keeps it whole until here, and what the linker
 * exports for glue of Emscripten's that is not used.
 */
const UNUSED_EXPORT =
  /^(async__.*|asyncify_.*|__indirect_function_table|__errno_location|(_?emscripten_)?stack.*)$/;

/* Each function gets a name that lists can have, whatever its own is. */
const label = (/** @type {number} */ index) => `f${index}`;
const LABEL = /^f(\d+)$/;

/** DWARF, which wasm-opt keeps up to date as far as its passes can. @param {string} name */
const isDwarf = (name) => name.startsWith('.debug_');

/**
 * @param {WasmModule} module
 * @param {object} [options]
 * @param {readonly string[]} [options.names] of the functions; default: none
 * @param {boolean} [options.debug] whether DWARF stays
 * @param {ReadonlyMap<import('./wasm.js').WasmFunction, Uint8Array>} [options.code] that changes
 */
function writeWithUsedExports(module, { names, debug = true, code } = {}) {
  const exports = module.exports.filter(({ name }) => !UNUSED_EXPORT.test(name));
  return module.write({ keepsSection: (name) => debug && isDwarf(name), exports, names, code });
}

/**
 * The options that let wasm-opt use the extensions of WebAssembly that a file uses, and none
 * besides.
 * @param {Suspending} suspending
 */
function featureOptions({ graph: { module, calls } }) {
  const features = new Set(declaredFeatures(module));
  for (const each of calls) for (const feature of each.features) features.add(feature);
  return ['--mvp-features', ...[...features].map((feature) => `--enable-${feature}`)];
}

/**
 * The pass alone. Nothing is inlined before it: what calls Asyncify's imports stays apart.
 * @param {Suspending} suspending
 * @param {Uint8Array} labelled
 * @param {WasmOpt} wasmOpt
 */
async function rewrite(suspending, labelled, { optimize, writeList }) {
  /* Those that start the unwinding are on it for the sake of their callers. */
  const functions = [...suspending.starting, ...suspending.reasons.keys()];
  const list = await writeList(functions.map(label).join());
  return optimize(labelled, [
    ...featureOptions(suspending),
    `--optimize-level=${LEVEL}`,
    '--asyncify',
    /* No import suspends; no list of them would mean that all do. */
    '--pass-arg=asyncify-imports@env.none',
    `--pass-arg=asyncify-onlylist@@${list}`,
  ]);
}

/** What every switch calls, and every step of a loop. */
const INLINED = ['async__suspend', 'async__loop_try'];

/**
 * What makes a switch faster.
 * @param {WasmModule} linked
 * @param {WasmModule} rewritten
 */
function finders(linked, rewritten) {
  const inlined = linked.exports.filter(({ name }) => INLINED.includes(name));
  return [
    forwardStores,
    askOnce(rewritten),
    ...inlined.map(({ index }) => inlineCalls(rewritten, label(index))),
  ];
}

/**
 * @typedef {object} Instrumented
 * @property {Uint8Array} wasm
 * @property {number} functions so many are in it
 * @property {Map<number, number>} sizes of those that were in the linked file and are left, in
 *   bytes, by their indexes there; the others were inlined
 * @property {number} [plainSize] of the same file without the pass
 */

/**
 * Rewrites a linked file.
 * @param {Suspending} suspending of the file
 * @param {object} options
 * @param {string} options.wasmOpt the path of wasm-opt
 * @param {boolean} [options.debug] whether names and DWARF stay
 * @param {boolean} [options.measure] whether to tell the size without the pass, which takes longer
 * @returns {Promise<Instrumented>}
 */
export function instrument(suspending, { wasmOpt: path, debug = false, measure = false }) {
  const linked = suspending.graph.module;
  return withWasmOpt(path, async (wasmOpt) => {
    const options = [
      ...featureOptions(suspending),
      `-O${LEVEL}`,
      ...(debug ? ['--stack-check'] : []),
    ];
    const labels = linked.functions.map((_, index) => label(index));
    const labelled = writeWithUsedExports(linked, { names: labels });
    const rewritten = new WasmModule(await rewrite(suspending, labelled, wasmOpt));
    const rest = writeWithUsedExports(rewritten, {
      names: rewritten.functions.map(({ name }) => name),
      /* DWARF says where in the code things are. */
      code: debug ? undefined : editFunctions(rewritten, finders(linked, rewritten)),
    });
    const finished = new WasmModule(await wasmOpt.optimize(rest, options));
    const plain = measure ? await wasmOpt.optimize(labelled, options) : undefined;
    /** @type {Map<number, number>} */
    const sizes = new Map();
    const names = finished.functions.map(({ name, start, end }) => {
      const index = LABEL.exec(name)?.[1];
      if (index === undefined) return name;
      sizes.set(Number(index), end - start);
      return linked.functions[Number(index)].name;
    });
    return {
      wasm: debug
        ? beginUnlimited(writeWithUsedExports(finished, { names }))
        : writeWithUsedExports(finished, { debug }),
      functions: finished.functions.length - finished.importedFunctions,
      sizes,
      ...(plain && {
        plainSize: writeWithUsedExports(new WasmModule(plain), { debug: false }).length,
      }),
    };
  });
}
