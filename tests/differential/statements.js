/** Writes the statements of one body at random, within what its surroundings allow. */
import { EXITS, PLAIN, STOPS } from './profiles.js';

/**
 * @typedef {import('./scenario.js').Statement} Statement
 * @typedef {import('./scenario.js').Source} Source
 *
 * A generator function: `quiet` if nothing in it suspends while it is closed, `suspends` if
 * anything can at all.
 * @typedef {{ name: string, level: number, quiet: boolean, suspends: boolean }} Generator
 *
 * An iterator class: `raw` if StopIteration can come from it without a coroutine around it.
 * @typedef {{ name: string, raw: boolean, suspends: boolean }} Iterator
 *
 * A global name, only ever bound to instances of one generator: `bound` from the start; `fixed`
 * if to one instance for good; `started` if that one is started from the start; `iterated` by
 * loops, too; `thrown` if athrow is among the calls.
 * @typedef {{
 *   name: string,
 *   generator: Generator,
 *   bound: boolean,
 *   fixed: boolean,
 *   started: boolean,
 *   iterated: boolean,
 *   thrown: boolean,
 * }} Name
 *
 * Tasks that have surely been spawned when a body runs.
 * @typedef {{ known: string[], joinable: string[], cancellable: string[] }} Tasks
 *
 * Where a statement stands: `finally` if in such a block with restrictions; `cancellable` if a
 * cancellation can arrive; `caught` if a handler will have what is raised; `variable` if a loop's
 * variable is at hand.
 * @typedef {{
 *   kind: 'gen' | 'main' | 'task',
 *   generators: Generator[],
 *   iterators: Iterator[],
 *   names: Name[],
 *   tasks: Tasks,
 *   cancellable: boolean,
 *   quiet: boolean,
 *   depth: number,
 *   finally: 'none' | 'quiet' | 'settled',
 *   loop: boolean,
 *   handler: boolean,
 *   caught: boolean,
 *   variable: boolean,
 * }} Scope
 */

const JUMPS = ['raise', 'reraise', 'return', 'break', 'continue'];
const COMPOUND = ['if', 'loop', 'try', 'for', 'comp'];
const MOST_DEPTH = 4;
/** What is sent, and what is compared with it. */
const SENT = [null, 0, 1, 2];

/** How often each statement is tried, by where it stands; a request awaited later is a `make`. */
const WEIGHTS = {
  gen: {
    ...{ yield: 26, log: 7, sleep: 9, if: 9, loop: 6, try: 11, for: 8, comp: 4, raise: 4 },
    ...{ reraise: 20, return: 2, break: 5, continue: 4, new: 2, call: 5, make: 2 },
  },
  main: {
    ...{ log: 3, sleep: 4, call: 34, for: 11, comp: 8, try: 11, loop: 4, new: 4, if: 2, raise: 3 },
    ...{ reraise: 14, return: 1, break: 3, continue: 3, make: 7, spawn: 2, join: 8, cancel: 12 },
  },
  task: {
    ...{ log: 3, sleep: 13, call: 28, for: 11, comp: 7, try: 9, loop: 4, new: 3, if: 1, raise: 3 },
    ...{ reraise: 14, return: 1, break: 3, continue: 3, make: 6, spawn: 3, join: 9, cancel: 9 },
  },
};

export class Writer {
  #random;
  #profile;
  #numbers;
  #left = 0;

  /**
   * @param {import('./random.js').Random} random
   * @param {import('./profiles.js').Profile} profile
   * @param {{ next(): number }} numbers tell log entries, messages and requests apart
   */
  constructor(random, profile, numbers) {
    this.#random = random;
    this.#profile = profile;
    this.#numbers = numbers;
  }

  /**
   * A body of at most so many statements, those in blocks included.
   * @param {Scope} scope
   * @param {number} size
   */
  body(scope, size) {
    this.#left = size;
    /** @type {Statement[]} */
    const statements = [];
    while (this.#left > 0 && !isJump(statements.at(-1))) statements.push(...this.#statement(scope));
    return statements;
  }

  /** @param {Scope} scope @param {number} [most] */
  #block(scope, most = 3) {
    const inner = { ...scope, depth: scope.depth + 1 };
    /** @type {Statement[]} */
    const statements = [];
    const length = this.#random.between(1, most);
    while (statements.length < length && !isJump(statements.at(-1))) {
      statements.push(...this.#statement(inner));
    }
    return statements;
  }

  /** @param {Scope} scope */
  #weights(scope) {
    const weights = /** @type {Record<string, number>} */ ({ ...WEIGHTS[scope.kind] });
    for (const op of Object.keys(weights)) {
      if (!this.#profile.ops.includes(op) || !this.#allows(scope, op)) weights[op] = 0;
    }
    if (scope.caught) weights.raise *= 4;
    return weights;
  }

  /** @param {Scope} scope @param {string} op */
  #allows(scope, op) {
    if (COMPOUND.includes(op) && (scope.depth >= MOST_DEPTH || this.#left <= 1)) return false;
    if (scope.finally !== 'none' && ['yield', 'return'].includes(op)) return false;
    if (scope.finally === 'quiet' && ['raise', 'reraise', 'for', 'comp', 'try'].includes(op)) {
      return false;
    }
    if (op === 'reraise') return scope.handler;
    if (op === 'break' || op === 'continue') return scope.loop;
    if (op === 'call') return scope.names.length > 0;
    if (op === 'new') return rebindable(scope).length > 0;
    if (op === 'make') return scope.names.some(({ bound }) => bound);
    if (op === 'spawn') return scope.tasks.known.length > 0;
    if (op === 'join') return scope.tasks.joinable.length > 0;
    if (op === 'cancel') return scope.tasks.cancellable.length > 0;
    return true;
  }

  /**
   * @param {Scope} scope
   * @returns {Statement[]}
   */
  #statement(scope) {
    this.#left--;
    const op = this.#random.weighted(this.#weights(scope));
    if (op === 'make') return this.#request(scope);
    const statement = this.#write(op, scope);
    if (JUMPS.includes(op)) return [this.#sometimes(scope, statement)];
    // What follows in a program is to be reached in most of them.
    const raises = op === 'for' || op === 'comp';
    if (raises && !scope.caught && scope.kind !== 'gen' && this.#random.chance(60)) {
      return [this.#protect(scope, statement)];
    }
    return [statement];
  }

  /** @param {string} op @param {Scope} scope @returns {Statement} */
  #write(op, scope) {
    const random = this.#random;
    switch (op) {
      case 'log':
        return { op, m: this.#numbers.next() };
      case 'yield':
        return { op, v: scope.variable && random.chance(50) ? 'var' : random.between(0, 9) };
      case 'raise':
        return { op, t: this.#exception(), m: this.#message() };
      case 'if':
        return this.#if(scope);
      case 'loop':
        return {
          op,
          n: random.between(2, 3),
          body: this.#block({ ...scope, loop: true }),
        };
      case 'try':
        return this.#try(scope);
      case 'for':
        return this.#for(scope);
      case 'comp':
        return this.#comprehension(scope);
      case 'new':
        return this.#new(scope);
      case 'call':
        return { op, ...this.#call(random.pick(scope.names), scope) };
      case 'spawn':
        return { op, task: random.pick(scope.tasks.known) };
      case 'join':
        return { op, task: random.pick(scope.tasks.joinable) };
      case 'cancel':
        return { op, task: random.pick(scope.tasks.cancellable) };
      default:
        return { op };
    }
  }

  #message() {
    return this.#random.chance(8) ? '' : `e${this.#numbers.next()}`;
  }

  #exception() {
    if (!this.#profile.special || this.#random.chance(65)) return this.#random.pick(PLAIN);
    return this.#random.pick([...STOPS, ...EXITS]);
  }

  /** @param {Scope} scope */
  #handled(scope) {
    const random = this.#random;
    if (!this.#profile.special || random.chance(55)) {
      return random.chance(50) ? 'Exception' : random.pick(PLAIN);
    }
    const exits = scope.quiet ? ['CancelledError'] : ['BaseException', 'BaseException', ...EXITS];
    return random.pick([...exits, ...STOPS]);
  }

  /**
   * A jump, or one that is taken if a certain value was sent.
   * @param {Scope} scope
   * @param {Statement} jump
   */
  #sometimes(scope, jump) {
    if (scope.depth === 0 ? this.#random.chance(10) : this.#random.chance(45)) return jump;
    return { op: 'if', eq: this.#random.pick(SENT), then: [jump], else: [] };
  }

  /** @param {Scope} scope @param {Statement} statement */
  #protect(scope, statement) {
    const type = this.#profile.special && this.#random.chance(40) ? 'BaseException' : 'Exception';
    const body = this.#block({ ...scope, handler: true }, 1);
    return { op: 'try', body: [statement], except: [{ t: type, body }], else: null, finally: null };
  }

  /** @param {Scope} scope */
  #if(scope) {
    return {
      op: 'if',
      eq: this.#random.pick(SENT),
      then: this.#block(scope, 2),
      else: this.#random.chance(50) ? this.#block(scope, 2) : [],
    };
  }

  /** @param {Scope} scope */
  #try(scope) {
    const random = this.#random;
    const count = random.weighted({ 0: 30, 1: 45, 2: 25 });
    const types = Array.from({ length: Number(count) }, () => this.#handled(scope));
    const caught = types.includes('Exception') || types.includes('BaseException');
    const body = this.#block({ ...scope, caught: caught || scope.caught });
    const handler = { ...scope, handler: true };
    const except = types.map((t) => ({ t, body: this.#block(handler, 2) }));
    const otherwise = types.length > 0 && random.chance(35) ? this.#block(scope, 2) : null;
    const last = types.length === 0 || random.chance(40) ? this.#finally(scope) : null;
    return { op: 'try', body, except, else: otherwise, finally: last };
  }

  /** @param {Scope} scope */
  #finally(scope) {
    if (scope.quiet) return [this.#write('log', scope)];
    const kind = this.#profile.finally;
    if (kind === 'free') return this.#leave(scope, this.#block(scope, 2));
    const restriction = scope.finally === 'quiet' ? 'quiet' : kind;
    return this.#block({ ...scope, finally: restriction, loop: false }, 2);
  }

  /**
   * Often ends a `finally` by a jump, which discards what is pending.
   * @param {Scope} scope
   * @param {Statement[]} block
   */
  #leave(scope, block) {
    if (isJump(block.at(-1)) || this.#random.chance(70)) return block;
    const jumps = ['raise', 'return', ...(scope.loop ? ['break', 'continue', 'break'] : [])];
    return [...block, this.#write(this.#random.pick(jumps), scope)];
  }

  /**
   * Whether a scope may close what a generator function makes.
   * @param {Scope} scope
   * @param {Generator} generator
   */
  #mayClose(scope, generator) {
    // A generator's state after a cancelled close is no matter of agreement, even in CPython.
    return generator.quiet || !scope.cancellable;
  }

  /**
   * @param {Scope} scope
   * @param {boolean} inComprehension
   * @returns {Source}
   */
  #source(scope, inComprehension) {
    const names = scope.names.filter(
      ({ iterated, generator }) => iterated && scope.generators.includes(generator),
    );
    // Where StopIteration passes the function of a comprehension, versions of CPython differ.
    const iterators = scope.iterators.filter(({ raw }) => !(raw && inComprehension));
    const kind = this.#random.weighted({
      gen: scope.generators.length > 0 ? 50 : 0,
      use: names.length > 0 ? 25 : 0,
      iter: iterators.length > 0 ? 25 : 0,
      range: 1,
    });
    if (kind === 'gen') return { gen: this.#random.pick(scope.generators).name };
    if (kind === 'use') return { use: this.#random.pick(names).name };
    if (kind === 'iter') return { iter: this.#random.pick(iterators).name };
    return inComprehension ? { range: 2 } : { use: 'nothing' };
  }

  /** @param {Scope} scope @param {Source} source */
  #closes(scope, source) {
    if ('gen' in source) {
      const generator = scope.generators.find(({ name }) => name === source.gen);
      return this.#mayClose(scope, /** @type {Generator} */ (generator)) && this.#random.chance(45);
    }
    if (!('use' in source)) return false;
    const bound = scope.names.find(({ name }) => name === source.use);
    // A shared generator refuses to be closed while it runs, which a quiet one must not notice.
    if (scope.quiet || (bound && !this.#mayClose(scope, bound.generator))) return false;
    return this.#random.chance(40);
  }

  /** @param {Scope} scope */
  #for(scope) {
    const src = this.#source(scope, false);
    const close = this.#closes(scope, src);
    const inner = { ...scope, loop: true, variable: true };
    const body = this.#block(inner, 2);
    const relays = scope.kind === 'gen' && scope.finally === 'none' && this.#random.chance(50);
    if (relays) body.unshift({ op: 'yield', v: 'var' });
    // After its end, a loop's variable is nobody's.
    const after = { ...scope, variable: false };
    const otherwise = this.#random.chance(35) ? this.#block(after, 2) : null;
    return { op: 'for', src, body, else: otherwise, close };
  }

  /** @param {Scope} scope */
  #comprehension(scope) {
    const random = this.#random;
    const count = Number(random.weighted({ 1: 55, 2: 35, 3: 10 }));
    const clauses = Array.from({ length: count }, () => {
      const src = random.chance(25) ? { range: random.between(0, 3) } : this.#source(scope, true);
      const m = random.between(2, 3);
      const condition = { m, eq: random.between(0, m - 1), await: random.chance(40) };
      return { src, if: random.chance(40) ? condition : null };
    });
    const kind = random.pick(['list', 'set', 'dict', 'genexp']);
    return { op: 'comp', kind, clauses, add: random.between(0, 9), await: random.chance(30) };
  }

  /** @param {Scope} scope */
  #new(scope) {
    const { name, generator } = this.#random.pick(rebindable(scope));
    return { op: 'new', name, gen: generator.name };
  }

  /**
   * A request on what a name is bound to, but for the statement's `op`.
   * @param {Name} name
   * @param {Scope} scope
   */
  #call({ name, generator, started, thrown }, scope) {
    const random = this.#random;
    const guard = this.#profile.guard ? { guard: true } : {};
    const m = random.weighted({
      anext: 40,
      anextd: 14,
      asend: 32,
      athrow: thrown ? 16 : 0,
      aclose: this.#mayClose(scope, generator) ? 8 : 0,
    });
    if (m === 'asend') return { name, m, v: random.pick(SENT), ...guard };
    if (m !== 'athrow') return { name, m };
    // A generator that others run in the meantime can be there before that start.
    const surely = started && !(scope.kind === 'gen' && this.#profile.shared);
    return { name, m, t: this.#thrown(surely), msg: this.#message(), ...guard };
  }

  /** @param {boolean} started */
  #thrown(started) {
    if (!this.#profile.special || this.#random.chance(60)) return this.#random.pick(PLAIN);
    // Before a generator's first step, versions of CPython differ in how these come out.
    return this.#random.pick(started ? [...STOPS, ...EXITS] : EXITS);
  }

  /**
   * A request that is made first and awaited later.
   * @param {Scope} scope
   * @returns {Statement[]}
   */
  #request(scope) {
    const name = this.#random.pick(scope.names.filter(({ bound }) => bound));
    const aw = this.#numbers.next();
    const made = { op: 'make', aw, ...this.#call(name, scope) };
    const awaited = { op: 'await', aw };
    // In a generator's body, another instance could make its own in the meantime.
    const pauses = scope.kind !== 'gen';
    const pause = () => (pauses && this.#random.chance(50) ? [this.#pause(scope)] : []);
    const statements = [made, ...pause(), awaited];
    if (this.#repeats(made.m, name) && this.#random.chance(50)) {
      statements.push(...pause(), awaited);
    }
    return statements;
  }

  /**
   * Whether a request may be awaited again. One of athrow() that suspended would go on.
   * @param {string} method
   * @param {Name} name
   */
  #repeats(method, { generator }) {
    return this.#profile.twice && (method !== 'athrow' || !generator.suspends);
  }

  /** @param {Scope} scope */
  #pause(scope) {
    return this.#write(this.#random.pick(['log', 'sleep', 'call']), scope);
  }
}

/**
 * The names that a scope may bind anew; no generator makes new ones of itself without end.
 * @param {Scope} scope
 */
const rebindable = ({ names, generators }) =>
  names.filter(({ fixed, generator }) => !fixed && generators.includes(generator));

/** @param {Statement | undefined} statement */
const isJump = (statement) => statement !== undefined && JUMPS.includes(statement.op);
