/**
 * One instance of a module: its exports, its memory, and what it waits for.
 */
import { AsyncforError, typeName } from './errors.js';
import { Handles } from './handles.js';
import { hostClock, Wakeup } from './host.js';
import { load } from './load.js';
import { Memory, NONE, OBJECT } from './memory.js';
import { fromC } from './objects.js';
import { Observers } from './observers.js';
import { callNext, callReturn, checkResult, openSource } from './sources.js';
import { WASI, wasi } from './wasi.js';

/** Outcomes, in the order of C's async__outcome. */
export const OUTCOMES = /** @type {const} */ ([
  'pending',
  'await',
  'queued',
  'refused',
  'failed',
  'done',
  'object',
  'item',
]);
export const [PENDING, AWAIT, QUEUED, REFUSED, FAILED, DONE, RUNTIME_OBJECT, ITEM] = OUTCOMES.map(
  (_, i) => i,
);

/** How a settled promise goes back to C, in the order of C's async__settlement. */
const VALUE = 0;
const ERROR = 1;
const STOP = 2;
const UNUSABLE = 3;

/** What is done with a settled promise. */
const AWAIT_VALUE = 0;
const AWAIT_NEXT = 1;
const AWAIT_RETURN = 2;

/** A call that throws hands its error's handle to C as `-2 - handle`; this is `-1`. */
const ABSENT = -1;

/** What next() says when there are no more items. */
const ENDED = Symbol('ended');

const PAGE = 65536;
const then = Promise.prototype.then;

/**
 * @typedef {object} InstanceOptions
 * @property {import('./load.js').Location} [wasm] the module's file, bytes or compiled code
 * @property {number} [maximumMemory] bytes that the instance may use at most
 * @property {import('./host.js').Clock} [clock] a clock to run on instead of the host's
 */

/**
 * What a module is made of.
 * @typedef {object} ModuleDescription
 * @property {() => import('./load.js').Location} wasm
 * @property {{ initial: number, maximum: number }} [memory] what the module imports, in pages of
 *   64 KiB; it exports its memory if this is left out
 * @property {readonly import('./arguments.js').Definition[]} definitions
 */

/**
 * What takes the place of the exports of a dead instance: every call throws.
 * @param {object | undefined} exports undefined: it has not come up
 * @param {Error} error
 */
function deadExports(exports, error) {
  const dead = () => {
    throw error;
  };
  return Object.fromEntries(Object.keys(exports ?? {}).map((name) => [name, dead]));
}

/** A promise that C waits for, the coroutine that does, and what is to be done when it settles. */
export class Awaited {
  /** @type {unknown} */
  promise = undefined;
  frame = 0;
  kind = AWAIT_VALUE;

  /**
   * Hands over to whoever waits for it; here is nothing then.
   * @param {Awaited} target takes who waits and for what
   * @returns {unknown} the promise
   */
  moveTo(target) {
    const { promise } = this;
    target.frame = this.frame;
    target.kind = this.kind;
    this.promise = undefined;
    this.frame = 0;
    return promise;
  }
}

export class Instance {
  handles = new Handles();
  observers = new Observers();
  /** Set once the instance is up. @type {any} */
  exports = undefined;
  /** @type {Memory} */
  memory = /** @type {any} */ (undefined);
  /** Where outcomes lie. */
  slot = 0;
  /** Settles when the instance is up, or cannot come up. @type {Promise<void>} */
  ready;
  /** Set once the instance is dead. @type {Error | undefined} */
  dead = undefined;
  /** One at a time is kept here for the call that is under way to pick up. */
  awaited = new Awaited();

  #clock;
  #wakeup;

  /**
   * @param {ModuleDescription} description
   * @param {InstanceOptions} options
   * @param {(instance: Instance) => WebAssembly.Imports} [moreImports]
   */
  constructor(description, options, moreImports) {
    this.#clock = options.clock ?? hostClock;
    this.#wakeup = new Wakeup(() => this.#drain(), this.#clock);
    const start = (/** @type {WebAssembly.Module} */ module) => {
      const memory = description.memory && createMemory(description.memory, options.maximumMemory);
      const imports = this.#imports(module, memory, moreImports?.(this));
      this.#start(new WebAssembly.Instance(module, imports), memory);
    };
    this.ready = this.#load(options.wasm ?? description.wasm(), start);
    this.ready.catch(() => {});
  }

  /**
   * Brings the instance up: at once where the bytes are at hand.
   * @param {import('./load.js').Location} wasm
   * @param {(module: WebAssembly.Module) => void} start
   */
  #load(wasm, start) {
    const failed = (/** @type {any} */ cause) => {
      const where = typeof wasm === 'string' || wasm instanceof URL ? wasm : 'the given module';
      const text = `asyncfor: cannot load ${where}: ${cause?.message}`;
      throw (this.dead = new AsyncforError('LoadError', text, { cause }));
    };
    try {
      const loaded = load(wasm);
      if (loaded instanceof Promise) return loaded.then(start).catch(failed);
      return Promise.resolve(start(loaded));
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
    if (!exports.asyncfor_drain) throw new Error('it is no module of asyncfor');
    this.memory = new Memory(memory ?? exports.memory, this.handles);
    exports._initialize?.();
    this.slot = exports.asyncfor_outgoing?.() ?? 0;
    this.exports = exports;
  }

  /**
   * @param {WebAssembly.Module} module
   * @param {WebAssembly.Memory | undefined} memory
   * @param {WebAssembly.Imports} [more]
   */
  #imports(module, memory, more) {
    /** @type {WebAssembly.Imports} */
    const imports = {
      env: { ...(memory && { memory }), emscripten_notify_memory_growth() {} },
      asyncfor: this.#runtimeImports(),
      ...more,
    };
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      imports[from] ??= from === WASI ? wasi(this) : {};
      imports[from][name] ??= () => {
        throw new AsyncforError('ImportError', `asyncfor: there is no import ${from}.${name}`);
      };
    }
    return imports;
  }

  #runtimeImports() {
    const { handles } = this;
    return {
      release: (/** @type {number} */ index) => handles.remove(index),
      type_name: (
        /** @type {number} */ index,
        /** @type {number} */ to,
        /** @type {number} */ size,
      ) => this.memory.writeText(typeName(handles.get(index)), to, size),
      iterator: (/** @type {number} */ index) => this.#callIterator(index),
      next: (/** @type {number} */ index, /** @type {number} */ frame) =>
        this.#callNext(index, frame),
      return: (/** @type {number} */ index, /** @type {number} */ frame) =>
        this.#callReturn(index, frame),
      await: (/** @type {number} */ index, /** @type {number} */ frame) =>
        this.#wait(handles.get(index), frame, AWAIT_VALUE),
      settled: (/** @type {number} */ observer, /** @type {number} */ outcome) =>
        this.observers.tell(observer, outcome),
      clock: () => this.#clock.now(),
      wakeup: (/** @type {number} */ milliseconds) => this.#wakeup.request(milliseconds),
      report: (/** @type {number} */ message) =>
        // What has happened where nobody waits can be told nowhere else.
        // eslint-disable-next-line no-console
        console.error(`asyncfor: ${this.memory.textAt(message)}`),
      fatal: (/** @type {number} */ message) => {
        throw new AsyncforError('StackOverflow', this.memory.textAt(message));
      },
    };
  }

  /**
   * No exception of JavaScript may fly through C: it is handed over.
   * @param {unknown} error
   */
  #thrown(error) {
    return -2 - this.handles.add(error);
  }

  /**
   * @param {number} index
   * @returns {number}
   */
  #callIterator(index) {
    try {
      const source = openSource(this.handles.get(index));
      return source ? this.handles.add(source) : ABSENT;
    } catch (error) {
      return this.#thrown(error);
    }
  }

  /**
   * @param {number} index
   * @param {number} frame
   * @returns {number}
   */
  #callNext(index, frame) {
    try {
      this.#wait(callNext(this.handles.get(index)), frame, AWAIT_NEXT);
      return 0;
    } catch (error) {
      return this.#thrown(error);
    }
  }

  /**
   * @param {number} index
   * @param {number} frame
   * @returns {number}
   */
  #callReturn(index, frame) {
    try {
      const called = callReturn(this.handles.get(index));
      if (!called) return ABSENT;
      this.#wait(called.result, frame, AWAIT_RETURN);
      return 0;
    } catch (error) {
      return this.#thrown(error);
    }
  }

  /**
   * Keeps what C waits for until the call that is under way picks it up.
   * @param {unknown} promise
   * @param {number} frame
   * @param {number} kind
   */
  #wait(promise, frame, kind) {
    if (this.awaited.frame !== 0) this.flush();
    this.awaited.promise = promise;
    this.awaited.frame = frame;
    this.awaited.kind = kind;
  }

  /** Waits for what nobody has picked up. */
  flush() {
    if (this.awaited.frame === 0) return;
    const taken = new Awaited();
    const promise = this.awaited.moveTo(taken);
    const { frame, kind } = taken;
    this.pickUp(
      promise,
      (value) => void this.call(() => this.fulfilled(frame, 0, kind, value)),
      (error) => void this.call(() => this.rejected(frame, 0, error)),
    );
  }

  /**
   * @template T
   * @param {unknown} promise
   * @param {(value: any) => T} fulfilled
   * @param {(error: any) => T} rejected
   * @returns {Promise<T>}
   */
  pickUp(promise, fulfilled, rejected) {
    let native;
    try {
      native = Promise.resolve(promise);
    } catch (error) {
      native = Promise.reject(error);
    }
    return /** @type {Promise<any>} */ (then.call(native, fulfilled, rejected));
  }

  /**
   * Hands a fulfilled promise's value to the coroutine that waits for it.
   * @param {number} frame
   * @param {number} collector the iterator or call whose outcome this returns, or 0
   * @param {number} kind
   * @param {any} value
   * @returns {number} the outcome
   */
  fulfilled(frame, collector, kind, value) {
    if (kind === AWAIT_VALUE) return this.#settle(frame, collector, value, ERROR);
    let item;
    try {
      checkResult(value);
      if (kind === AWAIT_NEXT) item = value.done ? ENDED : value.value;
    } catch (error) {
      return this.rejected(frame, collector, error);
    }
    if (item === ENDED) return this.exports.asyncfor_settle(frame, collector, STOP, NONE, 0, 0);
    return this.#settle(frame, collector, item, UNUSABLE);
  }

  /**
   * @param {number} frame
   * @param {number} collector
   * @param {any} error
   * @param {number} [settlement]
   * @returns {number} the outcome
   */
  rejected(frame, collector, error, settlement = ERROR) {
    const handle = this.handles.add(error);
    return this.exports.asyncfor_settle(frame, collector, settlement, OBJECT, handle, 0);
  }

  /**
   * @param {number} frame
   * @param {number} collector
   * @param {any} value
   * @param {number} otherwise how it goes back if it cannot be converted
   * @returns {number}
   */
  #settle(frame, collector, value, otherwise) {
    const { memory, exports } = this;
    try {
      memory.convert(value, exports.asyncfor_buffer);
    } catch (error) {
      return this.rejected(frame, collector, error, otherwise);
    }
    const { kind, number, size } = memory;
    return exports.asyncfor_settle(frame, collector, VALUE, kind, number, size);
  }

  /**
   * Calls into C on nobody's behalf. A trap ends the instance.
   * @param {() => unknown} call
   */
  call(call) {
    if (this.dead) return;
    try {
      call();
      this.flush();
    } catch (cause) {
      this.die(cause);
    }
  }

  #drain() {
    this.call(() => this.exports.asyncfor_drain());
  }

  /** Reads an item that is no object of the runtime. @param {number} kind */
  read(kind) {
    return this.memory.read(kind, this.slot);
  }

  /** Reads what lies in the slot, an object of the runtime. @returns {any} */
  readObject() {
    return fromC(this, this.memory.view.getUint32(this.slot + 8, true));
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
   * The next result of a plain iterator.
   * @param {number} iterator
   * @returns {{ value: any, done: boolean }}
   */
  step(iterator) {
    let outcome;
    try {
      outcome = this.exports.asyncfor_step(iterator);
      this.flush();
    } catch (cause) {
      throw this.die(cause);
    }
    return this.result(outcome);
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
    this.#wakeup.cancel();
    this.awaited = new Awaited();
    this.exports = deadExports(this.exports, error);
    this.observers.tellAll(FAILED, error);
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
            ' (if it needs more stack than it has, declare more with ASYNC_STACK)';
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
    return /** @type {Stats} */ (
      Object.fromEntries(names.map((name, index) => [name, figure(index)]))
    );
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
 */

/**
 * The fewest bytes that an instance can do with.
 * @param {ModuleDescription} description
 */
export function minimumMemory({ memory }) {
  return (memory?.initial ?? 0) * PAGE;
}

/**
 * @param {{ initial: number, maximum: number }} declared in pages
 * @param {number} [limit] in bytes
 */
function createMemory({ initial, maximum }, limit = Infinity) {
  const pages = Math.floor(limit / PAGE);
  return new WebAssembly.Memory({ initial, maximum: Math.min(pages, maximum) });
}
