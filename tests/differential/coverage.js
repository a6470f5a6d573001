/** Counts what scenarios contain. */
import { bodies, walk } from './scenario.js';

/** @typedef {import('./scenario.js').Statement} Statement */
/** @typedef {import('./scenario.js').Clause} Clause */

/** @param {Clause} clause @param {number} index */
function clauseFeatures({ src, if: condition }, index) {
  const place = index === 0 ? 'first' : 'inner';
  const features = [`comp:${place}-${Object.keys(src)[0]}`];
  if (condition) features.push(condition.await ? 'comp:if-await' : 'comp:if');
  return features;
}

/** @param {Statement} statement */
function requestFeatures({ op, m, t, v, guard }) {
  const features = [`${op}:${m}`];
  if (t) features.push(`athrow:${t}`);
  if (m === 'asend') features.push(v === null ? 'asend:null' : 'asend:value');
  if (guard) features.push(`guard:${m}`);
  return features;
}

/** @param {Statement} statement */
function tryFeatures({ except, else: otherwise, finally: last }) {
  const features = except.map((/** @type {any} */ { t }) => `except:${t}`);
  if (otherwise) features.push('try:else');
  if (last) features.push('try:finally');
  const inside = new Set([...walk(last ?? [])].map(({ op }) => op));
  for (const op of ['yield', 'return', 'break', 'continue', 'raise', 'for']) {
    if (inside.has(op)) features.push(`finally:${op}`);
  }
  return features;
}

/**
 * What a statement shows beyond its kind.
 * @param {Statement} statement
 * @returns {string[]}
 */
function statementFeatures(statement) {
  const { op, src, close, else: otherwise, kind, clauses } = statement;
  switch (op) {
    case 'yield':
      return [statement.v === 'var' ? 'yield:var' : 'yield:number'];
    case 'raise':
      return [`raise:${statement.t}`];
    case 'try':
      return tryFeatures(statement);
    case 'call':
    case 'make':
      return requestFeatures(statement);
    case 'for':
      return [
        `for:${Object.keys(src)[0]}`,
        ...(close ? ['for:close'] : []),
        ...(otherwise ? ['for:else'] : []),
      ];
    case 'comp':
      return [
        `comp:${kind}`,
        `comp:${clauses.length}-clauses`,
        ...(statement.await ? ['comp:await'] : []),
        ...clauses.flatMap(clauseFeatures),
      ];
    default:
      return [];
  }
}

/** @param {import('./scenario.js').Scenario} scenario */
function* iteratorFeatures({ iters }) {
  for (const { kind, steps } of Object.values(iters)) {
    yield `iter:${kind}`;
    for (const step of steps) {
      if (step.sleep) yield 'step:sleep';
      if (step.raise) yield `step:raise-${step.raise}`;
      else if (step.syncraise) yield `step:syncraise-${step.syncraise}`;
      else yield step.bad ? 'step:bad' : 'step:value';
    }
  }
}

/**
 * Cancellations of tasks that may be waiting for other ones, which go on to those.
 * @param {import('./scenario.js').Scenario} scenario
 */
function* taskFeatures(scenario) {
  const joins = (/** @type {string} */ task) =>
    [...walk(scenario.tasks[task])].some(({ op }) => op === 'join');
  for (const body of bodies(scenario)) {
    for (const { op, task } of walk(body))
      if (op === 'cancel' && joins(task)) yield 'cancel:joining';
  }
}

/**
 * The statements and features of a scenario, each as often as it occurs.
 * @param {import('./scenario.js').Scenario} scenario
 */
export function* occurrences(scenario) {
  for (const body of bodies(scenario)) {
    for (const statement of walk(body)) {
      yield statement.op;
      yield* statementFeatures(statement);
    }
  }
  yield* iteratorFeatures(scenario);
  yield* taskFeatures(scenario);
}

/**
 * How often each statement and feature occurs.
 * @param {Iterable<import('./scenario.js').Scenario>} scenarios
 */
export function coverage(scenarios) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const scenario of scenarios) {
    for (const name of occurrences(scenario)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
