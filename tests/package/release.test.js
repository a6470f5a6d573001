/** `npm run release`, in a clone of its own: what it refuses, and what it makes. */
import assert from 'node:assert/strict';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';

import { execute, makeFolder, root } from './cli.js';

const folder = await makeFolder();
const clone = join(folder, 'clone');

/** @param {string[]} args */
const release = (...args) =>
  execute(process.execPath, [join(root, 'bindings/build/release.js'), ...args], { cwd: clone });

/** @param {string[]} args */
const git = (...args) =>
  execute('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], {
    cwd: clone,
  });

it('refuses what is no release, and tells what would be one', async () => {
  const { code, stderr } = await execute('git', ['clone', '-q', root, clone], { cwd: folder });
  assert.equal(code, 0, stderr);
  await git('checkout', '-q', '-B', 'main');
  const { version } = JSON.parse(await readFile(join(clone, 'package.json'), 'utf8'));
  const [major, minor, patch] = version.split('.').map(Number);
  /** @type {[args: string[], code: number, output: RegExp][]} */
  const cases = [
    [['patch'], 0, new RegExp(`${version} would become ${major}\\.${minor}\\.${patch + 1}\n`)],
    [['minor'], 0, new RegExp(`would become ${major}\\.${minor + 1}\\.0\n`)],
    [['major'], 0, new RegExp(`would become ${major + 1}\\.0\\.0\n`)],
    [['99.0.0'], 0, /would become 99\.0\.0\n/],
    [[version], 1, /is not above/],
    [['next'], 1, /expected patch, minor, major or a version such as 1\.2\.3, got 'next'/],
    [[], 1, /got ''/],
  ];
  for (const [args, expected, output] of cases) {
    const result = await release(...args, '--dry-run');
    assert.equal(result.code, expected, result.stderr);
    assert.match(result.stdout + result.stderr, output);
  }
  await appendFile(join(clone, 'README.md'), '\n');
  assert.match((await release('patch')).stderr, /not committed:\n.*README\.md/);
  await git('checkout', '-q', '.');
  await git('checkout', '-q', '-b', 'other');
  assert.match((await release('patch')).stderr, /releases are made of main, and this is other/);
  await git('checkout', '-q', 'main');
});

it('sets the version everywhere, dates the changelog, commits, tags and packs', async () => {
  await git('config', 'user.name', 'test');
  await git('config', 'user.email', 'test@localhost');
  /* The build is tested elsewhere, and takes long. */
  await execute('npm', ['pkg', 'set', 'scripts.build=node --version'], { cwd: clone });
  await git('commit', '-qam', 'Build nothing');
  const { code, stdout, stderr } = await release('99.1.2', '--no-verify');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^Next: git push --follow-tags && npm publish asyncfor-99\.1\.2\.tgz$/m);
  const read = (/** @type {string} */ path) => readFile(join(clone, path), 'utf8');
  assert.match(await read('CMakeLists.txt'), /project\(asyncfor VERSION 99\.1\.2 /);
  assert.equal(JSON.parse(await read('package-lock.json')).version, '99.1.2');
  assert.match(
    await read('CHANGELOG.md'),
    /## Unreleased\n\n## 99\.1\.2 - \d{4}-\d\d-\d\d\n\n### /,
  );
  assert.equal((await git('describe', '--tags')).stdout, 'v99.1.2\n');
  assert.match((await release('patch')).stderr, /not committed|nothing below '## Unreleased'/);
});
