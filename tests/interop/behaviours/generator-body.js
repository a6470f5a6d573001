/** Bodies of async generators, and what is asked of the generators that run them. */
import { ok, same, turn, turns } from '../suite.js';

/** @typedef {import('../suite.js').Adapter} Adapter */
/** @typedef {import('../suite.js').Case} Case */
/** @typedef {AsyncGenerator<any, any, any>} AnyGenerator */

/**
 * What happens is told to `log`.
 * @typedef {(log: any[]) => Generator<{ op: 'await' | 'yield', value: any }, any, any>} Body
 */

/**
 * A method and what it is called with, or a function that calls it.
 * @typedef {[method: 'next' | 'return' | 'throw', value?: any] |
 *   ((generator: AnyGenerator) => Promise<any>)} Request
 */

/** @typedef {[request: Request, answer: any]} Exchange */

/** @param {any} value @returns {{ op: 'await', value: any }} */
export const toAwait = (value) => ({ op: 'await', value });

/** @param {any} value @returns {{ op: 'yield', value: any }} */
export const toYield = (value) => ({ op: 'yield', value });

/**
 * A body that suspends nowhere.
 * @param {() => any} run gives what it returns, or throws
 * @returns {Body}
 */
export const straight = (run) =>
  function* () {
    yield* [];
    return run();
  };

/** A body of one item, with nothing around it. @type {Body} */
export function* oneItem() {
  yield toYield('item');
}

/**
 * The generator of a body.
 * @param {Adapter} adapter
 * @param {Body} body
 * @param {any[]} [log]
 * @returns {AnyGenerator}
 */
export function host(adapter, body, log = []) {
  /** @type {() => any} */
  const make = () => body(log);
  return adapter.fromStepper(make(), make);
}

/** @param {any} value */
export const more = (value) => ({ value, done: false });

/** @param {any} [value] */
export const done = (value) => ({ value, done: true });

/** The answer of a promise that rejects. @param {any} error */
export const thrown = (error) => ({ thrown: error });

/** What a finished generator says. @type {Exchange} */
export const over = [['next'], done()];

/**
 * The result that a promise gives, or what it rejects with, as `thrown`.
 * @param {Promise<any>} promise
 * @returns {Promise<any>}
 */
export const answerOf = (promise) => promise.then((result) => result, thrown);

/**
 * @param {AnyGenerator} generator
 * @param {Request} request
 */
function send(generator, request) {
  if (typeof request === 'function') return request(generator);
  const [method, ...values] = request;
  return /** @type {any} */ (generator)[method](...values);
}

/**
 * Makes requests, each when the one before has been answered.
 * @param {AnyGenerator} generator
 * @param {Exchange[]} exchanges
 */
export async function converse(generator, exchanges) {
  for (const [index, [request, answer]] of exchanges.entries()) {
    same(await answerOf(send(generator, request)), answer, `answer ${index}`);
  }
}

/**
 * Makes requests at once.
 * @param {AnyGenerator} generator
 * @param {Exchange[]} exchanges
 */
export function ask(generator, exchanges) {
  /** @type {number[]} */
  const settled = [];
  const answers = exchanges.map(([request], index) => {
    const answer = answerOf(send(generator, request));
    answer.then(() => settled.push(index));
    return answer;
  });
  return {
    /** Which have been answered, in the order of the answers. */
    settled,
    /** All are answered, as expected and in the order of the requests. */
    async check() {
      for (const [index, [, expected]] of exchanges.entries()) {
        same(await answers[index], expected, `answer ${index}`);
      }
      same(settled, [...exchanges.keys()], 'order of the answers');
    },
  };
}

/**
 * A case: requests made in turn, and what the body says of itself.
 * @param {Body} body
 * @param {Exchange[]} exchanges
 * @param {any[]} [expected] the log
 */
export function dialogue(body, exchanges, expected = []) {
  return async (/** @type {Adapter} */ adapter) => {
    /** @type {any[]} */
    const log = [];
    await converse(host(adapter, body, log), exchanges);
    same(log, expected, 'log');
  };
}

/**
 * A case: requests made at once, and what the body says of itself.
 * @param {Body} body
 * @param {Exchange[]} exchanges
 * @param {any[]} [expected] the log
 */
export function queue(body, exchanges, expected = []) {
  return async (/** @type {Adapter} */ adapter) => {
    /** @type {any[]} */
    const log = [];
    await ask(host(adapter, body, log), exchanges).check();
    same(log, expected, 'log');
  };
}

/**
 * A case made of several.
 * @param {...((adapter: Adapter) => Promise<void>)} runs
 */
export function each(...runs) {
  return async (/** @type {Adapter} */ adapter) => {
    for (const run of runs) await run(adapter);
  };
}

/**
 * Waits for all that needs no outside event: the promise is still pending then.
 * @param {Promise<any>} promise
 * @param {string} [what]
 */
export async function staysPending(promise, what = 'the promise') {
  let settled = false;
  const settle = () => void (settled = true);
  promise.then(settle, settle);
  await turns();
  ok(!settled, `${what} is settled already`);
}

/**
 * Makers of awaitables that give a value.
 * @param {any} value
 * @returns {(() => any)[]}
 */
export const giving = (value) => [
  () => Promise.resolve(value),
  () => turn().then(() => value),
  () => ({ then: (/** @type {Function} */ resolve) => resolve(value) }),
  () => ({ then: (/** @type {Function} */ resolve) => resolve(Promise.resolve(value)) }),
];

/**
 * Makers of awaitables that reject. None is to exist before it is looked at.
 * @param {Error} error
 * @returns {(() => any)[]}
 */
export const failing = (error) => [
  () => Promise.reject(error),
  () => turn().then(() => Promise.reject(error)),
  () => ({ then: (/** @type {any} */ _, /** @type {Function} */ reject) => reject(error) }),
  () => ({
    then: () => {
      throw error;
    },
  }),
  () => ({
    get then() {
      throw error;
    },
  }),
];

/** Values of every kind. Each is to arrive as itself. */
export const VALUES = [
  undefined,
  null,
  true,
  false,
  0,
  -0,
  NaN,
  1.5,
  2 ** 53,
  '',
  'text \0 \ud800 \u{1f600}',
  Symbol('symbol'),
  Symbol.iterator,
  0n,
  10n ** 30n,
  {},
  { value: 1, done: true },
  [],
  [undefined],
  () => {},
  class {},
  Object.create(null),
  new Error('an error as a value'),
  new Uint8Array(3),
  new Map(),
];

/**
 * Makes cases of a level.
 * @param {Case['level']} level
 * @returns {(
 *   id: string,
 *   title: string,
 *   run: Case['run'],
 *   options?: Pick<Case, 'slow' | 'applies'>,
 * ) => Case}
 */
const casesOf = (level) => (id, title, run, options) => ({ id, level, title, run, ...options });

export const must = casesOf('must');
export const spec = casesOf('spec');
export const shape = casesOf('shape');
export const tick = casesOf('tick');
