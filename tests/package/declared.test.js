/** What a declaration says, JavaScript keeps to: every type in every place, as C gave and took it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import * as declared from '../../build/release/tests/declared.mjs';
import * as types from '../../build/release/tests/types.mjs';
import { nothingLives } from '../clock.js';

after(async () => {
  await nothingLives(declared);
  await nothingLives(types);
});

const root = fileURLToPath(new URL('../..', import.meta.url));
/** @type {Record<string, (...given: any[]) => any>} */
const members = /** @type {any} */ (types);

async function* none() {}
const someFunction = () => 'called';
const line = {
  startPoint: { x: 1, y: 2 },
  endPoint: { x: -0.5, y: Infinity },
  label: 'ä\0',
};
const refusedRecord = 'must be a record lineSegment';

/**
 * What crosses, by the C type's name in types.c; and what does not, with the reason behind
 * "argument 'value'".
 * @type {Record<string, { good: unknown[], bad: [unknown, string][] }>}
 */
const TYPES = {
  Bool: { good: [true, false], bad: [[1, 'must be a boolean, got number 1']] },
  Int: {
    good: [0, -(2 ** 31), 2 ** 31 - 1],
    bad: [
      [2 ** 31, 'must be an integer of 32 bits, got number 2147483648'],
      [0.5, 'must be an integer of 32 bits, got number 0.5'],
    ],
  },
  Int64: {
    good: [0, 2 ** 53 - 1, -(2n ** 63n), 2n ** 63n - 1n],
    bad: [
      [
        2n ** 63n,
        'must be an integer of 64 bits (a bigint or a safe integer), got bigint 9223372036854775808',
      ],
    ],
  },
  Double: { good: [0.1, -0, NaN], bad: [['1', 'must be a number, got string "1"']] },
  String: { good: ['', 'ä€😀\0x'], bad: [[1, 'must be a string, got number 1']] },
  Bytes: {
    good: [new Uint8Array([0, 255]), new Uint8Array()],
    bad: [
      ['a', 'must be binary data (a Uint8Array, another view or an ArrayBuffer), got string "a"'],
    ],
  },
  Iterable: { good: [none()], bad: [[[1], 'must be an async iterable, got Array']] },
  Value: { good: [1, 'a', undefined, null, someFunction], bad: [] },
  JsValue: { good: [Symbol.iterator, null, 2n ** 70n, someFunction], bad: [] },
  JsFunction: { good: [someFunction], bad: [[{}, 'must be a function, got Object']] },
  Record: {
    good: [line],
    bad: [
      [7, `${refusedRecord}, got number 7`],
      [null, `${refusedRecord}, got null`],
      [[], `${refusedRecord}, got Array`],
      [{ ...line, label: 1 }, `${refusedRecord}: field 'label' must be a string, got number 1`],
      [
        { ...line, endPoint: { x: 1 } },
        `${refusedRecord}: field 'endPoint' must be a record point: field 'y' must be a number, got undefined`,
      ],
    ],
  },
  Numbers: {
    good: [[], [1, 2.5]],
    bad: [
      ['12', 'must be an array or a typed array, got string "12"'],
      [[1, 'x'], 'must be an array or a typed array: item 1 must be a number, got string "x"'],
    ],
  },
  Texts: {
    good: [['a', '', 'ä']],
    bad: [[new Uint8Array(1), 'must be an array, got Uint8Array']],
  },
  Values: { good: [[1, 'a', undefined, [null]]], bad: [[{}, 'must be an array, got Object']] },
  Points: {
    good: [[line.startPoint, line.endPoint]],
    bad: [
      [
        [{ x: 1, y: '2' }],
        'must be an array: item 0 must be a record point: field \'y\' must be a number, got string "2"',
      ],
    ],
  },
  Matrix: { good: [[[1, 2n ** 60n], [], [3]]], bad: [[[1], 'must be an array: item 0 must be']] },
  MaybeRecord: { good: [line], bad: [] },
};

/** The types that may be left out, which are options. @type {Record<string, unknown>} */
const OPTIONAL = {
  MaybeInt: 7,
  MaybeString: 'a',
  MaybeRecord: line,
  MaybeTruths: [true, false],
};

/** @param {AsyncIterable<unknown>} iterable */
async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** @param {unknown[]} items */
async function* sourceOf(items) {
  yield* items;
}

describe('of each type', () => {
  for (const [name, { good, bad }] of Object.entries(TYPES)) {
    if (name in OPTIONAL) continue;
    it(`${name}: what is given comes back, as parameter, item, loop variable and field`, async () => {
      for (const value of good) assert.deepEqual(await members[`take${name}`](value), value);
      assert.deepEqual(await collect(members[`relay${name}`](sourceOf(good))), good);
      const held = good.map((value, behind) => ({ value, behind, more: 'ignored' }));
      assert.deepEqual(
        await collect(members[`hold${name}`](held[0], sourceOf(held))),
        [held[0], ...held].map(({ value, behind }) => ({ value, behind })),
      );
    });
    if (bad.length === 0) continue;
    it(`${name}: anything else is refused by name`, async () => {
      for (const [value, why] of bad) {
        await assert.rejects(members[`take${name}`](value), (/** @type {any} */ error) => {
          assert.equal(error.name, 'TypeError');
          assert.ok(
            error.message.startsWith(`take${name}(): argument 'value' ${why}`),
            error.message,
          );
          return true;
        });
        if (name !== 'Iterable') {
          await assert.rejects(collect(members[`relay${name}`](sourceOf([value]))), {
            message: /^(expected|bigint does not fit|number does not fit)/,
          });
        }
        await assert.rejects(
          collect(
            members[`hold${name}`]({ value: good[0], behind: 0 }, sourceOf([{ value, behind: 0 }])),
          ),
          { name: 'TypeError', message: /^expected a record holderOf\w+: field 'value' must be/ },
        );
      }
    });
  }

  for (const [name, value] of Object.entries(OPTIONAL)) {
    it(`${name}: may be left out`, async () => {
      for (const given of [value, undefined]) {
        assert.deepEqual(await members[`take${name}`]({ value: given }), given);
        const held = { value: given, behind: 1 };
        assert.deepEqual(await collect(members[`hold${name}`](held, sourceOf([held]))), [
          held,
          held,
        ]);
      }
      assert.equal(await members[`take${name}`](), undefined);
      assert.deepEqual(await collect(members[`relay${name}`](sourceOf([value, undefined]))), [
        value,
        undefined,
      ]);
    });
  }

  it('typed arrays are taken for arrays of numbers', async () => {
    assert.deepEqual(await members.takeNumbers(new Float32Array([0.5, 2])), [0.5, 2]);
    assert.deepEqual(await members.takeMatrix([new Int8Array([-1]), new BigInt64Array([2n])]), [
      [-1],
      [2],
    ]);
  });
});

describe('records', () => {
  it('are plain objects with own properties, whatever the names', async () => {
    const [first] = /** @type {any[]} */ (await collect(declared.strangeNames(1)));
    const names = ['__proto__', 'constructor', 'toString', '_underScore', 'then'];
    assert.deepEqual(Reflect.ownKeys(first), names);
    assert.equal(Object.getPrototypeOf(first), Object.prototype);
    assert.deepEqual(
      names.map((name) => Object.getOwnPropertyDescriptor(first, name)?.value),
      [0, 1, 2, 3, 4],
    );
  });

  it('are read that no exported declaration names', async () => {
    const places = [{ x: 1, y: 2 }];
    assert.deepEqual(await declared.secrets(sourceOf([{ number: 1, places }])), [
      { number: 1, places },
    ]);
    await assert.rejects(declared.secrets(sourceOf([{ number: 1, places: [{ x: 1 }] }])), {
      name: 'TypeError',
      message: /field 'places' must be an array: item 0 must be a record point: field 'y' must be/,
    });
  });

  it('are read once, and a getter that throws is heard', async () => {
    let reads = 0;
    const counted = {
      get x() {
        return ++reads;
      },
      y: 2,
    };
    const { startPoint } = await declared.defaults({ from: counted });
    assert.deepEqual([startPoint, reads], [{ x: 1, y: 2 }, 1]);
    const failed = new Error('of the getter');
    const throwing = { x: 1, y: 2 };
    Object.defineProperty(throwing, 'y', {
      get() {
        throw failed;
      },
    });
    await assert.rejects(declared.defaults({ from: throwing }), failed);
  });
});

describe('a declaration', () => {
  it('gives what is left out its default, and C a function to call', async () => {
    assert.deepEqual(await declared.defaults(), {
      startPoint: { x: 1, y: 2 },
      endPoint: { x: -1, y: -1 },
      label: '',
    });
    /** @type {unknown[][]} */
    const calls = [];
    await declared.defaults({
      to: { x: 3, y: 4 },
      weights: [1, 2],
      done: (...given) => calls.push(given),
    });
    assert.deepEqual(calls, [[3, { x: 3, y: 4 }]]);
    await assert.rejects(declared.defaults(/** @type {any} */ ({ done: 1 })), {
      message: "defaults(): option 'done' must be a function, got number 1",
    });
  });

  it('tells what an int of C is in JavaScript', async () => {
    assert.equal(await declared.less(1, 2), true);
    assert.equal(await declared.wideNumber(2n ** 60n), 2 ** 60);
    const signs = declared.signs(1);
    assert.deepEqual(await collect(signs), [false, false, true]);
    assert.deepEqual(await collect(new declared.Parities(2)), [false, true]);
    assert.equal(await declared.countTrue(2), 3);
  });
});

describe('the types of a module', () => {
  const text = readFileSync(join(root, 'build/release/tests/declared.d.mts'), 'utf8');

  it('have the declaration, its comment, and records as interfaces', () => {
    for (const expected of [
      `/**
 * Counts down from \`from\` to 1.
 */
export function countdown(from: number, options?: { delay?: number; signal?: AbortSignal }): AsyncGenerator<number, void, undefined> & Closable;`,
      `/**
 * A place on the map.
 * In metres.
 */
export interface point {
  x: number;
  y: number;
}`,
    ]) {
      assert.ok(text.includes(expected), expected);
    }
  });

  for (const [name, options] of /** @type {[string, string[]][]} */ ([
    ['the language alone', ['--lib', 'es2022', '--types', '']],
    ['the page', ['--lib', 'es2022,dom,dom.asynciterable', '--types', '']],
    [
      'Node',
      ['--lib', 'es2022', '--types', 'node', '--typeRoots', join(root, 'node_modules/@types')],
    ],
  ])) {
    it(`are those of a strict program with ${name}`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'asyncfor-types-'));
      try {
        writeFileSync(join(folder, 'declared.d.mts'), text);
        writeFileSync(
          join(folder, 'use.mts'),
          `import { countdown, defaults, open, type lineSegment, type point } from './declared.mjs';
const origin: point = { x: 1, y: 2 };
export async function use(): Promise<number> {
  const line: lineSegment = await defaults({ from: origin, weights: new Float64Array(2), done: (sum) => sum });
  for await (const n of countdown(3, { delay: 0 })) if (n.toFixed() === '1') return line.endPoint.x;
  // @ts-expect-error: a field is missing
  await defaults({ from: { x: 1 } });
  // @ts-expect-error: a number is expected
  countdown('3');
  await open({ maximumMemory: 2 ** 20 }).countdown(1).close();
  return 0;
}
`,
        );
        const { stdout, status } = spawnSync(
          process.execPath,
          [
            join(root, 'node_modules/typescript/bin/tsc'),
            ...['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022'],
            ...options,
            'use.mts',
          ],
          { cwd: folder, encoding: 'utf8' },
        );
        assert.equal(stdout, '');
        assert.equal(status, 0);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
