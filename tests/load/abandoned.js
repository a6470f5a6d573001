/**
 * Opens iterators, takes two items of each and abandons it, and reports what is left behind.
 *
 * It runs in any engine, where there is a global `gc()`, which may give a promise.
 */
import { Handles } from '../../bindings/handles.js';
import { Waiters } from '../../bindings/waiters.js';
import * as protocol from '../../build/release/tests/protocol.mjs';
import * as shipped from '../../dist/asyncfor.mjs';
import { is, reason, turns } from '../interop/suite.js';

/**
 * An iterator, of which one item has been taken.
 * @typedef {object} Opened
 * @property {number} number
 * @property {AsyncGenerator<any, any, any>} iterator
 * @property {any[]} items the first two that it gives
 * @property {AbortController} [controller] of its signal
 */

/**
 * What is there when garbage has been collected.
 * @typedef {object} Sample
 * @property {Record<string, number>} live the figures of `stats()`, of both instances together
 * @property {number} pooled
 * @property {typeof places} places the highest that each of the bindings' tables has given
 *   out so far: these do not shrink
 * @property {number} wasm bytes of the instances' memories
 * @property {number} [heap] bytes that JavaScript's own heap has in use, where the engine tells
 */

/**
 * What came of a way of abandoning iterators.
 * @typedef {object} WayReport
 * @property {string} way
 * @property {number} count of the iterators
 * @property {number} milliseconds that they took, collections included
 * @property {Sample} first after the first tenth of them
 * @property {Sample} last after all of them
 */

/**
 * @typedef {object} Report
 * @property {number} count of the iterators
 * @property {number} many so many of them are open at once at most
 * @property {number} milliseconds
 * @property {{ opened: number, closed: number }} sources of JavaScript, of which C read lines
 * @property {Sample[]} samples one after each tenth
 * @property {WayReport[]} ways
 */

const TENTHS = 10;

/** What is leaked on purpose comes with so many numbers. */
const LEAK = 2000;

/** Of more iterators than so many it is said how far they are. */
const QUIET = 20_000;

/** So many iterators are open at once at most. */
const MANY = 1000;

/** What so many collections in a row do not change is taken to be held. */
const COLLECTIONS = 5;

/** The places that tables have given out: of each kind, the highest of each table, added up. */
const places = { handles: 0, waiters: 0 };

/**
 * Watches which places the tables of a kind give out.
 * @param {keyof typeof places} kind
 * @param {any} prototype
 * @param {string} method that gives a place
 */
function watch(kind, prototype, method) {
  const original = prototype[method];
  /** @type {WeakMap<object, number>} */
  const highest = new WeakMap();
  prototype[method] = function (/** @type {unknown[]} */ ...given) {
    const place = Reflect.apply(original, this, given);
    const before = highest.get(this) ?? 0;
    if (place > before) {
      places[kind] += place - before;
      highest.set(this, place);
    }
    return place;
  };
}

watch('handles', Handles.prototype, 'add');
watch('waiters', Waiters.prototype, 'wait');

/** @param {Opened} opened */
async function takeSecond({ iterator, items }) {
  const { value, done } = await iterator.next();
  is(done, false, 'done of the second item');
  is(value, items[1], 'the second item');
}

/**
 * The ways of abandoning an iterator: each takes the second item before that, or with it.
 * @type {Record<string, (opened: Opened) => Promise<void>>}
 */
const WAYS = {
  async break({ iterator, items }) {
    for await (const item of iterator) {
      is(item, items[1], 'the second item');
      break;
    }
  },
  async return(opened) {
    await takeSecond(opened);
    const { value, done } = await opened.iterator.return(opened);
    is(value, opened, 'what return() was given');
    is(done, true, 'done of return()');
  },
  async throw(opened) {
    await takeSecond(opened);
    const error = new Error('abandoned');
    is(await reason(opened.iterator.throw(error)), error, 'what was thrown');
  },
  async abort(opened) {
    await takeSecond(opened);
    const { number, iterator, controller } = opened;
    controller?.abort(opened);
    /* Of half of them nobody asks for anything any more. */
    if (number % 8 < 4) is(await reason(iterator.next()), opened, 'the reason of the signal');
  },
  drop: takeSecond,
};

/**
 * The orders in which iterators are abandoned that are open at once.
 * @type {((opened: Opened[], abandon: (opened: Opened) => Promise<void>) => Promise<unknown>)[]}
 */
const ORDERS = [
  async (opened, abandon) => {
    for (const each of opened) await abandon(each);
  },
  async (opened, abandon) => {
    for (const each of opened.reverse()) await abandon(each);
  },
  (opened, abandon) => Promise.all(opened.map(abandon)),
];

/** Brings up instances of their own, with the memories that are made for them. */
async function openInstances() {
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  const { Memory } = WebAssembly;
  WebAssembly.Memory = /** @type {any} */ (
    function (/** @type {WebAssembly.MemoryDescriptor} */ descriptor) {
      const memory = new Memory(descriptor);
      memories.push(memory);
      return memory;
    }
  );
  try {
    const [counters, generators] = [shipped.open(), protocol.open()];
    await Promise.all([counters.ready(), generators.ready()]);
    return { counters, generators, memories };
  } finally {
    WebAssembly.Memory = Memory;
  }
}

/** @returns {number | undefined} */
function measureHeap() {
  const { process, performance } = /** @type {any} */ (globalThis);
  return process?.memoryUsage?.().heapUsed ?? performance.memory?.usedJSHeapSize;
}

class Load {
  #counters;
  #generators;
  #memories;
  #leaks;
  /** What is not given up, if that is to be so. @type {unknown[]} */
  #leaked = [];
  #made = 0;
  #batches = 0;
  /** It lives as long as this and never aborts. */
  #signal = new AbortController().signal;
  sources = { opened: 0, closed: 0 };

  /** @type {{ items: any[], make: (options: any) => AsyncGenerator<any, any, any> }[]} */
  #kinds = [
    { items: [0, 1], make: (options) => this.#counters.range(Infinity, options) },
    {
      items: [1, 2],
      make: (options) => new this.#counters.AsyncCounter(9, { ...options, delay: 0 }),
    },
    {
      items: ['first', 'second'],
      make: (options) => this.#counters.lines(this.#source(), options),
    },
    { items: [1, 2], make: (options) => this.#generators.guarded(9, options) },
  ];

  /**
   * @param {Awaited<ReturnType<typeof openInstances>>} instances
   * @param {number} leaks
   */
  constructor({ counters, generators, memories }, leaks) {
    this.#counters = counters;
    this.#generators = generators;
    this.#memories = memories;
    this.#leaks = leaks;
  }

  async *#source() {
    this.sources.opened++;
    try {
      yield 'first\nsec';
      yield 'ond\nthird\n';
    } finally {
      this.sources.closed++;
    }
  }

  /**
   * @param {string} way
   * @returns {Promise<Opened>}
   */
  async #open(way) {
    const number = this.#made++;
    const { items, make } = this.#kinds[number % this.#kinds.length];
    const controller = way === 'abort' ? new AbortController() : undefined;
    const signal = number % 8 < 4 ? this.#signal : undefined;
    const iterator = make({ signal: controller?.signal ?? signal });
    const { value, done } = await iterator.next();
    is(done, false, 'done of the first item');
    is(value, items[0], 'the first item');
    const opened = { number, iterator, items, controller };
    if (number % this.#leaks === 0) this.#leaked.push([opened, Array(LEAK).fill(number)]);
    return opened;
  }

  /**
   * Abandons iterators: half of them one after the other, half while many are open.
   * @param {string} way
   * @param {number} count
   */
  async abandon(way, count) {
    const abandon = WAYS[way];
    /* The collector comes as often here, so that what waits for it is not more either. */
    for (let rest = Math.ceil(count / 2); rest > 0; rest -= MANY) {
      const length = Math.min(rest, MANY);
      for (let i = 0; i < length; i++) await abandon(await this.#open(way));
      await this.#collect();
    }
    for (let rest = Math.floor(count / 2); rest > 0; rest -= MANY) {
      await this.#abandonMany(way, Math.min(rest, MANY));
      await this.#collect();
    }
  }

  /**
   * @param {string} way
   * @param {number} length
   */
  async #abandonMany(way, length) {
    const opened = await Promise.all(Array.from({ length }, () => this.#open(way)));
    await ORDERS[this.#batches++ % ORDERS.length](opened, WAYS[way]);
  }

  #figures() {
    const [{ pooled, live: _, ...live }, other] = [this.#counters, this.#generators].map(
      (instance) => instance.stats(),
    );
    const sums = Object.entries(live).map(([name, count]) => [
      name,
      count + other[/** @type {keyof typeof live} */ (name)],
    ]);
    return { live: Object.fromEntries(sums), pooled: pooled + other.pooled };
  }

  /** Lets everything go that nobody holds. */
  async #collect() {
    let before = '';
    for (let inVain = 0; inVain < COLLECTIONS;) {
      await /** @type {any} */ (globalThis).gc();
      await turns();
      const { live } = this.#figures();
      if (Object.values(live).every((count) => count === 0)) return;
      const now = JSON.stringify(live);
      inVain = now === before ? inVain + 1 : 0;
      before = now;
    }
  }

  /** @returns {Promise<Sample>} */
  async sample() {
    await this.#collect();
    const wasm = this.#memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
    return { ...this.#figures(), places: { ...places }, wasm, heap: measureHeap() };
  }
}

/**
 * @param {object} given
 * @param {number} given.count of the iterators
 * @param {number} [given.leaks] every so many of them are not given up
 * @returns {Promise<Report>}
 */
export default async function run({ count, leaks = Infinity }) {
  const load = new Load(await openInstances(), leaks);
  const names = Object.keys(WAYS);
  const part = Math.floor(count / TENTHS / names.length);
  const begin = performance.now();
  /** @type {Sample[]} */
  const samples = [];
  /** @type {Record<string, WayReport>} */
  const ways = {};
  for (let tenth = 1; tenth <= TENTHS; tenth++) {
    for (const way of names) {
      const start = performance.now();
      await load.abandon(way, part);
      const last = await load.sample();
      const report = (ways[way] ??= { way, count: 0, milliseconds: 0, first: last, last });
      report.count += part;
      report.milliseconds += performance.now() - start;
      report.last = last;
    }
    samples.push(await load.sample());
    if (count > QUIET) console.error(`${tenth * part * names.length} iterators are abandoned`);
  }
  return {
    count: part * TENTHS * names.length,
    many: Math.min(MANY, Math.floor(part / 2)),
    milliseconds: performance.now() - begin,
    sources: load.sources,
    samples,
    ways: Object.values(ways),
  };
}
