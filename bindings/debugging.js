/**
 * What a debug build knows besides: the coroutines that have not ended, what each waits for and
 * where it was made; and what coroutines do, told as it happens.
 */
import { makeTree, withText } from './dump.js';
import { describe } from './errors.js';

/**
 * @typedef {import('./dump.js').Living} Living
 * @typedef {import('./dump.js').Coroutine} Coroutine
 */

/**
 * What a coroutine has done.
 * @typedef {object} TraceEvent
 * @property {'enter' | 'await' | 'suspend' | 'settle'} kind
 * @property {number} coroutine tells it from the others that live at that moment
 * @property {string} name its name
 * @property {string} [awaits] of an await and a suspension: what is waited for
 * @property {number} time when, in milliseconds on the instance's clock
 */

/** In the order of C's async__state. */
const STATES = /** @type {const} */ (['created', 'running', 'awaiting', 'yielded', 'ended']);

/** In the order of C's async_trace_kind. */
const KINDS = /** @type {const} */ (['enter', 'await', 'suspend', 'settle']);

/* What C tells of a coroutine: asyncfor_alive() on wasm32. */
const LIVING = { frame: 0, name: 4, madeAt: 8, state: 12, waits: 16, since: 24 };

/** Where the bindings are: in a file of their own each, or in the module. */
const OWN = import.meta.url.endsWith('/debugging.js')
  ? new URL('.', import.meta.url).href
  : import.meta.url;

/** What an instance of a debug build keeps. */
export class Debugging {
  #instance;
  /** The stacks of the calls that made coroutines. @type {Map<number, string>} */
  #births = new Map();
  /** @type {((event: TraceEvent) => void) | undefined} */
  #hook;
  /** What the hook is still to be told. @type {TraceEvent[]} */
  #untold = [];

  /** @param {import('./instance.js').Instance} instance */
  constructor(instance) {
    this.#instance = instance;
  }

  /** The stack above the bindings. */
  callersStack() {
    const lines = (new Error().stack ?? '').split('\n');
    const own = lines.findLastIndex((line) => line.includes(OWN));
    return lines
      .slice(own + 1)
      .map((line) => line.trim())
      .join('\n');
  }

  /**
   * A call has made a coroutine.
   * @param {number} frame
   * @param {string | undefined} madeAt
   */
  begin(frame, madeAt) {
    if (madeAt) this.#births.set(frame, madeAt);
  }

  /** @param {number} frame */
  end(frame) {
    this.#births.delete(frame);
  }

  /** True while C can be asked. */
  get #up() {
    return this.#instance.exports !== undefined && !this.#instance.dead;
  }

  stats() {
    const live = [...this.#list().values()];
    return { live: live.map(({ name, state, madeAt }) => ({ name, state, madeAt })) };
  }

  /** All that live, in the order in which they were made. */
  #list() {
    const { exports, memory } = this.#instance;
    /** @type {Map<number, Coroutine>} */
    const list = new Map();
    for (let at = this.#up ? exports.asyncfor_alive(0) : 0; at !== 0;) {
      const read = (/** @type {number} */ offset) => memory.view.getUint32(at + offset, true);
      const frame = read(LIVING.frame);
      const waits = read(LIVING.waits);
      list.set(frame, {
        name: memory.textAt(read(LIVING.name)),
        state: STATES[read(LIVING.state)],
        waitsFor: waits === 0 ? undefined : memory.textAt(waits),
        since: memory.view.getFloat64(at + LIVING.since, true),
        madeAt: this.#births.get(frame) ?? memory.textAt(read(LIVING.madeAt)),
        awaited: [],
      });
      at = exports.asyncfor_alive(frame);
    }
    return list;
  }

  dump() {
    const { exports, clock } = this.#instance;
    const waitedFor = (/** @type {number} */ frame) => {
      const others = [];
      for (let other; (other = exports.asyncfor_waited_for(frame, others.length));)
        others.push(other);
      return others;
    };
    return withText(makeTree(this.#list(), waitedFor), clock.now());
  }

  /** @param {((event: TraceEvent) => void) | undefined} hook */
  trace(hook) {
    this.#hook = hook;
    const { ready } = this.#instance;
    const tell = () => this.#instance.exports.asyncfor_trace(this.#hook !== undefined);
    if (this.#up) tell();
    else ready.then(tell, () => {});
  }

  /**
   * C tells it. The hook may do what it likes, and so it hears of it once C has returned.
   * @param {TraceEvent} event
   */
  told(event) {
    if (this.#untold.push(event) === 1) queueMicrotask(() => this.#tellHook());
  }

  /** Each event in a microtask of its own: what the hook throws is the host's, and ends no other. */
  #tellHook() {
    const event = /** @type {TraceEvent} */ (this.#untold.shift());
    if (this.#untold.length > 0) queueMicrotask(() => this.#tellHook());
    this.#hook?.(event);
  }
}

/**
 * What C calls in a debug build.
 * @param {import('./instance.js').Instance} instance
 * @param {Debugging} own
 */
function debuggingImports(instance, own) {
  return {
    stack_limits(/** @type {number} */ top, /** @type {number} */ bottom) {
      instance.room = `its ${top - bottom} bytes`;
      instance.exports.__set_stack_limits(top, bottom);
    },
    trace(
      /** @type {number} */ kind,
      /** @type {number} */ coroutine,
      /** @type {number} */ name,
      /** @type {number} */ awaits,
      /** @type {number} */ time,
    ) {
      const { memory } = instance;
      own.told({
        kind: KINDS[kind],
        coroutine,
        name: memory.textAt(name),
        ...(awaits !== 0 && { awaits: memory.textAt(awaits) }),
        time,
      });
    },
  };
}

/** @type {import('./instance.js').Extension} */
export function debugging(instance) {
  const own = new Debugging(instance);
  instance.debugging = own;
  return { asyncfor: debuggingImports(instance, own) };
}

/** @typedef {() => import('./instance.js').Instance} GetInstance */

/**
 * A member of a debug build's modules: all coroutines that have not ended, as a tree.
 * @param {unknown} _
 * @param {GetInstance} instance
 */
export const defineDump = (_, instance) => () => instance().debugging?.dump();

/**
 * Another one: has what coroutines do told to a hook.
 * @param {unknown} _
 * @param {GetInstance} instance
 */
export const defineTrace = (_, instance) => (/** @type {any} */ hook) => {
  if (hook !== undefined && typeof hook !== 'function') {
    throw new TypeError(`trace(): the hook must be a function or undefined, got ${describe(hook)}`);
  }
  instance().debugging?.trace(hook);
};
