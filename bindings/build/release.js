/**
 * Makes a release: `npm run release -- patch|minor|major|X.Y.Z [--dry-run] [--no-verify]`.
 *
 * Checks and tests, sets the version, dates the changelog, commits, tags and packs. What leaves the
 * machine is left to you, and printed at the end. --no-verify, as git has it, leaves out the checks
 * and the tests.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = process.cwd();
const UNRELEASED = '## Unreleased\n';

/**
 * @param {string} command
 * @param {...string} args
 */
const read = (command, ...args) =>
  execFileSync(command, args, { cwd: root, encoding: 'utf8' }).trim();

/**
 * @param {string} command
 * @param {...string} args
 */
const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: 'inherit' });

/**
 * @param {string} version
 * @param {string} wanted patch, minor, major or a version
 */
function nextVersion(version, wanted) {
  const parts = version.split('.').map(Number);
  const place = ['major', 'minor', 'patch'].indexOf(wanted);
  if (place >= 0) {
    return parts
      .map((part, index) => (index > place ? 0 : part + Number(index === place)))
      .join('.');
  }
  if (!/^\d+\.\d+\.\d+$/.test(wanted)) {
    throw new Error(`expected patch, minor, major or a version such as 1.2.3, got '${wanted}'`);
  }
  const [order] = wanted
    .split('.')
    .map((part, index) => Number(part) - parts[index])
    .filter((difference) => difference !== 0);
  if (!(order > 0)) throw new Error(`${wanted} is not above ${version}`);
  return wanted;
}

/** Refuses a tree that no release can be made of. */
function checkTree() {
  const changes = read('git', 'status', '--porcelain');
  if (changes !== '') throw new Error(`there are changes that are not committed:\n${changes}`);
  const branch = read('git', 'rev-parse', '--abbrev-ref', 'HEAD');
  if (branch !== 'main') throw new Error(`releases are made of main, and this is ${branch}`);
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  const [, section = ''] = changelog.split(UNRELEASED);
  if (!section.split(/^## /m)[0].includes('- ')) {
    throw new Error("CHANGELOG.md has nothing below '## Unreleased'");
  }
}

/**
 * @param {string} path
 * @param {(text: string) => string} change
 */
function edit(path, change) {
  const file = join(root, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/** @param {string} version */
function setVersion(version) {
  run('npm', 'version', version, '--no-git-tag-version', '--silent');
  edit('CMakeLists.txt', (text) =>
    text.replace(/(?<=project\(asyncfor VERSION )\d+\.\d+\.\d+/, version),
  );
  const date = new Date().toISOString().slice(0, 10);
  edit('CHANGELOG.md', (text) =>
    text.replace(UNRELEASED, `${UNRELEASED}\n## ${version} - ${date}\n`),
  );
}

/** @param {string[]} args */
function main(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean' }, 'no-verify': { type: 'boolean' } },
  });
  const { version: current } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version = nextVersion(current, positionals.join(' '));
  checkTree();
  if (values['dry-run']) {
    console.log(`${current} would become ${version}`);
    return;
  }
  if (!values['no-verify']) {
    run('npm', 'run', 'check');
    run('npm', 'test');
  }
  setVersion(version);
  run('npm', 'run', '--silent', 'build');
  run('git', 'commit', '--quiet', '--all', '--message', `Release ${version}`);
  run('git', 'tag', `v${version}`);
  const tarball = read('npm', 'pack', '--silent');
  console.log(`Next: git push --follow-tags && npm publish ${tarball}`);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(`release: ${/** @type {Error} */ (error).message}`);
  process.exitCode = 1;
}
