/** How large a scenario's trace can become, estimated from above. */
import { sources } from './scenario.js';

/** @typedef {import('./scenario.js').Statement} Statement */
/** @typedef {import('./scenario.js').Source} Source */

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

class Estimate {
  /** @type {Map<string, { events: number, items: number }>} */
  #generators = new Map();
  /** @type {Map<string, number>} */
  #names = new Map();
  #scenario;

  /** @param {import('./scenario.js').Scenario} scenario */
  constructor(scenario) {
    this.#scenario = scenario;
  }

  /**
   * A generator's whole life; generators iterate later ones only.
   * @param {string} name
   */
  generator(name) {
    let known = this.#generators.get(name);
    if (!known) {
      const body = this.#scenario.gens[name];
      known = { events: this.events(body) + 4, items: this.#yields(body) };
      this.#generators.set(name, known);
    }
    return known;
  }

  /**
   * @param {Source} source
   * @returns {{ events: number, items: number }}
   */
  #source(source) {
    if ('gen' in source) return this.generator(source.gen);
    if ('range' in source) return { events: 0, items: source.range };
    if ('use' in source) return { events: 0, items: this.#names.get(source.use) ?? 0 };
    const { steps } = this.#scenario.iters[source.iter];
    return { events: sum(steps.map((step) => 2 + 2 * (step.sleep ?? 0))), items: steps.length };
  }

  /**
   * What names are bound to, as far as it is known from their bindings.
   * @param {Iterable<Statement>} statements
   */
  learn(statements) {
    for (const { op, name, gen } of statements) {
      if (op === 'new') this.#names.set(name, this.generator(gen).items);
    }
  }

  /** @param {Statement[]} statements @returns {number} */
  #yields(statements) {
    return sum(
      statements.map((statement) => {
        const { op, body, then, else: otherwise, except, finally: last } = statement;
        const rest = this.#yields(otherwise ?? []) + this.#yields(last ?? []);
        if (op === 'yield') return 1;
        if (op === 'if') return Math.max(this.#yields(then), rest);
        if (op === 'loop') return statement.n * this.#yields(body);
        if (op === 'for') return this.#source(statement.src).items * this.#yields(body) + rest;
        if (op !== 'try') return 0;
        return (
          this.#yields(body) +
          rest +
          sum(except.map((/** @type {any} */ handler) => this.#yields(handler.body)))
        );
      }),
    );
  }

  /** @param {Statement} comprehension */
  #comprehension({ clauses, await: waits }) {
    let repeated = 1;
    let events = 3;
    for (const { src, if: condition } of clauses) {
      const source = this.#source(src);
      events += repeated * source.events;
      repeated *= source.items;
      if (condition?.await) events += 2 * repeated;
    }
    return events + (waits ? 2 * repeated : 0);
  }

  /** @param {Statement[]} statements @returns {number} */
  events(statements) {
    return sum(
      statements.map((statement) => {
        const { op, body, then, else: otherwise, except, finally: last } = statement;
        const rest = this.events(otherwise ?? []) + this.events(last ?? []);
        if (op === 'if') return 1 + Math.max(this.events(then), rest);
        if (op === 'loop') return statement.n * this.events(body);
        if (op === 'comp') return this.#comprehension(statement);
        if (op === 'new') return 1 + this.generator(statement.gen).events;
        if (op === 'for') {
          const [source] = sources(statement).map((each) => this.#source(each));
          return 4 + source.events + source.items * (1 + this.events(body)) + rest;
        }
        if (op !== 'try') return 3;
        return (
          3 +
          this.events(body) +
          rest +
          sum(except.map((/** @type {any} */ handler) => this.events(handler.body)))
        );
      }),
    );
  }
}

/**
 * @param {import('./scenario.js').Scenario} scenario
 * @param {Iterable<Statement>} statements all of them
 */
export function estimateEvents(scenario, statements) {
  const estimate = new Estimate(scenario);
  estimate.learn(statements);
  return sum(
    [scenario.main, ...Object.values(scenario.tasks)].map((body) => estimate.events(body)),
  );
}
