/**
 * Which functions can be suspended: those on the C stack between the body of a coroutine and where
 * it is suspended. Asyncify rewrites these, so that they can be left and entered again; one that
 * were left out would run on with what its callee left behind.
 *
 * The runtime switches between coroutines by Asyncify's imports, and what calls these is never
 * rewritten:
 *
 * - async__suspend() starts the unwinding, and stops the rewinding. Whatever can reach it can be
 *   suspended.
 * - What enters coroutines starts the rewinding, and stops the unwinding. A coroutine is suspended
 *   on its own: async__suspend() is given the one that runs, which is the one that was entered last,
 *   and marks it; whoever entered it finds the mark and stops the unwinding there, before anything
 *   else runs. So no unwinding that begins below passes above, and its callers need not be
 *   rewritten because of it. They suspend, if at all, by another call, once it has returned.
 * - async__call_apart() is such a function too: what it calls cannot be suspended, because the
 *   runtime refuses to.
 */

/** @typedef {import('./callgraph.js').CallGraph} CallGraph */

const ASYNCIFY = 'asyncify';
const STARTS_BELOW = new Set(['start_unwind', 'stop_rewind']);
const STOPS_ABOVE = new Set(['stop_unwind', 'start_rewind']);

/**
 * Why a function can be suspended: what it calls that can be.
 * @typedef {{ callee: number, byPointer: boolean }} Reason
 */

export class Suspending {
  graph;
  /** The functions that start the unwinding. @type {Set<number>} */
  starting;
  /** Those that stop it. @type {Set<number>} */
  stopping;
  /** The functions that can be suspended, and why: the first steps of shortest ways to a function
   * that starts the unwinding. @type {Map<number, Reason>} */
  reasons = new Map();

  /** @param {CallGraph} graph */
  constructor(graph) {
    this.graph = graph;
    this.starting = callersOf(graph, STARTS_BELOW);
    this.stopping = callersOf(graph, STOPS_ABOVE);
    this.#spread();
    this.#checkRuntime();
  }

  /** From callee to caller, breadth first. */
  #spread() {
    const { module, addressed } = this.graph;
    const callers = this.graph.callers();
    const callersOfTypes = this.graph.callersOfTypes();
    const queue = [...this.starting];
    const add = (/** @type {number[]} */ found, /** @type {Reason} */ reason) => {
      for (const caller of found) {
        if (this.starting.has(caller) || this.stopping.has(caller)) continue;
        if (this.reasons.has(caller)) continue;
        this.reasons.set(caller, reason);
        queue.push(caller);
      }
    };
    for (let position = 0; position < queue.length; position++) {
      const callee = queue[position];
      add(callers[callee], { callee, byPointer: false });
      const { type } = module.functions[callee];
      if (!addressed.get(type)?.includes(callee)) continue;
      add(callersOfTypes.get(type) ?? [], { callee, byPointer: true });
      /* Once is enough for all functions of the type. */
      callersOfTypes.delete(type);
    }
  }

  /** What switches must not be suspended itself, because it is not rewritten. */
  #checkRuntime() {
    const { module, calls } = this.graph;
    for (const index of [...this.starting, ...this.stopping]) {
      const callee = [...calls[index].direct].find((each) => this.reasons.has(each));
      const both = this.starting.has(index) && this.stopping.has(index);
      if (callee === undefined && !both) continue;
      const { name } = module.functions[index];
      const why = both ? 'suspends and resumes' : `calls ${module.functions[callee ?? 0].name}`;
      throw new Error(
        `${name} switches between coroutines, but ${why}: it would be suspended itself`,
      );
    }
  }

  /**
   * The shortest way from a function to where the unwinding starts.
   * @param {number} index
   * @returns {{ index: number, byPointer: boolean }[]} from the function itself to the one that
   *   starts the unwinding, with whether it is called through a pointer
   */
  wayFrom(index) {
    const way = [{ index, byPointer: false }];
    for (let reason = this.reasons.get(index); reason; reason = this.reasons.get(reason.callee)) {
      way.push({ index: reason.callee, byPointer: reason.byPointer });
    }
    return way;
  }
}

/**
 * The functions that call one of Asyncify's imports.
 * @param {CallGraph} graph
 * @param {Set<string>} names
 * @returns {Set<number>}
 */
function callersOf({ module, calls }, names) {
  const imports = new Set();
  module.functions.forEach(({ imported }, index) => {
    if (imported?.module === ASYNCIFY && names.has(imported.name)) imports.add(index);
  });
  const callers = new Set();
  calls.forEach(({ direct }, caller) => {
    if ([...direct].some((callee) => imports.has(callee))) callers.add(caller);
  });
  return callers;
}
