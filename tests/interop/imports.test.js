/**
 * What C imports may run other people's code: a getter, a method, a clock. Whatever that does in
 * there, C goes on as if it had been called from anywhere else.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import * as protocol from '../../build/release/tests/protocol.mjs';
import * as values from '../../build/release/tests/values.mjs';
import { hostClock } from '../../bindings/host.js';
import { nothingLives } from '../clock.js';
import { openWatched, replaced } from '../watched.js';
import { collect, END, fail, FAILED, item, iterable } from './hostile.js';

/** Which import C is in, the innermost last. @type {string[]} */
const active = [];

/** Has imports tell that C is in them. @param {any} functions */
const imports = (functions) =>
  replaced(functions, (original, name) => (/** @type {unknown[]} */ ...given) => {
    active.push(name);
    try {
      return original(...given);
    } finally {
      active.pop();
    }
  });

/** @param {string} key @param {() => unknown} touch @param {unknown} [value] that it has then */
const withGetter = (key, touch, value) => ({
  get [key]() {
    touch();
    return value;
  },
});

/** @param {(step: number) => any} step @param {any} [more] */
const source = (step, more) => iterable((index) => (index < 3 ? step(index) : END), more);

/**
 * A way into other people's code.
 * @typedef {object} Way
 * @property {any} module that goes it
 * @property {(instance: any, touch: () => void) => unknown} go calls `touch` in the import
 * @property {unknown} gives what that comes to
 * @property {unknown} [thrown] what it comes to if `touch` throws FAILED; default: it throws that
 */

/** By the name of the import. @type {Record<string, Way>} */
const WAYS = {
  iterator: {
    module: protocol,
    go: ({ total }, touch) => {
      const iterator = source(item);
      return total(
        Object.defineProperty({}, Symbol.asyncIterator, {
          get() {
            if (active.length > 0) touch();
            return iterator[Symbol.asyncIterator];
          },
        }),
      );
    },
    gives: 3,
  },
  next: {
    module: protocol,
    go: ({ total }, touch) => total(source((index) => (touch(), item(index)))),
    gives: 3,
  },
  return: {
    module: protocol,
    go: ({ relay }, touch) => {
      const closes = { return: () => (touch(), {}) };
      return collect(relay(source(item, closes), { limit: 1 }));
    },
    gives: [0],
  },
  type_name: {
    module: protocol,
    go: ({ total }, touch) => {
      const odd = withGetter('constructor', touch, class Odd {});
      return total(source(() => item(odd))).catch((/** @type {Error} */ error) => error.message);
    },
    gives: 'expected float, got Odd',
    thrown: 'expected float, got object',
  },
  await_converted: {
    module: protocol,
    go: ({ settle }, touch) => settle(withGetter('then', touch)).then(() => 'as it is'),
    gives: 'as it is',
  },
  await: {
    module: values,
    go: ({ wait }, touch) => wait(withGetter('then', touch)).then(() => 'as it is'),
    gives: 'as it is',
  },
  thenable: {
    module: protocol,
    go: async ({ relay }, touch) => {
      const items = source(() => item(withGetter('then', touch)));
      return (await collect(relay(relay(items)))).length;
    },
    gives: 3,
  },
  get: {
    module: values,
    go: ({ get }, touch) => get(withGetter('name', touch, 'got'), 'name'),
    gives: 'got',
  },
  set: {
    module: values,
    go: ({ set }, touch) => set({ set name(/** @type {any} */ _) { touch(); } }, 'name', 1), // prettier-ignore
    gives: undefined,
  },
  call: {
    module: values,
    go: ({ call }, touch) => call(() => (touch(), 'called'), 0, undefined),
    gives: 'called',
  },
};

/** What runs nobody else's code, and why. */
const OWN = {
  clock: 'the clock of open(), which is tried below',
  wakeup: 'the same',
  forget: 'a table of its own',
  release: 'a table of its own',
  own: 'a table of its own',
  ended: 'a table of its own',
  settled: 'a promise of its own is settled with a result of its own',
  reason: 'a getter of the engine, unless the signal is no AbortSignal',
  truth: 'ToBoolean calls nothing',
  read: 'the type of a value, and the bytes of what is a buffer',
  make: 'a value of C',
  report: 'console.error',
  fatal: 'it throws an error of its own',
};

it('every import has a way to be tried, or none into the code of others', () => {
  const names = ['protocol', 'values', 'interop'].flatMap((name) => {
    const file = new URL(`../../build/release/tests/${name}.wasm`, import.meta.url);
    return WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(file)))
      .filter(({ module }) => module === 'asyncfor')
      .map((each) => each.name);
  });
  assert.deepEqual([...new Set(names)].sort(), [...Object.keys(WAYS), ...Object.keys(OWN)].sort());
});

/** A text that takes more memory than an instance begins with. */
const LARGE = 'large '.repeat(2 ** 19);

/** What the other code does. @type {Record<string, (instance: any) => unknown>} */
const DEEDS = {
  'calls the module': (instance) => (instance.settle ? instance.settle(7) : instance.wait(7)),
  'loops over C': (instance) =>
    instance.yields
      ? instance.yields(7).return(7).then((/** @type {any} */ { value }) => value) // prettier-ignore
      : instance.total(instance.relay(iterable((step) => (step < 7 ? item(1) : END)))),
  'has the memory grow': (instance) =>
    (instance.get ? instance.get({ 7: LARGE }, LARGE) : instance.settle(LARGE)).then(
      (/** @type {unknown} */ given) => (given === undefined || given === LARGE ? 7 : given),
    ),
};

for (const [name, { module, go, gives, ...way }] of Object.entries(WAYS)) {
  describe(`other people's code in ${name}()`, () => {
    for (const [deed, perform] of Object.entries(DEEDS)) {
      it(deed, async () => {
        const instance = openWatched(module, { imports });
        /** @type {unknown[]} */
        const done = [];
        const came = await go(instance, () => {
          if (active[active.length - 1] === name && done.length < 5) done.push(perform(instance));
        });
        assert.deepEqual(came, gives);
        assert.notEqual(done.length, 0, `${name}() has called nobody`);
        assert.deepEqual(
          await Promise.all(done),
          done.map(() => 7),
        );
        await nothingLives(instance);
      });
    }

    it('throws', async () => {
      const instance = openWatched(module, { imports });
      const throwing = async () =>
        go(instance, () => {
          if (active[active.length - 1] === name) fail();
        });
      if ('thrown' in way) assert.deepEqual(await throwing(), way.thrown);
      else await assert.rejects(throwing, FAILED);
      assert.deepEqual(await go(instance, () => {}), gives);
      await nothingLives(instance);
    });
  });
}

describe('a clock that throws', () => {
  for (const method of /** @type {const} */ (['now', 'setTimeout', 'clearTimeout'])) {
    it(`from ${method}() ends its instance by an error that carries it, and no other`, async () => {
      let throws = false;
      const patient = {
        ...hostClock,
        /* What cannot be taken back must not keep the process. */
        setTimeout: (/** @type {() => void} */ callback, /** @type {number} */ milliseconds) =>
          setTimeout(callback, milliseconds).unref(),
      };
      const clock = {
        ...patient,
        [method]: (/** @type {[any, any]} */ ...given) =>
          throws ? fail() : Reflect.apply(patient[method], patient, given),
      };
      const instance = protocol.open({ clock });
      const controller = new AbortController();
      const { signal } = controller;
      const calls = instance.calls(() => {}, { items: 1, signal });
      await calls.next();
      throws = true;
      const pending = calls.next();
      /* The timer is taken back. */
      if (method === 'clearTimeout') controller.abort(new Error('aborted'));
      await assert.rejects(pending, (/** @type {any} */ error) => {
        assert.equal(error.code, 'InstanceDied');
        assert.equal(error.cause, FAILED);
        return true;
      });
      throws = false;
      assert.equal(await protocol.settle(1), 1);
      await nothingLives(protocol);
    });
  }
});
