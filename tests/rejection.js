/**
 * What a promise rejects with, in an array: it may be anything, undefined among them.
 * @param {Promise<unknown>} promise
 * @returns {Promise<[any]>}
 */
export function rejection(promise) {
  return promise.then(
    (value) => {
      throw new Error(`it was fulfilled with ${String(value)}`);
    },
    (reason) => [reason],
  );
}
