/**
 * The names that a module exports, and those of its parameters.
 */

/** @typedef {import('./types.js').Declarations} Declarations */

/** Names that an ES module cannot export or bind, and those that every module exports itself. */
export const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum ' +
    'eval export extends false finally for function if implements import in instanceof interface ' +
    'let new null package private protected public return static super switch this throw true try ' +
    'typeof var void while with yield AsyncforError open ready stats $bindings $module $types'
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

/** What the options object has itself, and what it is called. */
const PARAMETERS = new Set(['signal', 'options']);

/** Names of types that the declarations use, which a record of the same name would hide. */
const TYPES = new Set(
  (
    'any bigint boolean never number object string symbol undefined unknown AbortSignal ArrayBuffer ' +
    'ArrayBufferView AsyncGenerator AsyncIterable Blob Clock Closable Error InstanceOptions Living ' +
    'Members NumberArray Promise ReadableStream Stats Uint8Array URL WebAssemblyModule'
  ).split(' '),
);

/**
 * @param {string} where
 * @param {readonly { name: string }[]} named
 * @param {Set<string>} kept
 */
function checkKept(where, named, kept) {
  for (const { name } of named) {
    if (kept.has(name))
      throw new Error(`${where}: '${name}' is a name that asyncfor keeps for itself`);
  }
}

/**
 * @param {Declarations} declarations
 * @returns {Declarations} the same
 * @throws {Error} that names what cannot be called so
 */
export function checkDeclarations(declarations) {
  const { definitions, types } = declarations;
  checkNames('ASYNC_MODULE', definitions, true);
  for (const { name, parameters } of definitions) {
    checkNames(`the parameters of ${name}`, parameters, false);
    checkKept(`the parameters of ${name}`, parameters, PARAMETERS);
  }
  const records = types.flatMap(({ name, fields }) => (name && fields ? [{ name, fields }] : []));
  checkNames('ASYNC_RECORD', records, true);
  checkKept('ASYNC_RECORD', records, TYPES);
  for (const { name, fields } of records) checkNames(`the fields of ${name}`, fields, false);
  return declarations;
}
