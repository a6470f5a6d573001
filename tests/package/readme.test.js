/** The examples of the README are what they claim to be. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { run as runProgram } from 'asyncfor/run';

import { transform } from '../../build/release/javascript_example.mjs';
import { distance, walk } from '../../build/release/records_example.mjs';

const root = new URL('../../', import.meta.url);
const readme = await readFile(new URL('README.md', root), 'utf8');

/**
 * The README's examples in a language.
 * @param {string} language
 */
function examples(language) {
  const found = readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'));
  return [...found].map(([, code]) => code);
}

/** @param {string} language */
function example(language) {
  const [first] = examples(language);
  assert.ok(first, `the README has an example in ${language}`);
  return first;
}

it('the examples in JavaScript print what their comments say', async () => {
  const printed = ['1\n2\n3\n1\n0 2\n', 'TimeoutError\nfirst\n'];
  const codes = examples('js');
  assert.equal(codes.length, printed.length);
  for (const [index, code] of codes.entries()) {
    const file = new URL(`build/readme/example-${index}.mjs`, root);
    await mkdir(new URL('.', file), { recursive: true });
    await writeFile(file, code);
    const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(file)], {
      cwd: root,
    });
    assert.equal(stdout, printed[index]);
  }
});

it('the examples in C are those that are built and run', async () => {
  const names = ['documentation', 'records', 'javascript'];
  const programs = names.map((name) => readFile(new URL(`src/examples/${name}.c`, root), 'utf8'));
  assert.deepEqual(examples('c'), await Promise.all(programs));
});

it('the example of records walks, and its declaration is the one of the README', async () => {
  const places = [];
  for await (const place of walk({ x: 0, y: 1, label: 'a' }, [1, 2], { delay: 0 })) {
    places.push(place);
  }
  assert.deepEqual(places, [
    { x: 1, y: 1, label: 'a' },
    { x: 3, y: 1, label: 'a' },
  ]);
  /** @type {number[]} */
  const told = [];
  const walked = walk({ x: 0, y: 0 }, new Int8Array([1, -2]), { delay: 0 });
  assert.equal(await distance(walked, { tell: (sum) => told.push(sum) }), 3);
  assert.deepEqual(told, [1, 3]);
  assert.throws(() => walk(/** @type {any} */ ({ x: 0 }), []), {
    name: 'TypeError',
    message: readme.match(/(?<=names it: `)walk.*?(?=`)/s)?.[0].replace('\n', ' '),
  });
  const types = await readFile(new URL('build/release/records_example.d.mts', root), 'utf8');
  const [declared] = types.match(/export function walk.*/) ?? [''];
  assert.equal(
    example('ts').replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/, \)/g, ')').trim(),
    declared,
  );
});

it('the example of JavaScript in the hands of C transforms what it is given', async () => {
  async function* source() {
    yield* ['a', { b: 1 }, null];
  }
  const pairs = [];
  for await (const pair of transform(source(), async (/** @type {any} */ item) => [item, 1])) {
    pairs.push(pair);
  }
  assert.deepEqual(pairs, [
    ['a', 1],
    [{ b: 1 }, 1],
    [null, 1],
  ]);
});

it(
  "a project of one's own builds by the README's CMakeLists.txt",
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'asyncfor-'));
    const run = promisify(execFile);
    try {
      const program = example('c');
      const module = program.replace(/ASYNC_FUNCTION\(program.*/s, '');
      const cmake = example('cmake').replace('/path/to/asyncfor', fileURLToPath(root));
      await writeFile(join(folder, 'CMakeLists.txt'), cmake);
      await writeFile(join(folder, 'program.c'), program);
      await writeFile(
        join(folder, 'counters.c'),
        `${module}ASYNC_MODULE(AsyncCounter, async_generator);\n`,
      );
      const env = {
        ...process.env,
        ASYNCFOR_CACHE: fileURLToPath(new URL('build/cli-cache', root)),
      };
      await run('emcmake', ['cmake', '-B', 'build', '-DCMAKE_BUILD_TYPE=Release'], {
        cwd: folder,
        env,
      });
      await run('cmake', ['--build', 'build', '-j2'], { cwd: folder });
      const [script] = readme.match(/(?<=-e ")\n.*?(?=")/s) ?? [''];
      const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
        cwd: folder,
      });
      assert.equal(stdout, '1\n2\n3\n');
      let output = '';
      const code = await runProgram(join(folder, 'build', 'program.wasm'), {
        stdout: (text) => {
          output += new TextDecoder().decode(text);
        },
      });
      assert.deepEqual([code, output], [0, '1\n2\n3\n1\n2\n3\n']);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
