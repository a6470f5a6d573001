/** The package as npm packs it, in a project of somebody else. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { counter, execute, root } from './cli.js';
import { makePackedProject } from './project.js';

const USE = `import { range, lines, stats, AsyncCounter } from 'asyncfor';
import { fromStream } from 'asyncfor/adapters';

const seen = [];
for await (const n of range(3)) seen.push(n);
for await (const n of new AsyncCounter(2, { delay: 0 })) seen.push(n);
for await (const line of lines(fromStream(new Blob(['a\\nb\\n']).stream()))) {
  seen.push(line);
  break;
}
console.log(JSON.stringify(seen), stats().allocations);
`;

const TYPED = `import { range, lines } from 'asyncfor';
import { fromEvents } from 'asyncfor/adapters';
import { run } from 'asyncfor/run';

export async function use(): Promise<number> {
  for await (const n of range(3, { start: 1 })) if (n.toFixed() === '2') return n;
  for await (const line of lines(new Blob(['a']))) line.toUpperCase();
  for await (const event of fromEvents(new EventTarget(), 'x')) event.preventDefault();
  // @ts-expect-error: a number is expected
  range('3');
  return run('program.wasm', { args: ['a'] });
}
`;

const { folder: project } = await makePackedProject({
  'use.js': USE,
  'use.cjs': "require('asyncfor').range(1).next().then(({ value }) => console.log(value));\n",
  'use.mts': TYPED,
  'counter.c': counter,
});

describe('the packed package', () => {
  /** @type {[name: string, words: string[], output: string][]} */
  const uses = [
    ['is imported', ['node', 'use.js'], '[0,1,2,1,2,"a"] 0\n'],
    ['is required', ['node', '--no-warnings', '--experimental-require-module', 'use.cjs'], '0\n'],
    [
      'has types for every export',
      [
        ...[
          process.execPath,
          join(root, 'node_modules/typescript/bin/tsc'),
          '--noEmit',
          '--strict',
        ],
        ...['--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom,dom.asynciterable'],
        ...['--types', 'node', '--typeRoots', join(root, 'node_modules/@types'), 'use.mts'],
      ],
      '',
    ],
    ['builds', ['npx', 'asyncfor', 'run', 'counter.c', 'counter', '2'], '1\n2\n'],
  ];
  for (const [name, [command, ...args], output] of uses) {
    it(name, async () => {
      const { code, stdout, stderr } = await execute(command, args, { cwd: project });
      assert.deepEqual([code, stdout], [0, output], stderr);
    });
  }

  it('is what is needed, and nothing else', async () => {
    const { stdout } = await execute('npm', ['pack', '--json', '--dry-run'], { cwd: root });
    const [{ files }] = Object.values(JSON.parse(stdout));
    const notices = files.filter((/** @type {{ path: string }} */ { path }) =>
      /NOTICES/.test(path),
    );
    assert.deepEqual(
      notices.map((/** @type {{ path: string }} */ { path }) => path),
      ['dist/THIRD-PARTY-NOTICES.txt'],
    );
    const folders = new Set(
      files.map((/** @type {{ path: string }} */ { path }) =>
        path
          .split('/')
          .slice(0, path.startsWith('bindings/') ? 2 : 1)
          .join('/'),
      ),
    );
    const below = [...folders]
      .filter((path) => !/^bindings\/([a-z-]+\.js|README\.md)$/.test(path))
      .sort();
    assert.deepEqual(below, [
      'CHANGELOG.md',
      'CMakeLists.txt',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'bindings/cli',
      'bindings/compile',
      'dist',
      'package.json',
      'src',
      'web',
    ]);
  });
});
