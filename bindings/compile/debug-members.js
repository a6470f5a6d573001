/**
 * What a debug build exports besides: in the module, and in its types.
 */

/**
 * @typedef {object} DebugMember
 * @property {string} name
 * @property {string} text its definition in the module
 * @property {string} documentation
 * @property {string} list its parameters in TypeScript
 * @property {string} given the type of its result
 */

/** @type {readonly DebugMember[]} */
const MEMBERS = [
  {
    name: 'dump',
    text: "{ name: 'dump', define: $bindings.defineDump, parameters: [] }",
    documentation: `The coroutines that have not ended and for which no other waits, each with those that it waits for.
As a string, a line for each.`,
    list: '',
    given: 'Coroutine[]',
  },
  {
    name: 'trace',
    text: "{ name: 'trace', define: $bindings.defineTrace, parameters: [{ optional: false }] }",
    documentation: `Has what coroutines do from now on told to \`hook\`, in its order, once C has returned; undefined: no more.`,
    list: 'hook: ((event: TraceEvent) => void) | undefined',
    given: 'void',
  },
];

/**
 * Those of a module whose author exports nothing of the name.
 * @param {readonly { name: string }[]} definitions what the author exports
 */
export const debugMembers = (definitions) =>
  MEMBERS.filter(({ name }) => definitions.every((each) => each.name !== name));
