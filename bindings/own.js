/**
 * Iterators of C that JavaScript hands back to C, as C asks for them.
 */
import { ABSENT, attempt } from './imports.js';
import { Iterator } from './iterator.js';

/**
 * What C imports of iterators that JavaScript has.
 * @param {import('./instance.js').Instance} instance
 */
export function iteratorImports(instance) {
  const { handles } = instance;
  return {
    own: (/** @type {number} */ index) => Iterator.own(instance, handles.get(index)),
    ended: (/** @type {number} */ index) => Iterator.ended(handles.get(index)),
    reason: (/** @type {number} */ index) =>
      attempt(instance, () => {
        const aborted = Iterator.aborted(handles.get(index));
        return aborted ? handles.add(aborted.reason) : ABSENT;
      }),
  };
}
