/**
 * Makes scenarios, the same ones for a seed on every machine:
 *
 *     node generate.js [--profile conc] [--seed 1] [--count 100] [--coverage]
 *
 * prints one a line, of seeds from the given one on; with --coverage, what occurs in them how often.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { coverage, occurrences } from './coverage.js';
import { EXITS, PLAIN, PROFILES, STOPS } from './profiles.js';
import { Random } from './random.js';
import { bodies, sources, walk } from './scenario.js';
import { estimateEvents } from './size.js';
import { Writer } from './statements.js';

/**
 * @typedef {import('./scenario.js').Scenario} Scenario
 * @typedef {import('./scenario.js').Statement} Statement
 * @typedef {import('./scenario.js').Step} Step
 * @typedef {import('./statements.js').Scope} Scope
 * @typedef {import('./statements.js').Generator} Generator
 * @typedef {import('./statements.js').Name} Name
 *
 * A task: the others that have been spawned before it runs, those that it spawns itself, and where
 * it stands in the order of joining, in which nothing waits for what is before it.
 * @typedef {{
 *   name: string,
 *   cancellable: boolean,
 *   order: number,
 *   known: Task[],
 *   children: Task[],
 * }} Task
 */

const MOST_EVENTS = 700;
const SIZES = { gen: 10, segment: 6, task: 8 };

/** @type {import('./statements.js').Tasks} */
const NO_TASKS = { known: [], joinable: [], cancellable: [] };

/** One attempt at a scenario. */
class Draft {
  #random;
  #profile;
  #writer;
  /** @type {Generator[]} */
  #generators = [];
  /** @type {import('./statements.js').Iterator[]} */
  #iterators = [];
  /** @type {Name[]} */
  #names = [];
  /** @type {Scenario} */
  scenario;

  /**
   * @param {string} profile
   * @param {number} seed
   * @param {Random} random
   */
  constructor(profile, seed, random) {
    this.#random = random;
    this.#profile = PROFILES[profile];
    let last = 0;
    this.#writer = new Writer(random, this.#profile, { next: () => ++last });
    const id = `${profile}-${seed}`;
    this.scenario = {
      v: 1,
      id,
      profile,
      seed,
      features: [],
      gens: {},
      iters: {},
      main: [],
      tasks: {},
    };
    this.#writeIterators();
    this.#writeGenerators();
    if (this.#profile.shared) this.#writeTasks();
    else this.scenario.main = [...this.#prelude(), ...this.#segments(NO_TASKS, 3)];
    this.scenario.features = [...new Set(occurrences(this.scenario))].sort();
  }

  #writeIterators() {
    const special = this.#profile.special ? 1 : 0;
    const count = this.#random.between(1, 3);
    for (let index = 0; index < count; index++) {
      const name = `i${index}`;
      const kind = this.#random.weighted({
        coro: 8,
        plain: 6,
        noaiter: special,
        noanext: special,
        aiterraise: 2 * special,
      });
      const length = this.#random.between(kind === 'coro' || kind === 'plain' ? 1 : 0, 4);
      const steps = Array.from({ length }, () => this.#step());
      const raised = kind === 'aiterraise' ? { t: this.#exception(), m: `${name} raises` } : {};
      this.scenario.iters[name] = { kind, steps, ...raised };
      this.#iterators.push({
        name,
        raw: [raised.t, ...steps.map(({ syncraise }) => syncraise)].includes('StopIteration'),
        suspends: steps.some(({ sleep }) => (sleep ?? 0) > 0),
      });
    }
  }

  #exception() {
    const special = this.#profile.special && this.#random.chance(50);
    return this.#random.pick(special ? [...STOPS, ...EXITS] : PLAIN);
  }

  /** @returns {Step} */
  #step() {
    const random = this.#random;
    const special = this.#profile.special ? 1 : 0;
    const sleep = random.pick([0, 0, 1, 2]);
    const kind = random.weighted({ v: 24, raise: 4, syncraise: 2 * special, bad: special });
    if (kind === 'v') return { sleep, v: random.between(0, 9) };
    if (kind === 'bad') return { bad: true };
    const m = `s${random.between(0, 9)}`;
    if (kind === 'raise') return { sleep, raise: this.#exception(), m };
    return { syncraise: this.#exception(), m };
  }

  #writeGenerators() {
    const count = this.#random.between(2, 4);
    for (let level = 0; level < count; level++) {
      const quiet = this.#profile.shared && this.#random.chance(50);
      this.#generators.push({ name: `g${level}`, level, quiet, suspends: false });
    }
    this.#chooseNames();
    // A generator is written after those that it can iterate.
    for (const generator of [...this.#generators].reverse()) {
      const body = this.#generatorBody(generator);
      this.scenario.gens[generator.name] = body;
      generator.suspends = [...walk(body)].some((statement) => this.#suspends(statement));
    }
  }

  #chooseNames() {
    const random = this.#random;
    for (const generator of this.#generators) {
      const count = random.between(1, 2);
      for (let index = 0; index < count; index++) {
        const bound = random.chance(85);
        const fixed = bound && random.chance(50);
        // After an end that no call has seen, the guard of calls does not help.
        const thrown = !this.#profile.guard || random.chance(60);
        this.#names.push({
          name: 'abcdefgh'[this.#names.length],
          generator,
          bound,
          fixed,
          started: fixed && this.#profile.special && random.chance(70),
          iterated: !(this.#profile.guard && thrown),
          thrown,
        });
      }
    }
  }

  /** @param {Statement} statement */
  #suspends(statement) {
    const { op, name } = statement;
    if (op === 'sleep') return true;
    if (op === 'comp') {
      const conditions = statement.clauses.map((/** @type {any} */ clause) => clause.if);
      if ([statement, ...conditions].some((each) => each?.await)) return true;
    }
    if (name) return this.#names.some((each) => each.name === name && each.generator.suspends);
    return sources(statement).some((source) => {
      if ('gen' in source) return this.#generators.some((g) => g.name === source.gen && g.suspends);
      if ('iter' in source)
        return this.#iterators.some((i) => i.name === source.iter && i.suspends);
      if (!('use' in source)) return false;
      return this.#names.some((each) => each.name === source.use && each.generator.suspends);
    });
  }

  /**
   * The surroundings of a body's outermost statements.
   * @param {Partial<Scope> & Pick<Scope, 'kind'>} differences
   * @returns {Scope}
   */
  #scope(differences) {
    return {
      generators: this.#generators,
      iterators: this.#iterators,
      names: this.#names,
      tasks: NO_TASKS,
      cancellable: false,
      quiet: false,
      depth: 0,
      finally: 'none',
      loop: false,
      handler: false,
      caught: false,
      variable: false,
      ...differences,
    };
  }

  /** @param {Generator} generator */
  #generatorBody({ level, quiet }) {
    const later = this.#generators.filter((each) => each.level > level);
    const names = this.#profile.shared
      ? this.#names
      : this.#names.filter((each) => each.generator.level > level);
    const scope = this.#scope({
      kind: 'gen',
      generators: later,
      names,
      cancellable: this.#profile.shared,
      quiet,
    });
    const body = this.#writer.body(scope, this.#random.between(3, SIZES.gen));
    const yields = [...walk(body)].some(({ op }) => op === 'yield');
    return yields || this.#random.chance(5) ? body : [{ op: 'yield', v: level }, ...body];
  }

  /**
   * Binds names first, and then starts some generators, those first that others iterate.
   * @returns {Statement[]}
   */
  #prelude() {
    const bound = this.#names.filter((each) => each.bound);
    const started = bound.filter((each) => each.started).reverse();
    return [
      ...bound.map(({ name, generator }) => ({ op: 'new', name, gen: generator.name })),
      ...started.map(({ name }) => ({ op: 'call', name, m: 'anext' })),
    ];
  }

  /**
   * Statements of the main program.
   * @param {import('./statements.js').Tasks} tasks
   * @param {number} count
   */
  #segments(tasks, count) {
    const scope = this.#scope({ kind: 'main', tasks });
    return Array.from({ length: count }, () => this.#writer.body(scope, SIZES.segment)).flat();
  }

  #writeTasks() {
    const tasks = this.#planTasks();
    const roots = tasks.filter((task) => !tasks.some(({ children }) => children.includes(task)));
    const main = this.#prelude();
    /** @type {Task[]} */
    const spawned = [];
    while (spawned.length < roots.length) {
      const batch = roots.slice(spawned.length, spawned.length + this.#random.between(1, 3));
      spawned.push(...batch);
      for (const task of batch) {
        task.known = [...spawned];
        main.push({ op: 'spawn', task: task.name });
      }
      main.push(...this.#segments(view(spawned, null), 1));
    }
    main.push(...this.#segments(view(spawned, null), 1));
    this.scenario.main = main;
    // A task that others spawn knows what its spawner knows, and comes after it in the list.
    for (const task of tasks) {
      for (const child of task.children) child.known = [...task.known, child];
      this.scenario.tasks[task.name] = this.#taskBody(task);
    }
  }

  #planTasks() {
    const random = this.#random;
    const count = random.between(1, 4);
    const orders = random.shuffled(Array.from({ length: count }, (_, index) => index));
    /** @type {Task[]} */
    const tasks = orders.map((order, index) => ({
      name: `t${index + 1}`,
      cancellable: random.chance(55),
      order,
      known: [],
      children: [],
    }));
    for (const [index, task] of tasks.entries()) {
      if (index > 0 && random.chance(20)) random.pick(tasks.slice(0, index)).children.push(task);
    }
    return tasks;
  }

  /** @param {Task} task */
  #taskBody(task) {
    const { children, cancellable } = task;
    const scope = this.#scope({ kind: 'task', cancellable, tasks: view(task.known, task) });
    const size = this.#random.between(2, SIZES.task);
    const body = this.#writer.body(scope, size);
    for (const child of children) {
      const known = [...task.known, ...children.slice(0, children.indexOf(child) + 1)];
      body.push({ op: 'spawn', task: child.name });
      body.push(...this.#writer.body({ ...scope, tasks: view(known, task) }, 3));
    }
    return body;
  }
}

/**
 * What a task, or the main program, can do with the tasks that have been spawned.
 * @param {Task[]} spawned
 * @param {Task | null} by
 * @returns {import('./statements.js').Tasks}
 */
function view(spawned, by) {
  const others = spawned.filter((task) => task !== by);
  const cancellable = others.filter((task) => task.cancellable);
  // A cancellation of a task that waits for another one goes on to that one.
  const joinable = by?.cancellable ? cancellable : others;
  /** @param {Task[]} tasks */
  const names = (tasks) => tasks.map(({ name }) => name);
  return {
    known: names(spawned),
    joinable: names(joinable.filter(({ order }) => !by || order > by.order)),
    cancellable: names(cancellable),
  };
}

/**
 * @param {{ profile: string, seed: number }} options
 * @returns {Scenario}
 */
export function generate({ profile, seed }) {
  if (!PROFILES[profile]) throw new Error(`there is no profile ${profile}`);
  for (let attempt = 0; ; attempt++) {
    const random = new Random(`${profile}/${seed}/${attempt}`);
    const { scenario } = new Draft(profile, seed, random);
    const statements = bodies(scenario).flatMap((body) => [...walk(body)]);
    if (estimateEvents(scenario, statements) <= MOST_EVENTS) return scenario;
  }
}

/**
 * Scenarios of seeds from one on, of one profile or of all in turn.
 * @param {{ profile?: string, seed: number, count: number }} options
 */
export function* generateAll({ profile, seed, count }) {
  const profiles = profile ? [profile] : Object.keys(PROFILES);
  for (let index = 0; index < count; index++) {
    const round = Math.floor(index / profiles.length);
    yield generate({ profile: profiles[index % profiles.length], seed: seed + round });
  }
}

/** @param {Iterable<Scenario>} scenarios */
function printCoverage(scenarios) {
  const counts = [...coverage(scenarios)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, count] of counts) console.log(`${String(count).padStart(8)} ${name}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string' },
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '100' },
      coverage: { type: 'boolean', default: false },
    },
  });
  const { profile } = values;
  const all = generateAll({ profile, seed: Number(values.seed), count: Number(values.count) });
  if (values.coverage) printCoverage(all);
  else for (const scenario of all) console.log(JSON.stringify(scenario));
}
