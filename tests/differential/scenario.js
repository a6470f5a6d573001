/**
 * What a scenario is made of. README.md says what it means.
 *
 * @typedef {{ op: string, [field: string]: any }} Statement
 * @typedef {{ gen: string } | { use: string } | { iter: string } | { range: number }} Source
 * @typedef {{ m: number, eq: number, await: boolean }} Condition
 * @typedef {{ src: Source, if: Condition | null }} Clause
 * @typedef {{ sleep?: number, v?: number, raise?: string, syncraise?: string, m?: string, bad?: boolean }} Step
 * @typedef {{ kind: string, steps: Step[], t?: string, m?: string }} Iterator
 * @typedef {{
 *   v: number,
 *   id: string,
 *   profile: string,
 *   seed: number,
 *   features: string[],
 *   gens: Record<string, Statement[]>,
 *   iters: Record<string, Iterator>,
 *   main: Statement[],
 *   tasks: Record<string, Statement[]>,
 * }} Scenario
 * @typedef {[who: string, kind: string, ...details: any[]]} Event
 */

/**
 * The lists of statements right below a statement.
 * @param {Statement} statement
 * @returns {Statement[][]}
 */
export function blocks(statement) {
  const { then, else: otherwise, body, finally: last } = statement;
  const handlers = (statement.except ?? []).map((/** @type {any} */ handler) => handler.body);
  return [then, body, ...handlers, otherwise, last].filter((block) => block != null);
}

/**
 * Every statement of a list and of what is below.
 * @param {Statement[]} statements
 * @returns {Generator<Statement, void, void>}
 */
export function* walk(statements) {
  for (const statement of statements) {
    yield statement;
    for (const block of blocks(statement)) yield* walk(block);
  }
}

/**
 * The lists of statements that a scenario consists of.
 * @param {Scenario} scenario
 */
export const bodies = ({ gens, main, tasks }) => [
  ...Object.values(gens),
  main,
  ...Object.values(tasks),
];

/**
 * The sources that a statement itself iterates.
 * @param {Statement} statement
 * @returns {Source[]}
 */
export function sources({ op, src, clauses }) {
  if (op === 'for') return [src];
  if (op === 'comp') return clauses.map((/** @type {Clause} */ clause) => clause.src);
  return [];
}
