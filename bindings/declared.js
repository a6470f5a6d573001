/**
 * Declared types: what each takes, and how it is written to C.
 */
import { describe } from './errors.js';

/** @typedef {import('./instance.js').Instance} Instance */

/**
 * What a declared type is to JavaScript.
 * @typedef {object} Type
 * @property {string} expected as it stands in messages
 * @property {(value: any) => boolean} accepts
 * @property {(value: any) => any} [keep] what is kept of the value between the call and the start
 * @property {(value: any) => any} [take] in the place of these two, for what is made of others:
 *   what is kept, or a Refusal
 * @property {(instance: Instance, address: number, value: any, free: number[]) => void} write puts
 *   what was kept to where C has zeros, and adds to `free` the memory that C then copies
 */

/** Why a value is not of a type. */
export class Refusal {
  #why;

  /** @param {string} why what follows on "must be …" */
  constructor(why) {
    this.#why = why;
  }

  /**
   * The reason, if what take() gave is a refusal: nothing is asked of a value, which may be a proxy.
   * @param {any} kept
   * @returns {string | undefined}
   */
  static reason(kept) {
    return typeof kept === 'object' && kept !== null && #why in kept ? kept.#why : undefined;
  }
}

/**
 * @param {Type} type
 * @param {any} value
 * @returns {any} what is kept of the value, or a Refusal
 */
export function take(type, value) {
  if (type.take) return type.take(value);
  if (!type.accepts(value)) return new Refusal(`, got ${describe(value)}`);
  return type.keep ? type.keep(value) : value;
}
