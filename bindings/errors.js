/**
 * Errors of the runtime, as JavaScript sees them.
 */
import { define } from './define.js';

/** An error that the runtime raised and that no class of ECMA-262 stands for. */
export class AsyncforError extends Error {
  /**
   * @param {string} code the name of the error's type in C, for instance `RuntimeError`
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    /** The name of the error's type in C, or of what happened to the instance. */
    this.code = code;
  }
}
define(AsyncforError.prototype, 'name', 'AsyncforError');

/** What is thrown when a value cannot be handed to C: the instance is none the worse for it. */
export class NotConverted {
  /** @param {unknown} reason the error for whoever gave the value */
  constructor(reason) {
    this.reason = reason;
  }
}

/** @type {Record<string, new (message: string) => Error>} */
const classes = { TypeError, ValueError: RangeError, OverflowError: RangeError };

/**
 * The error for one that C raised.
 * @param {string} type the name of its type
 * @param {string} message
 * @param {string[]} [trail] the names of the coroutines that it left, innermost first
 * @returns {Error}
 */
export function errorFromC(type, message, trail = []) {
  const Class = Object.hasOwn(classes, type) ? classes[type] : undefined;
  const error = Class
    ? Object.assign(new Class(message), { code: type })
    : new AsyncforError(type, message);
  if (trail.length > 0) define(error, 'stack', withTrail(error, trail));
  return error;
}

/**
 * The stack of an error with the coroutines of C above the frames of JavaScript, in the form in
 * which the engine writes these: V8 puts the message first.
 * @param {Error} error
 * @param {string[]} trail
 */
function withTrail(error, trail) {
  const stack = error.stack ?? '';
  const head = String(error);
  if (!stack.startsWith(head)) return [...trail.map((name) => `${name}@C`), stack].join('\n');
  const frames = trail.map((name) => `\n    at async ${name} (C)`).join('');
  return head + frames + stack.slice(head.length);
}

/**
 * What people call the type of a value.
 * @param {unknown} value
 * @returns {string}
 */
export function typeName(value) {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  try {
    const name = value.constructor?.name;
    return typeof name === 'string' && name !== '' ? name : 'object';
  } catch {
    return 'object';
  }
}

/**
 * True for a proxy that has been revoked: whatever is done with it throws. Array.isArray looks
 * through a proxy without asking its handler.
 * @param {unknown} value
 */
export function isRevoked(value) {
  try {
    Array.isArray(value);
    return false;
  } catch {
    return true;
  }
}

/**
 * A value with its type, as it stands in a message about an argument.
 * @param {unknown} value
 * @returns {string}
 */
export function describe(value) {
  if (isRevoked(value)) return 'a revoked proxy';
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'string') {
    return `string ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  }
  if (['number', 'boolean', 'bigint'].includes(typeof value)) return `${typeof value} ${value}`;
  return typeName(value);
}
