/** Makes a scenario smaller as long as it keeps what is interesting about it. */
import { bodies, sources, walk } from './scenario.js';

/**
 * @typedef {import('./scenario.js').Scenario} Scenario
 * @typedef {import('./scenario.js').Statement} Statement
 * @typedef {(string | number)[]} Path
 */

/** So many candidates are tried at a time. */
const BATCH = 60;

/**
 * @param {any} root
 * @param {Path} path
 */
const at = (root, path) => path.reduce((value, key) => value[key], root);

/**
 * The places of the lists of statements below a list.
 * @param {Statement[]} statements
 * @param {Path} path
 * @returns {Generator<Path, void, void>}
 */
function* lists(statements, path) {
  yield path;
  for (const [index, statement] of statements.entries()) {
    for (const block of blockPaths(statement)) {
      yield* lists(at(statement, block), [...path, index, ...block]);
    }
  }
}

/**
 * @param {Statement} statement
 * @returns {Path[]}
 */
function blockPaths(statement) {
  const handlers = Array.from(statement.except ?? [], (_, index) => ['except', index, 'body']);
  const plain = ['then', 'body', 'else', 'finally'].filter((key) => statement[key] != null);
  return [...plain.map((key) => [key]), ...handlers];
}

/**
 * Edits that take a part out of a list.
 * @param {Path} path
 * @param {number} length
 * @returns {Generator<(scenario: Scenario) => void, void, void>}
 */
function* cuts(path, length) {
  for (let size = length; size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < length; start += size) {
      yield (scenario) => at(scenario, path).splice(start, size);
    }
  }
}

/**
 * Edits that make one statement simpler.
 * @param {Statement} statement
 * @param {Path} path
 * @returns {Generator<(scenario: Scenario) => void, void, void>}
 */
function* simplifications(statement, path) {
  const index = /** @type {number} */ (path.at(-1));
  const list = path.slice(0, -1);
  for (const block of blockPaths(statement)) {
    yield (scenario) => at(scenario, list).splice(index, 1, ...at(scenario, [...path, ...block]));
  }
  /** @param {Path} place @param {any} value */
  const put = (place, value) => (/** @type {Scenario} */ scenario) => {
    at(scenario, [...path, ...place.slice(0, -1)])[/** @type {string} */ (place.at(-1))] = value;
  };
  if (statement.op !== 'if' && statement.else) yield put(['else'], null);
  if (statement.finally) yield put(['finally'], null);
  if (statement.close) yield put(['close'], false);
  if (statement.n > 1) yield put(['n'], 1);
  if (statement.await) yield put(['await'], false);
  if (statement.except?.length > 0) yield* cuts([...path, 'except'], statement.except.length);
  if (statement.clauses?.length > 1) yield* cuts([...path, 'clauses'], statement.clauses.length);
  for (const [number, clause] of (statement.clauses ?? []).entries()) {
    if (clause.if) yield put(['clauses', number, 'if'], null);
  }
}

/**
 * @param {Scenario} scenario
 * @returns {Generator<(scenario: Scenario) => void, void, void>}
 */
function* edits(scenario) {
  const { gens, main, tasks, iters } = scenario;
  /** @type {[Path, Statement[]][]} */
  const roots = [
    [['main'], main],
    ...Object.entries(tasks).map(([name, body]) => /** @type {any} */ ([['tasks', name], body])),
    ...Object.entries(gens).map(([name, body]) => /** @type {any} */ ([['gens', name], body])),
  ];
  for (const name of Object.keys(tasks)) yield (edited) => removeTask(edited, name);
  for (const [root, body] of roots) {
    for (const path of lists(body, root)) {
      const statements = at(scenario, path);
      yield* cuts(path, statements.length);
      for (const [index, statement] of statements.entries()) {
        yield* simplifications(statement, [...path, index]);
      }
    }
  }
  for (const [name, { steps }] of Object.entries(iters)) {
    yield* cuts(['iters', name, 'steps'], steps.length);
    for (const [index, step] of steps.entries()) {
      if (step.sleep) yield (edited) => delete edited.iters[name].steps[index].sleep;
    }
  }
}

/** @param {Scenario} scenario @param {string} name */
function removeTask(scenario, name) {
  delete scenario.tasks[name];
  for (const body of bodies(scenario)) {
    for (const path of lists(body, [])) {
      const list = at(body, path);
      list.splice(0, list.length, ...list.filter((/** @type {any} */ { task }) => task !== name));
    }
  }
}

/**
 * Leaves out the generators, iterators and tasks that nothing mentions.
 * @param {Scenario} scenario
 */
function prune(scenario) {
  const used = new Set();
  for (const body of bodies(scenario)) {
    for (const statement of walk(body)) {
      for (const name of [statement.gen, statement.task]) used.add(name);
      for (const source of sources(statement)) used.add(Object.values(source)[0]);
    }
  }
  for (const table of [scenario.gens, scenario.iters, scenario.tasks]) {
    for (const name of Object.keys(table)) if (!used.has(name)) delete table[name];
  }
}

/**
 * Scenarios a step smaller than one, the smallest first.
 * @param {Scenario} scenario
 */
export function candidates(scenario) {
  /** @type {Map<string, Scenario>} */
  const found = new Map();
  for (const edit of edits(scenario)) {
    const candidate = structuredClone(scenario);
    edit(candidate);
    prune(candidate);
    found.set(JSON.stringify(candidate), candidate);
  }
  found.delete(JSON.stringify(scenario));
  return [...found].sort(([a], [b]) => a.length - b.length).map(([, candidate]) => candidate);
}

/**
 * @param {Scenario} scenario
 * @param {(candidates: Scenario[]) => Promise<boolean[]>} areInteresting
 * @param {number} seconds
 */
export async function shrink(scenario, areInteresting, seconds) {
  const deadline = performance.now() + seconds * 1000;
  /** @type {Scenario} */
  let smallest = { ...scenario, features: [] };
  for (;;) {
    const found = await findSmaller(smallest, areInteresting, deadline);
    if (!found) return smallest;
    smallest = found;
  }
}

/**
 * @param {Scenario} scenario
 * @param {(candidates: Scenario[]) => Promise<boolean[]>} areInteresting
 * @param {number} deadline
 */
async function findSmaller(scenario, areInteresting, deadline) {
  const rest = candidates(scenario);
  while (rest.length > 0 && performance.now() < deadline) {
    const batch = rest.splice(0, BATCH);
    const interesting = await areInteresting(batch);
    const first = interesting.indexOf(true);
    if (first >= 0) return batch[first];
  }
  return undefined;
}
