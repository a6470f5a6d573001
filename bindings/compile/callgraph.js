/**
 * Which functions of a WebAssembly file call which.
 *
 * A call through a pointer names a type, and traps unless the function has that very type
 * (WebAssembly 3.0, 4.6.8, call_indirect). So it reaches the functions of that type whose address
 * is taken, and no others.
 */
import { featureOf } from './features.js';
import { DIRECT_CALLS, INDIRECT_CALLS, REF_FUNC } from './instructions.js';

/** @typedef {import('./wasm.js').WasmModule} WasmModule */
/** @typedef {import('./wasm.js').WasmFunction} WasmFunction */

/**
 * What a function does; functions are told by their indexes.
 * @typedef {object} Calls
 * @property {Set<number>} direct the functions that it calls by name
 * @property {Set<string>} types the types of those that it calls through a pointer
 * @property {Set<string>} features the extensions of WebAssembly that it uses
 */

export class CallGraph {
  module;
  /** By function; what is imported calls nothing. @type {Calls[]} */
  calls;
  /** The functions whose address is taken, by their types. @type {Map<string, number[]>} */
  addressed = new Map();

  /** @param {WasmModule} module */
  constructor(module) {
    this.module = module;
    const addressed = new Set(module.addressed);
    this.calls = module.functions.map((each) => this.#readCalls(each, addressed));
    for (const index of addressed) append(this.addressed, module.functions[index].type, index);
  }

  /**
   * @param {WasmFunction} code
   * @param {Set<number>} addressed where functions go whose address the code takes
   * @returns {Calls}
   */
  #readCalls(code, addressed) {
    const direct = new Set();
    const types = new Set();
    const features = new Set();
    if (code.imported) return { direct, types, features };
    this.module.readInstructions(code, (opcode, operand) => {
      if (DIRECT_CALLS.has(opcode)) direct.add(operand);
      else if (INDIRECT_CALLS.has(opcode)) types.add(this.module.types[operand].text);
      else if (opcode === REF_FUNC) addressed.add(operand);
      const feature = featureOf(opcode, operand);
      if (feature) features.add(feature);
    });
    return { direct, types, features };
  }

  /** The functions that call each one by name. @returns {number[][]} */
  callers() {
    const callers = this.calls.map(() => /** @type {number[]} */ ([]));
    this.calls.forEach(({ direct }, caller) => {
      for (const callee of direct) callers[callee].push(caller);
    });
    return callers;
  }

  /** The functions that call through a pointer, by the types. @returns {Map<string, number[]>} */
  callersOfTypes() {
    const callers = new Map();
    this.calls.forEach(({ types }, caller) => {
      for (const type of types) append(callers, type, caller);
    });
    return callers;
  }
}

/**
 * @template Key
 * @param {Map<Key, number[]>} map
 * @param {Key} key
 * @param {number} value
 */
function append(map, key, value) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
