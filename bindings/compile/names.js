/**
 * The names that a module exports, and those of its parameters.
 */

/** @typedef {import('../arguments.js').Definition} Definition */

/** Names that an ES module cannot export or bind, and those that every module exports itself. */
export const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum ' +
    'eval export extends false finally for function if implements import in instanceof interface ' +
    'let new null package private protected public return static super switch this throw true try ' +
    'typeof var void while with yield AsyncforError open ready stats'
  ).split(' '),
);

/**
 * Refuses names that do not work in JavaScript, where maximum_length is maximumLength.
 * @param {string} where
 * @param {readonly { name: string }[]} named
 * @param {boolean} exported
 */
function checkNames(where, named, exported) {
  const seen = new Set();
  for (const { name } of named) {
    if (exported && RESERVED.has(name)) {
      throw new Error(`${where}: '${name}' is a name that JavaScript or asyncfor keeps for itself`);
    }
    if (seen.has(name)) throw new Error(`${where}: two are called '${name}' in JavaScript`);
    seen.add(name);
  }
}

/** @param {readonly Definition[]} definitions */
export function checkDefinitions(definitions) {
  checkNames('ASYNC_MODULE', definitions, true);
  for (const { name, parameters } of definitions) {
    checkNames(`the parameters of ${name}`, parameters, false);
  }
  return definitions;
}
