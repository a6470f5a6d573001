/**
 * Objects of the runtime on their way to JavaScript: what JavaScript threw or passed, errors, and
 * plain iterators in a module that has some. C says where the parts of an object lie, and they are
 * read from there: one call for each object.
 */
import { define } from './define.js';
import { errorFromC } from './errors.js';

/** What an object becomes, in the order of C's async__shape; containers come behind these. */
const [, NO_KEY, HANDLE, ERROR, ITERATOR] = Array(5).keys();

/**
 * Makes what an object becomes that is no container.
 * @param {import('./instance.js').Instance} instance
 * @param {number} address
 * @param {number} parts where C says what it is
 * @returns {{ made: any, cause?: number }} with the address of the cause, of an error that has one;
 *   throws a TypeError for what is nothing in JavaScript
 */
export function makeObject(instance, address, parts) {
  const { handles, memory } = instance;
  const word = (/** @type {number} */ at) => memory.view.getUint32(at, true);
  const textIn = (/** @type {number} */ at) => memory.textAt(word(at));
  const shape = word(parts);
  if (shape === HANDLE) return { made: handles.get(word(parts + 4)) };
  if (shape === ITERATOR) return { made: new instance.PlainIterator(instance, address) };
  const name = textIn(parts + 4);
  if (shape === ERROR) {
    const trail = Array.from({ length: word(parts + 20) }, (_, step) =>
      textIn(word(parts + 16) + step * 4),
    );
    return { made: errorFromC(name, textIn(parts + 8), trail), cause: word(parts + 12) };
  }
  const message =
    shape === NO_KEY
      ? `a key of an object must be str, not ${name}`
      : `cannot hand ${name} to JavaScript`;
  throw errorFromC('TypeError', message);
}

/**
 * What an object of the runtime is in JavaScript, where there are no containers: the causes of an
 * error are a chain.
 * @param {import('./instance.js').Instance} instance
 * @param {number} address
 * @returns {any} throws a TypeError for what is nothing there
 */
export function fromC(instance, address) {
  /** @type {any[]} */
  const chain = [];
  for (let next = address; next;) {
    const { made, cause = 0 } = makeObject(instance, next, instance.exports.asyncfor_parts(next));
    if (chain.length > 0) define(chain[chain.length - 1], 'cause', made);
    chain.push(made);
    next = cause;
  }
  return chain[0];
}
