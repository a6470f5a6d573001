/**
 * The coroutines of a debug build as a tree: each below the first of those that wait for it.
 */
import { define } from './define.js';

/**
 * A coroutine.
 * @typedef {object} Living
 * @property {string} name
 * @property {'created' | 'running' | 'awaiting' | 'yielded' | 'ended'} state
 * @property {string} madeAt the file and line in C, or the stack of JavaScript, that made it
 */

/**
 * A coroutine and those that it waits for.
 * @typedef {object} Waiting
 * @property {string | undefined} waitsFor what it waits for; undefined: it does not wait
 * @property {number} since since when its state is what it is, in milliseconds on the clock
 * @property {Coroutine[]} awaited those coroutines that it waits for and that are not below another
 */

/** @typedef {Living & Waiting} Coroutine */

/**
 * @param {Coroutine} coroutine
 * @param {number} now on the clock, in milliseconds
 */
function lineOf({ name, state, waitsFor, since, madeAt }, now) {
  const [where] = madeAt.replace(/^at /, '').split('\n');
  return [
    `${name}: ${state}`,
    ...(waitsFor === undefined ? [] : [waitsFor]),
    ...[`for ${Math.round(now - since)} ms`, `made at ${where}`],
  ].join(', ');
}

/**
 * A line for each coroutine of the trees. Not by recursion: a chain may be as long as there are
 * coroutines.
 * @param {Coroutine[]} roots
 * @param {number} now
 */
function linesOf(roots, now) {
  const lines = [];
  const rest = roots.map((coroutine) => ({ coroutine, indent: '' })).reverse();
  for (let next; (next = rest.pop());) {
    const { coroutine, indent } = next;
    lines.push(indent + lineOf(coroutine, now));
    const below = coroutine.awaited.map((each) => ({ coroutine: each, indent: `${indent}  ` }));
    rest.push(...below.reverse());
  }
  return lines;
}

/**
 * What is a text of a line for each coroutine when it is made a string.
 * @param {Coroutine[]} roots
 * @param {number} now on the clock, in milliseconds
 */
export function withText(roots, now) {
  define(roots, 'toString', () => linesOf(roots, now).join('\n'));
  return roots;
}

/**
 * @template Key
 * @param {Map<Key, Coroutine>} coroutines in the order in which they were made
 * @param {(key: Key) => Key[]} waitedFor the others that one waits for
 * @returns {Coroutine[]} the roots
 */
export function makeTree(coroutines, waitedFor) {
  const links = new Map([...coroutines.keys()].map((key) => [key, waitedFor(key)]));
  const below = new Set([...links.values()].flat());
  const shown = new Set();
  const place = (/** @type {Key} */ root) => {
    shown.add(root);
    for (const rest = [root]; rest.length > 0;) {
      const key = /** @type {Key} */ (rest.pop());
      for (const other of links.get(key) ?? []) {
        const coroutine = coroutines.get(other);
        if (!coroutine || shown.has(other)) continue;
        shown.add(other);
        coroutines.get(key)?.awaited.push(coroutine);
        rest.push(other);
      }
    }
    return /** @type {Coroutine} */ (coroutines.get(root));
  };
  const keys = [...coroutines.keys()];
  const roots = keys.filter((key) => !below.has(key)).map(place);
  /* What is left waits for each other. */
  for (const key of keys) if (!shown.has(key)) roots.push(place(key));
  return roots;
}
