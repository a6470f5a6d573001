/**
 * One instance of a module: its exports, its memory, and what it waits for.
 */
import { AsyncforError } from './errors.js';
import { Handles } from './handles.js';
import { hostClock, onPage, Wakeup } from './host.js';
import { runtimeImports } from './imports.js';
import { load } from './load.js';
import { Memory, OBJECT } from './memory.js';
import { fromC } from './objects.js';
import { SETTLED_ERROR, SETTLED_VALUE, Waiters } from './waiters.js';

/** Outcomes, in the order of C's async__outcome. */
export const [PENDING, QUEUED, REFUSED, FAILED, DONE, RUNTIME_OBJECT, ITEM] = Array(7).keys();

/* Of a memory there can be as many pages as one has bytes. */
const PAGE = 65536;

/**
 * @typedef {object} InstanceOptions
 * @property {import('./load.js').Location} [wasm] the module's file, bytes or compiled code
 * @property {number} [maximumMemory] bytes that the instance may use at most
 * @property {import('./host.js').Clock} [clock] a clock to run on instead of the host's
 */

/**
 * What only some modules need of the bindings. It is called for each instance, before that comes
 * up, and returns what it provides to C.
 * @typedef {(instance: Instance) => WebAssembly.Imports} Extension
 */

/**
 * An iterator or a call whose outcomes come later.
 * @typedef {object} Observer
 * @property {(outcome: number, died?: Error) => void} hear it is told that the instance died, too
 */

/**
 * What a module is made of.
 * @typedef {object} ModuleDescription
 * @property {() => import('./load.js').Location} wasm
 * @property {{ initial: number, maximum?: number }} [memory] what the module imports, in pages of
 *   64 KiB, with as many as there can be as its maximum if that is left out; it exports its memory if
 *   all of this is left out
 * @property {readonly import('./arguments.js').Definition[]} definitions
 * @property {readonly Extension[]} extensions
 */

/**
 * @param {WebAssembly.Module} module
 * @param {WebAssembly.Imports} imports
 * @returns {WebAssembly.Instance | Promise<WebAssembly.Instance>}
 */
const instantiate = (module, imports) =>
  onPage() ? WebAssembly.instantiate(module, imports) : new WebAssembly.Instance(module, imports);

/**
 * Goes on with a value: at once, unless there is only a promise of it.
 * @template Value, Result
 * @param {Value | Promise<Value>} value
 * @param {(value: Value) => Result | Promise<Result>} use
 */
const then = (value, use) => (value instanceof Promise ? value.then(use) : use(value));

export class Instance {
  /** @type {Handles<unknown>} */
  handles = new Handles();
  /** Who hears of outcomes. @type {Handles<Observer | undefined>} */
  observers = new Handles();
  /** What signals are to cancel. @type {Set<import('./cancellation.js').Cancellation>} */
  cancellations = new Set();
  /** In a debug build. @type {import('./debugging.js').Debugging | undefined} */
  debugging;
  /** The stack of the coroutine that runs, as a message about it says; a debug build knows more. */
  room = 'it has';
  /** Set once the instance is up. @type {any} */
  exports;
  /** @type {Memory} */
  memory = /** @type {any} */ (undefined);
  /** What reads a record or an array, in a module that has such. @type {(box: number) => any} */
  readBox = () => {};
  /**
   * What an object of the runtime is in JavaScript.
   * @param {number} address
   * @returns {any} throws a TypeError for what is nothing there
   */
  fromC = (address) => fromC(this, address);
  /** What plain iterators become, in a module that has such: see plain.js. @type {any} */
  PlainIterator;
  /** Where outcomes lie. */
  slot = 0;
  /** Settles when the instance is up, or cannot come up. @type {Promise<void>} */
  ready;
  /** Set once the instance is dead. @type {Error | undefined} */
  dead;
  waiters = new Waiters(this);

  clock;
  wakeup;

  /**
   * @param {ModuleDescription} description
   * @param {InstanceOptions} options
   */
  constructor(description, options) {
    this.clock = options.clock ?? hostClock;
    const drain = () => this.exports.asyncfor_drain();
    this.wakeup = new Wakeup(() => this.call(drain), this.clock);
    const extensions = description.extensions.map((extension) => extension(this));
    const start = (/** @type {WebAssembly.Module} */ module) => {
      const memory = description.memory && createMemory(description.memory, options.maximumMemory);
      const imports = this.#imports(module, memory, extensions);
      return then(instantiate(module, imports), (instance) => this.#start(instance, memory));
    };
    this.ready = this.#load(options.wasm ?? description.wasm(), start);
    this.ready.catch(() => {});
  }

  /**
   * Brings the instance up: at once where the bytes are at hand.
   * @param {import('./load.js').Location} wasm
   * @param {(module: WebAssembly.Module) => void | Promise<void>} start
   * @returns {Promise<void>}
   */
  #load(wasm, start) {
    const failed = (/** @type {any} */ cause) => {
      const where = typeof wasm === 'string' || wasm instanceof URL ? wasm : 'the module';
      const text = `asyncfor: cannot load ${where}: ${cause?.message}`;
      throw (this.dead = new AsyncforError('LoadError', text, { cause }));
    };
    try {
      return Promise.resolve(then(load(wasm), start)).catch(failed);
    } catch (cause) {
      return Promise.resolve(cause).then(failed);
    }
  }

  /**
   * @param {WebAssembly.Instance} instance
   * @param {WebAssembly.Memory} [memory]
   */
  #start(instance, memory) {
    const exports = /** @type {any} */ (instance.exports);
    if (!exports.asyncfor_drain) throw new Error('no module of asyncfor');
    this.memory = new Memory(memory ?? exports.memory, this);
    exports._initialize?.();
    this.slot = exports.asyncfor_outgoing?.() ?? 0;
    this.exports = exports;
  }

  /**
   * @param {WebAssembly.Module} module
   * @param {WebAssembly.Memory | undefined} memory
   * @param {WebAssembly.Imports[]} extensions what these provide
   */
  #imports(module, memory, extensions) {
    /** @type {WebAssembly.Imports} */
    const imports = {
      env: memory ? { memory } : {},
      asyncfor: runtimeImports(this),
    };
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      const provided = extensions.find((each) => each[from]?.[name]);
      imports[from] ??= {};
      imports[from][name] ??=
        provided?.[from][name] ??
        (() => {
          throw new AsyncforError('ImportError', `asyncfor: no import ${from}.${name}`);
        });
    }
    return imports;
  }

  /**
   * Has the coroutine that waits for a value get it as it is.
   * @param {any} value
   */
  readAsItIs = (value) => {
    this.memory.refer(value);
    return SETTLED_VALUE;
  };

  /**
   * Has an error raised in the coroutine that waits.
   * @param {any} error
   * @param {number} [settlement]
   */
  readError(error, settlement = SETTLED_ERROR) {
    this.memory.refer(error);
    return settlement;
  }

  /**
   * Calls into C on nobody's behalf. A trap ends the instance.
   * @param {() => unknown} call
   */
  call(call) {
    if (this.dead) return;
    try {
      call();
    } catch (cause) {
      this.die(cause);
    }
  }

  /** Reads an item that is no object of the runtime. @param {number} kind */
  read(kind) {
    return this.memory.read(kind, this.slot);
  }

  /** Reads what lies in the slot, an object of the runtime. @returns {any} */
  readObject() {
    return this.fromC(this.memory.view.getUint32(this.slot + 8, true));
  }

  /**
   * The result that a request has come to: returns it, or throws what is to be thrown.
   * @param {number} outcome
   * @returns {{ value: any, done: boolean }}
   */
  result(outcome) {
    if (outcome >= ITEM) return { value: this.read(outcome - ITEM), done: false };
    if (outcome === RUNTIME_OBJECT) return { value: this.readObject(), done: false };
    if (outcome !== DONE) throw this.readObject();
    const kind = this.memory.bytes[this.slot];
    return { value: kind > OBJECT ? this.readObject() : this.read(kind), done: true };
  }

  /**
   * Ends the instance: everything that waits, and everything later, rejects.
   * @param {any} cause
   * @returns {Error}
   */
  die(cause) {
    if (this.dead) return this.dead;
    const error = cause instanceof AsyncforError ? cause : this.#lastWords(cause);
    this.dead = error;
    this.wakeup.cancel();
    const fail = () => {
      throw error;
    };
    this.exports = new Proxy({}, { get: () => fail });
    for (const cancellation of this.cancellations) cancellation.stop();
    for (const observer of this.observers.clear()) observer?.hear(FAILED, error);
    return error;
  }

  /**
   * The error for a trap: which coroutine ran, as far as the memory still tells.
   * @param {any} cause
   */
  #lastWords(cause) {
    let running = '';
    if (cause instanceof WebAssembly.RuntimeError) {
      try {
        const name = this.exports.asyncfor_running();
        if (name !== 0) {
          running =
            ` in the coroutine '${this.memory.textAt(name)}'` +
            ` (if it needs more stack than ${this.room}, declare more with ASYNC_STACK)`;
        }
      } catch {
        running = '';
      }
    }
    const text = `the asyncfor instance died: ${cause?.message}${running}`;
    return new AsyncforError('InstanceDied', text, { cause });
  }

  /** What lives in the instance. */
  stats() {
    const names = /** @type {const} */ ([
      'coroutines',
      'stacks',
      'handles',
      'allocations',
      'bytes',
      'pooled',
    ]);
    const address = this.exports && !this.dead ? this.exports.asyncfor_stats() : 0;
    /** @param {number} index */
    const figure = (index) => (address ? this.memory.view.getUint32(address + index * 4, true) : 0);
    const figures = Object.fromEntries(names.map((name, index) => [name, figure(index)]));
    return /** @type {Stats} */ ({ ...figures, ...this.debugging?.stats() });
  }
}

/**
 * What lives in an instance at a moment. All are 0 once everything has ended, but `pooled`.
 * @typedef {object} Stats
 * @property {number} coroutines coroutines that are created and not ended; of these
 * @property {number} stacks so many have been started and hold a stack
 * @property {number} handles values of JavaScript that C refers to
 * @property {number} allocations blocks of memory held
 * @property {number} bytes their size
 * @property {number} pooled bytes of stacks kept for the next coroutine, part of no other figure
 * @property {import('./dump.js').Living[]} [live] in a debug build: the coroutines themselves
 */

/**
 * The fewest bytes that an instance can do with.
 * @param {ModuleDescription} description
 */
export function minimumMemory({ memory }) {
  return (memory?.initial ?? 0) * PAGE;
}

/**
 * @param {{ initial: number, maximum?: number }} declared in pages
 * @param {number} [limit] in bytes
 */
function createMemory({ initial, maximum = PAGE }, limit = Infinity) {
  const pages = Math.floor(limit / PAGE);
  return new WebAssembly.Memory({ initial, maximum: Math.min(pages, maximum) });
}
