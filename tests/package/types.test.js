/** The types of the packed package, and of a module of one's own, in every TypeScript that knows it. */
import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { installTools } from '../engines/packages.js';
import { execute, root } from './cli.js';
import { makeUsingProject } from './project.js';

/* The oldest, whose `exports` of packages and `.mts` are new; the first with `bundler`; the first that
 * @types/node is made for; the last in JavaScript; the newest. */
const VERSIONS = ['4.7.4', '5.0.4', '5.6.3', '6.0.3', '7.0.2'];

const tools = () =>
  installTools(
    'typescript',
    VERSIONS.map((version) => `typescript-${version}@npm:typescript@${version}`),
  );

/** What needs nothing of the host. */
const EVERYWHERE = `import { AsyncCounter, AsyncforError, lines, open, range } from 'asyncfor';
import { run } from 'asyncfor/run';
import { counter, total } from './own.mjs';

async function* text(): AsyncGenerator<string> {
  yield 'a\\n';
}

export async function use(): Promise<number> {
  for await (const number of range(3, { start: 1 })) if (number.toFixed() === '2') return number;
  for await (const number of new AsyncCounter(3)) number.toFixed();
  for await (const number of counter(3)) number.toFixed();
  for await (const line of lines(text())) line.toUpperCase();
  // @ts-expect-error: a number is expected
  range('3');
  // @ts-expect-error: the limit is missing
  counter();
  // @ts-expect-error: not a property of the options
  run('program.wasm', { arguments: ['a'] });
  const iterator = open({ maximumMemory: 1 << 24 }).range(1);
  await iterator.close();
  const { code }: AsyncforError = new AsyncforError('ValueError', 'text');
  return (await total(counter(2))) + code.length + (await run('program.wasm', { args: ['a'] }));
}
`;

/** What takes the host's events, streams and signals. */
const WITH_HOST = `import { lines, range } from 'asyncfor';
import { fromEvents, fromStream } from 'asyncfor/adapters';
import { run } from 'asyncfor/run';

export async function use(stream: ReadableStream<string>, signal: AbortSignal): Promise<void> {
  for await (const chunk of fromStream(stream, { preventCancel: true })) chunk.toUpperCase();
  for await (const event of fromEvents(new EventTarget(), 'x', { signal })) event.preventDefault();
  for await (const line of lines(stream, { signal })) line.toUpperCase();
  // @ts-expect-error: a signal is expected
  range(1, { signal: stream });
  // @ts-expect-error: an event target is expected
  fromEvents(1, 'x');
  await run(new URL('file:///program.wasm'));
}
`;

/** What is imported must resolve without the host, too. */
const ADAPTERS = "import { fromEvents, fromStream } from 'asyncfor/adapters';\n";

/** The files that each host compiles, and what it says of itself. */
const HOSTS = [
  { name: 'no host', files: ['everywhere.mts', 'adapters.mts'], lib: [], types: [] },
  { name: 'the DOM', files: ['everywhere.mts', 'host.mts'], lib: ['dom'], types: [] },
  { name: "Node's types", files: ['everywhere.mts', 'host.mts'], lib: [], types: ['node'] },
  { name: 'both', files: ['everywhere.mts', 'host.mts'], lib: ['dom'], types: ['node'] },
];

/** @param {string} version @param {string} oldest */
const isBefore = (version, oldest) => Number.parseFloat(version) < Number.parseFloat(oldest);

/** The compilers, hosts and ways to find modules that go together. */
function* listCases() {
  for (const version of VERSIONS) {
    for (const host of HOSTS) {
      if (host.types.length > 0 && isBefore(version, '5.6')) continue;
      for (const moduleResolution of ['node16', 'nodenext', 'bundler']) {
        if (moduleResolution === 'bundler' && isBefore(version, '5.0')) continue;
        yield { version, host, moduleResolution };
      }
    }
  }
}

/** @param {string} compilers the folder that they are installed in */
async function test(compilers) {
  const folder = await makeUsingProject({
    'everywhere.mts': EVERYWHERE,
    'host.mts': WITH_HOST,
    'adapters.mts': `${ADAPTERS}export { fromEvents, fromStream };\n`,
  });
  const types = join(folder, 'node_modules/@types');
  await mkdir(types);
  await symlink(join(root, 'node_modules/@types/node'), join(types, 'node'));
  await symlink(join(root, 'node_modules/undici-types'), join(folder, 'node_modules/undici-types'));

  describe('the packed package has types', () => {
    for (const { version, host, moduleResolution } of listCases()) {
      it(`in TypeScript ${version}, with ${host.name}, as ${moduleResolution}`, async () => {
        const compilerOptions = {
          ...{ strict: true, noEmit: true, target: 'es2022', moduleResolution, types: host.types },
          module: moduleResolution === 'bundler' ? 'esnext' : moduleResolution,
          lib: ['es2022', ...host.lib],
        };
        const project = { compilerOptions, files: host.files };
        await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
        const compiler = join(compilers, `node_modules/typescript-${version}/bin/tsc`);
        const { code, stdout } = await execute(process.execPath, [compiler], { cwd: folder });
        assert.deepEqual([stdout, code], ['', 0]);
      });
    }
  });
}

if (process.env.ASYNCFOR_TEST_ALL === '1') await test(await tools());
