/**
 * A fuzzer of the iterators that JavaScript gets: the same steps are performed by a generator of C
 * and by an async generator of the engine, both on virtual clocks, and driven by the same requests.
 * What the bodies see, and what the requests come to, is the same, in the same order, at the same
 * times.
 */
import assert from 'node:assert/strict';

import fc from 'fast-check';

import { open } from '../../build/release/tests/fuzz.mjs';
import { VirtualClock, nothingLives } from '../clock.js';

/**
 * @typedef {{ kind: number, operand: number, policy: number }} Step see module.c
 * @typedef {'plain' | 'resolved' | 'rejected' | 'resolvedLater' | 'rejectedLater'} InputSort
 * @typedef {{ kind: 'next' | 'return' | 'throw', input: number } | { kind: 'settle', input: number }
 *   | { kind: 'advance', input: number } | { kind: 'turn', input: number }
 *   | { kind: 'dispose', input: number }} Operation
 * @typedef {{ steps: Step[], inputs: InputSort[], operations: Operation[], end: End }} Program
 * @typedef {'closed' | 'aborted' | 'abandoned'} End what becomes of it after the operations
 */

const INPUTS = 4;
const YIELDS = 0;
const AWAITS = 1;
const SLEEPS = 2;
const RETURNS = 4;
const GOES_ON = 1;
const CLEANS_UP = 2;
const REPLACES = 3;
const ENDS = 4;

/** Operations behind which all goes on as far as it can. The engine may have no disposal to compare
 * the microtasks of. */
const WAITS = ['turn', 'advance', 'dispose'];

const input = fc.nat({ max: INPUTS - 1 });

/** @type {fc.Arbitrary<Program>} */
export const arbitrary = fc.record({
  steps: fc.array(
    fc.record({
      kind: fc.oneof(
        { arbitrary: fc.constant(YIELDS), weight: 4 },
        { arbitrary: fc.nat({ max: RETURNS }), weight: 3 },
      ),
      operand: input,
      policy: fc.nat({ max: ENDS }),
    }),
    { maxLength: 6 },
  ),
  inputs: fc.array(
    fc.constantFrom('plain', 'resolved', 'rejected', 'resolvedLater', 'rejectedLater'),
    { minLength: INPUTS, maxLength: INPUTS },
  ),
  operations: fc.array(
    fc.record({
      kind: fc.oneof(
        { arbitrary: fc.constantFrom('next', 'turn'), weight: 3 },
        {
          arbitrary: fc.constantFrom('return', 'throw', 'settle', 'advance', 'dispose'),
          weight: 2,
        },
      ),
      input,
    }),
    { maxLength: 12 },
  ),
  end: fc.constantFrom('closed', 'closed', 'aborted', 'abandoned'),
});

/** What steps refer to: of each side its own, of the same sort. */
class Inputs {
  values;
  /** @type {(() => void)[]} */
  #settles = [];

  /** @param {InputSort[]} sorts */
  constructor(sorts) {
    this.values = sorts.map((sort, index) => this.#make(sort, `input ${index}`, index));
  }

  /**
   * @param {InputSort} sort
   * @param {string} value
   * @param {number} index
   */
  #make(sort, value, index) {
    if (sort === 'plain') return value;
    /** @type {(value: unknown) => void} */
    let resolve = () => {};
    /** @type {(error: unknown) => void} */
    let reject = () => {};
    const promise = new Promise((...settles) => ([resolve, reject] = settles));
    // What nobody waits for may be rejected all the same.
    promise.catch(() => {});
    const settle = sort.startsWith('resolved') ? resolve : reject;
    if (sort.endsWith('Later')) this.#settles[index] = () => settle(value);
    else settle(value);
    return promise;
  }

  /** @param {number} index */
  settle(index) {
    this.#settles[index]?.();
  }

  settleAll() {
    for (const settle of this.#settles) settle?.();
  }
}

/** The value of the last return(), with which a body of C ends that went on and returns none. */
const GIVEN = Symbol('given');

/**
 * The body of module.c, in JavaScript.
 * @param {Step[]} steps
 * @param {unknown[]} inputs
 * @param {(how: string, value?: unknown) => void} note
 * @param {VirtualClock} clock
 * @returns {AsyncGenerator<unknown, unknown, unknown>}
 */
async function* performs(steps, inputs, note, clock) {
  /** @param {number} time */
  const sleep = (time) =>
    new Promise((resolve) => {
      clock.setTimeout(() => resolve(undefined), time);
    });
  /** @type {typeof GIVEN | undefined} */
  let end;
  for (const { kind, operand, policy } of steps) {
    if (kind === RETURNS) return inputs[operand];
    let how = 'return';
    /** @type {unknown} */
    let came;
    try {
      if (kind === YIELDS) came = yield inputs[operand];
      else if (kind === AWAITS) came = await inputs[operand];
      else if (kind === SLEEPS) came = await sleep(operand * 10);
      else throw inputs[operand];
      how = 'next';
    } catch (error) {
      how = 'throw';
      came = error;
    } finally {
      note(how, came);
      if (how === 'return') end = GIVEN;
      if (how !== 'next') {
        if (policy === CLEANS_UP) await sleep(10);
        // They take the place of whatever left the step.
        /* eslint-disable no-unsafe-finally */
        if (policy === GOES_ON) continue;
        if (policy === REPLACES) throw inputs[operand];
        if (policy === ENDS) return inputs[operand];
        /* eslint-enable no-unsafe-finally */
      }
    }
    if (how === 'throw') throw came;
  }
  return end;
}

/**
 * In engines that do not have it yet: %AsyncIteratorPrototype%[@@asyncDispose], but for what it gives.
 * @param {any} generator
 */
function disposable(generator) {
  generator[Symbol.asyncDispose] ??= () => generator.return();
  return generator;
}

/** A generator, what it is driven with, and what is seen of it. */
class Side {
  /** Of the body and of the requests apart: how many microtasks lie between is not compared.
   * @type {{ body: unknown[][], requests: unknown[][], disposals: unknown[][] }} */
  seen = { body: [], requests: [], disposals: [] };
  requests = 0;
  settled = 0;
  /** What the requests gave that wait: a body is left by the first of them.
   * @type {unknown[]} */
  #pending = [];
  /** @type {unknown} */
  #given;
  clock;
  inputs;
  /** @type {any} */
  generator;

  /**
   * @param {Program} program
   * @param {VirtualClock} clock
   * @param {(side: Side) => any} make
   */
  constructor({ inputs }, clock, make) {
    this.clock = clock;
    this.inputs = new Inputs(inputs);
    this.generator = make(this);
  }

  /** @param {string} how @param {unknown} [value] */
  note = (how, value) => {
    if (how === 'return') this.#given = this.#pending[0];
    this.seen.body.push([this.clock.now(), how, label(value, this)]);
  };

  /**
   * @param {string} name
   * @param {() => Promise<any>} request
   * @param {unknown} [given]
   */
  #ask(name, request, given) {
    const number = this.requests++;
    this.#pending.push(given);
    /** @param {string} how @param {unknown[]} what */
    const see = (how, ...what) => {
      this.settled++;
      this.#pending.shift();
      const labels = what.map((each) => label(each, this));
      this.seen[name === 'dispose' ? 'disposals' : 'requests'].push([
        this.clock.now(),
        name,
        number,
        how,
        ...labels,
      ]);
    };
    request().then(
      (result) => {
        if (name === 'dispose') see('gives');
        else see('gives', result.value === GIVEN ? this.#given : result.value, result.done);
      },
      (error) => see('fails', error),
    );
  }

  /** @param {Operation} operation */
  perform({ kind, input: index }) {
    const value = this.inputs.values[index];
    if (kind === 'settle') this.inputs.settle(index);
    else if (kind === 'dispose') this.#ask(kind, () => this.generator[Symbol.asyncDispose]());
    else if (kind === 'next' || kind === 'return' || kind === 'throw')
      this.#ask(
        kind,
        () => this.generator[kind](value),
        kind === 'return' ? `input ${index}` : undefined,
      );
  }
}

/**
 * What is seen, without the identity of what each side has its own of.
 * @param {unknown} value
 * @param {Side} side
 */
function label(value, side) {
  const index = side.inputs.values.indexOf(/** @type {any} */ (value));
  if (value instanceof Promise) return `promise of input ${index}`;
  return value instanceof Error ? `${value.name}: ${value.message}` : value;
}

/** Microtasks, and the timers of time 0 that C asks for, in turns of the loop. */
async function turns() {
  for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** @param {Side[]} sides @param {number} time */
const advance = (sides, time) => Promise.all(sides.map(({ clock }) => clock.advance(time)));

/**
 * Drops a generator where it stands: it is closed when the engine has found that nobody has it. C
 * refers to the side by its note(), and so to the generator for as long as the side does.
 * @param {Side} side
 */
function abandon(side) {
  side.generator = undefined;
  side.inputs.settleAll();
}

/* Nobody is there to be given the errors of what is abandoned: they are told to the console. */
const { error: tell } = console;
console.error = (...text) => {
  if (!`${text[0]}`.includes("closing of asynchronous generator 'performs'")) tell(...text);
};

/** One instance for all, on a clock that the next program goes on with. */
const clock = new VirtualClock();
clock.settle = turns;
const instance = open({ clock });

/** @param {Program} program */
export async function check(program) {
  const native = new Side(program, new VirtualClock(), (side) =>
    disposable(performs(program.steps, side.inputs.values, side.note, side.clock)),
  );
  native.clock.settle = turns;
  await native.clock.advance(clock.now());
  const abort = new AbortController();
  const ours = new Side(program, clock, (side) =>
    instance.performs(
      program.steps,
      side.inputs.values,
      side.note,
      program.end === 'aborted' ? { signal: abort.signal } : {},
    ),
  );
  const sides = [native, ours];
  for (const operation of program.operations) {
    for (const side of sides) side.perform(operation);
    if (!WAITS.includes(operation.kind)) continue;
    await advance(sides, operation.kind === 'advance' ? 1 + operation.input * 10 : 0);
    assert.deepEqual(ours.seen, native.seen);
  }
  await finishProgram(program.end, sides, abort);
}

/**
 * @param {End} how
 * @param {Side[]} sides
 * @param {AbortController} abort
 */
async function finishProgram(how, sides, abort) {
  const [native, ours] = sides;
  if (how === 'abandoned') {
    abandon(ours);
    await advance(sides, 1000);
    return;
  }
  if (how === 'aborted') abort.abort('aborted');
  for (const side of sides) {
    side.inputs.settleAll();
    side.perform({ kind: 'return', input: 0 });
    side.perform({ kind: 'next', input: 0 });
  }
  await advance(sides, 1000);
  assert.equal(ours.settled, ours.requests, 'every request is answered');
  if (how === 'closed') assert.deepEqual(ours.seen, native.seen);
  /* A body that was left may have gone on. */
  abandon(ours);
}

/** What was abandoned is gone, too. */
export async function finish() {
  for (let attempt = 0; attempt < 50; attempt++) {
    globalThis.gc?.();
    await clock.advance(1000);
    if (instance.stats().coroutines === 0) break;
  }
  await nothingLives(instance);
}
