/** The command `asyncfor`: makes typed ES modules of C, and refuses what it cannot, with one clear error. */
import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { findEmcc } from '../../bindings/compile/toolchain.js';
import { nothingLives } from '../clock.js';
import {
  asyncfor,
  counter,
  environment,
  execute,
  generator,
  listFiles,
  makeFolder,
  root,
  startAsyncfor,
} from './cli.js';
import { OWN } from './project.js';

/** Modules that were imported here. @type {any[]} */
const instances = [];
after(() => Promise.all(instances.map(nothingLives)));

/* The first build compiles the runtime, and says so. */
before(async () => {
  const folder = await makeFolder({ 'counter.c': counter });
  const { code, stderr } = await asyncfor(['build', 'counter.c'], { cwd: folder });
  assert.equal(code, 0, stderr);
});

/** @param {string} folder @param {string} path */
async function importBuilt(folder, path) {
  const module = await import(pathToFileURL(join(folder, path)).href);
  instances.push(module);
  return module;
}

/** @param {AsyncIterable<unknown>} iterable */
async function collect(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

const PROGRAM = `#include <stdio.h>
int main(int count, char **words)
{
    for (int i = 1; i < count; i++)
        puts(words[i]);
    return count;
}
`;

describe('asyncfor build', () => {
  it('makes a module, its WebAssembly and its types of sources, objects and libraries', async () => {
    const folder = await makeFolder({
      'src/main.c': `#include <asyncfor.h>
#include <factor.h>
int object(void), archive(void), library(void);
${generator('products', 'number * FACTOR * GIVEN * object() * archive() * library()')}
extern const async_definition async__definition_other;
ASYNC_MODULE(products, other);`,
      'src/other.c': `#include <asyncfor.h>\n${generator('other')}`,
      'include/factor.h': '#define FACTOR 2\n',
      'object.c': 'int object(void) { return 3; }\n',
      'archive.c': 'int archive(void) { return 5; }\n',
      'library.c': 'int library(void) { return 7; }\n',
    });
    const sh = (/** @type {string} */ line) => execute('sh', ['-ec', line], { cwd: folder });
    const made = await sh(
      'emcc -c object.c archive.c library.c && mkdir lib && emar rcs lib/libseven.a library.o && emar rcs archive.a archive.o',
    );
    assert.equal(made.code, 0, made.stderr);
    const existing = await listFiles(folder);
    const args =
      'build src/main.c src/other.c object.o archive.a -Iinclude -D GIVEN=11 -Llib -l seven -O2';
    const { code, stdout, stderr } = await asyncfor([...args.split(' '), '-o', 'dist/all'], {
      cwd: folder,
    });
    assert.deepEqual([code, stderr], [0, '']);
    const files = ['dist/all.d.mts', 'dist/all.d.ts', 'dist/all.mjs', 'dist/all.wasm'];
    assert.deepEqual(await listFiles(folder), [...existing, ...files].sort());
    for (const file of files) assert.match(stdout, new RegExp(`^${file} +[0-9.]+ KiB$`, 'm'));
    const { products, other } = await importBuilt(folder, 'dist/all.mjs');
    const factor = 2 * 3 * 5 * 7 * 11;
    assert.deepEqual(await collect(products(2)), [factor, 2 * factor]);
    assert.deepEqual(await collect(other(2)), [1, 2]);
  });

  it('makes one file with --single-file, and tells with --report what can suspend', async () => {
    const folder = await makeFolder({ 'own.c': OWN });
    const { code, stdout } = await asyncfor(
      ['build', 'own.c', '-o', 'one', '--single-file', '--report'],
      { cwd: folder },
    );
    assert.equal(code, 0);
    assert.deepEqual(await listFiles(folder), ['one.d.mts', 'one.d.ts', 'one.mjs', 'own.c']);
    const module = await importBuilt(folder, 'one.mjs');
    assert.deepEqual(await collect(module.counter(2)), [1, 2]);
    assert.match(stdout, /^\d+ of them can be suspended; to be so added [0-9.]+ KiB, \d+ %$/m);
    assert.match(stdout, /^ +\d+ {2}counter__run +async__suspend$/m);
    assert.match(stdout, /^ +\d+ {2}async__loop_abandon +\*\w+ > (.* > )?async__suspend$/m);
    assert.doesNotMatch(stdout, /dlmalloc|async__format/);
  });

  it('makes a program with --program', async () => {
    const folder = await makeFolder({ 'program.c': PROGRAM });
    const { code, stderr } = await asyncfor(['build', 'program.c', '--program', '-q'], {
      cwd: folder,
    });
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(await listFiles(folder), ['program.c', 'program.wasm']);
  });

  it('goes on with a line of emcc of one’s own', async () => {
    const folder = await makeFolder({ 'counter.c': counter });
    const line = `emcc -O3 counter.c $(node ${root}bindings/cli/asyncfor.js flags) -o counter.wasm
node ${root}bindings/cli/asyncfor.js finish counter.wasm -q`;
    const { code, stderr } = await execute('sh', ['-ec', line], { cwd: folder });
    assert.deepEqual([code, stderr], [0, '']);
    const module = await importBuilt(folder, 'counter.mjs');
    assert.deepEqual(await collect(module.counter(2)), [1, 2]);
  });

  it('builds again when a file changes, also after an error', async () => {
    const folder = await makeFolder({ 'counter.c': counter });
    const child = startAsyncfor(['build', 'counter.c', '--watch'], folder);
    let printed = '';
    let heard = () => {};
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        printed += text;
        heard();
      });
    }
    child.on('exit', () => heard());
    const until = async (/** @type {RegExp} */ pattern) => {
      while (!pattern.test(printed)) {
        assert.equal(child.exitCode, null, printed);
        await new Promise((resolve) => (heard = () => resolve(undefined)));
      }
      printed = '';
    };
    try {
      await until(/counter: built in/);
      await writeFile(join(folder, 'counter.c'), 'int broken(');
      await until(/error: [^]*counter: failed, waiting for a change/);
      await writeFile(join(folder, 'counter.c'), counter.replaceAll('counter', 'changed'));
      await until(/counter: built in/);
    } finally {
      child.kill();
    }
    assert.match(await readFile(join(folder, 'counter.mjs'), 'utf8'), /changed/);
  });
});

const pairs = `#include <asyncfor.h>
ASYNC_RECORD(pair, (async_string, text), (int, number));
ASYNC_GENERATOR(some_pairs, pair, (async_optional(int), least))
{
    for (int i = args->least.given ? args->least.value : 1; i < 3; i++)
        async_try(async_yield(async_record(pair, async_text("a"), 1)));
    return ASYNC_OK;
}
ASYNC_MODULE(some_pairs);
`;

/** What is refused: the files, the arguments, what is said, and a hint. */
/** @type {[name: string, files: Record<string, string>, args: string[], message: RegExp, hint?: RegExp][]} */
const REFUSED = [
  ['a source that is missing', {}, ['gone.c'], /^asyncfor build: there is no file 'gone\.c'\n$/],
  ['no source at all', {}, [], /^asyncfor build: .*\n/],
  ['an unknown option', { 'a.c': counter }, ['a.c', '--wath'], /'--wath'/],
  ['a file of another kind', { 'a.txt': '' }, ['a.txt'], /'a\.txt' is no source/],
  [
    'a file without ASYNC_MODULE',
    { 'a.c': `#include <asyncfor.h>\n${generator()}` },
    ['a.c'],
    /ASYNC_MODULE/,
    /name what JavaScript is to get/,
  ],
  [
    'two modules in one',
    { 'a.c': counter, 'b.c': counter.replaceAll('counter', 'other') },
    ['a.c', 'b.c'],
    /duplicate symbol: async__module/,
    /a module has one ASYNC_MODULE/,
  ],
  [
    'two definitions of one name',
    { 'a.c': counter, 'b.c': `#include <asyncfor.h>\n${generator()}` },
    ['a.c', 'b.c'],
    /duplicate symbol: async__definition_counter/,
    /two files define 'counter'/,
  ],
  [
    'a type that declarations do not know',
    { 'a.c': counter.replace('(int, limit)', '(short, limit)') },
    ['a.c'],
    /error: .*'limit' is of a type that JavaScript has not: use bool, int,/,
  ],
  [
    'a pointer for a parameter',
    { 'a.c': counter.replace('(int, limit)', '(const char *, limit)') },
    ['a.c'],
    /no_type_and_no_ASYNC_RECORD_const/,
    /use async_string for text, and async_bytes for bytes/,
  ],
  [
    'text in quotes in a record',
    { 'a.c': pairs.replace('async_text("a")', '"a"') },
    ['a.c'],
    /error: suggest braces/,
    /text in a record or an argument is `async_text\(/,
  ],
  [
    'a struct that is yielded as it is',
    { 'a.c': pairs.replace('async_record(pair, async_text("a"), 1)', '(pair){.number = 1}') },
    ['a.c'],
    /error: controlling expression type 'pair'/,
    /a struct is given by `async_value_as\(pair, …\)`/,
  ],
  [
    'what may be left out, without asking whether it was',
    { 'a.c': pairs.replace('args->least.given ? args->least.value : 1', 'args->least + 1') },
    ['a.c'],
    /error: invalid operands/,
    /`\.given` says whether `\.value` is there/,
  ],
  [
    'a function that runs ahead',
    {
      'a.c': `#include <asyncfor.h>
ASYNC_AHEAD(answer, 8);
ASYNC_FUNCTION(answer, int) { return async_return(42); }
ASYNC_MODULE(answer);
`,
    },
    ['a.c'],
    /ASYNC_AHEAD: 'answer' is a function, and no generator/,
  ],
  [
    'a parameter without its comma',
    { 'a.c': counter.replace('(int, limit)', '(int limit)') },
    ['a.c'],
    /error: too few arguments/,
    /a parameter or a field is \(type, name\)/,
  ],
  [
    'a struct that is no record',
    {
      'a.c': counter
        .replace('ASYNC_GENERATOR', 'typedef struct { int x; } pair;\nASYNC_GENERATOR')
        .replace('(int, limit)', '(pair, limit)'),
    },
    ['a.c'],
    /no_type_and_no_ASYNC_RECORD_pair/,
    /'pair' is no type of an item or a parameter/,
  ],
  [
    'an await outside an asynchronous function',
    { 'a.c': `${counter}async_status f(void) { async_try(async_sleep(1)); return ASYNC_OK; }\n` },
    ['a.c'],
    /'await' outside async function/,
    /works in the body of an ASYNC_GENERATOR/,
  ],
  [
    'a function that is defined nowhere',
    {
      'a.c': counter
        .replace('#include <asyncfor.h>', '#include <asyncfor.h>\nint gone(void);')
        .replace('async_yield(number)', 'async_yield(gone())'),
    },
    ['a.c'],
    /gone/,
    /a source, an object, an archive or a library \(-l\) missing/,
  ],
  [
    'setjmp() and longjmp()',
    {
      'a.c': `#include <asyncfor.h>
#include <setjmp.h>
static jmp_buf buffer;
ASYNC_GENERATOR(counter, int, (int, limit))
{
    if (setjmp(buffer))
        return ASYNC_OK;
    async_try(async_yield(args->limit));
    longjmp(buffer, 1);
}
ASYNC_MODULE(counter);
`,
    },
    ['a.c'],
    /^asyncfor build: setjmp\(\) and longjmp\(\) need .* \(in .*counter__body.*\)\n$/,
  ],
  [
    'C++ exceptions',
    {
      'a.c': counter
        .replace('#include <asyncfor.h>', '#include <asyncfor.h>\nint thrower(int);')
        .replace('async_yield(number)', 'async_yield(thrower(number))'),
      'b.cpp':
        'extern "C" int thrower(int n) { try { if (n) throw n; return n; } catch (int) { return 0; } }\n',
    },
    ['a.c', 'b.cpp', '-fexceptions'],
    /^asyncfor build: C\+\+ exceptions need .* \(in thrower\)\n$/,
  ],
  ...['-pthread', '-sUSE_PTHREADS=1', '-m64', '-sMEMORY64', '-sASYNCIFY'].map(
    (flag) =>
      /** @type {[string, Record<string, string>, string[], RegExp]} */ ([
        flag,
        { 'a.c': counter },
        ['a.c', flag],
        new RegExp(`^asyncfor build: '${flag}': .* \\(see asyncfor build --help\\)\n$`),
      ]),
  ),
  [
    'a name that JavaScript keeps',
    { 'a.c': counter.replaceAll('counter', 'delete') },
    ['a.c'],
    /'delete' is a name that JavaScript or asyncfor keeps for itself/,
  ],
  [
    'an output that is a folder',
    { 'a.c': counter, 'dist/x': '' },
    ['a.c', '-o', 'dist/'],
    /-o must name a file, such as dist\/counter, got 'dist\/'/,
  ],
  [
    'an output below a file',
    { 'a.c': counter },
    ['a.c', '-o', 'a.c/b'],
    /cannot write into 'a\.c': .*a\.c is no folder/,
  ],
  [
    'an output where no folder can be made',
    { 'a.c': counter },
    ['a.c', '-o', '/dev/fd/none/b'],
    /^asyncfor build: (ENOENT|EACCES|ENOTDIR|EPERM): .*'\/dev\/fd\/none'\n$/,
  ],
];

it('what the refused sources are made of is accepted', async () => {
  const folder = await makeFolder({ 'pairs.c': pairs });
  const { code, stderr } = await asyncfor(['build', 'pairs.c'], { cwd: folder });
  assert.deepEqual([code, stderr], [0, '']);
});

describe('asyncfor build refuses, and writes nothing', { concurrency: 2 }, () => {
  for (const [name, files, args, message, hint] of REFUSED) {
    it(name, async () => {
      const folder = await makeFolder(files);
      const { code, stdout, stderr } = await asyncfor(['build', ...args], { cwd: folder });
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, message);
      if (hint) assert.match(stderr, new RegExp(`hint: .*${hint.source}`));
      assert.deepEqual(await listFiles(folder), Object.keys(files).sort());
    });
  }

  it('a toolchain that is missing or too old', async () => {
    const folder = await makeFolder({
      'counter.c': counter,
      'old/emcc': '#!/bin/sh\necho "emcc (Emscripten gcc/clang-like replacement) 3.1.5 ()"\n',
    });
    await chmod(join(folder, 'old/emcc'), 0o755);
    await mkdir(join(folder, 'none'));
    for (const tools of ['none', 'old'])
      await symlink(process.execPath, join(folder, tools, 'node'));
    for (const [path, message] of /** @type {[string, RegExp][]} */ ([
      ['none', /no emcc|emcc.*(missing|not found|PATH)/i],
      ['old', /3\.1\.5.*3\.1\.6|3\.1\.6.*3\.1\.5/s],
    ])) {
      const env = { ...environment, PATH: join(folder, path), EMSDK: '' };
      const { code, stdout, stderr } = await asyncfor(['build', 'counter.c'], { cwd: folder, env });
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, message);
      const doctor = await asyncfor(['doctor'], { cwd: folder, env });
      assert.equal(doctor.code, 1);
      assert.match(doctor.stdout, path === 'none' ? /^missing +emcc/m : /^too old +emcc +3\.1\.5/m);
      assert.match(doctor.stdout, /Debian/);
    }
  });
});

describe('asyncfor run', () => {
  const source = `#include <asyncfor.h>
ASYNC_RECORD(pair, (int, left), (async_string, right));
ASYNC_GENERATOR(countdown, int, (int, from), (double, delay, 0))
{
    for (int number = args->from; number > 0; number--) {
        async_try(async_sleep(args->delay));
        async_try(async_yield(number));
    }
    return ASYNC_OK;
}
ASYNC_GENERATOR(pairs, pair, (async_string, text, "a"), (bool, twice, false))
{
    async_try(async_yield(async_record(pair, 1, args->text)));
    return args->twice ? async_yield(async_record(pair, 2, args->text)) : ASYNC_OK;
}
ASYNC_FUNCTION(total, double, (async_iterable, numbers))
{
    double sum = 0;
    async_for (double, number, args->numbers) {
        sum += number;
    }
    return async_return(sum);
}
ASYNC_MODULE(countdown, pairs, total);
`;
  /** @type {[words: string, code: number, stdout: string, stderr: RegExp][]} */
  const calls = [
    ['', 0, "{ left: 1, right: 'a' }\n", /^$/],
    ['countdown 3 --delay 0.001', 0, '3\n2\n1\n', /^$/],
    ['pairs --twice --text=b', 0, "{ left: 1, right: 'b' }\n{ left: 2, right: 'b' }\n", /^$/],
    ['total [1,"x"]', 1, '', /TypeError: expected float, got str/],
    ['countdown x', 1, '', /countdown: 'from' must be an integer of 32 bits, got 'x'/],
    ['countdown 1 --dely 2', 1, '', /countdown has no option '--dely'; did you mean '--delay'\?/],
    ['countdwn 1', 1, '', /there is no export 'countdwn'; did you mean 'countdown'\?/],
  ];
  it('prints what exports give, called by their declared types', async () => {
    const folder = await makeFolder({ 'source.c': source });
    for (const [words, code, stdout, stderr] of calls) {
      const args = ['run', 'source.c', ...words.split(' ').filter(Boolean)];
      const result = await asyncfor(args, { cwd: folder });
      assert.deepEqual([result.code, result.stdout], [code, stdout], `${words}: ${result.stderr}`);
      assert.match(result.stderr, stderr);
    }
    assert.deepEqual(await listFiles(folder), ['source.c']);
  });

  it('runs a program with its arguments', async () => {
    const folder = await makeFolder({ 'program.c': PROGRAM });
    const args = ['run', 'program.c', 'one', 'two'];
    const { code, stdout } = await asyncfor(args, { cwd: folder });
    assert.deepEqual([code, stdout], [3, 'one\ntwo\n']);
  });
});

describe('asyncfor init', () => {
  it('writes a project that passes its own test, and has types', async () => {
    const folder = await makeFolder();
    const { code, stdout, stderr } = await asyncfor(['init', 'demo'], { cwd: folder });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^Next: cd demo && npm test$/m);
    const demo = join(folder, 'demo');
    const tested = await execute('npm', ['test'], { cwd: demo });
    assert.equal(tested.code, 0, tested.stdout + tested.stderr);
    assert.match(tested.stdout, /# pass 3\n/);
    const types = await readFile(join(demo, 'dist/demo.d.mts'), 'utf8');
    assert.match(types, /Counts down to 1, one number each `delay` seconds\./);
    const again = await asyncfor(['init', 'demo'], { cwd: folder });
    assert.equal(again.code, 1);
    assert.match(again.stderr, /is not empty/);
    for (const name of ['Demo', '1st', 'fs']) {
      const refused = await asyncfor(['init', name], { cwd: folder });
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, new RegExp(`'${name}' cannot be the name of a package`));
    }
    assert.deepEqual(
      [...new Set((await listFiles(folder)).map((file) => file.split('/')[0]))],
      ['demo'],
    );
  });
});

it('asyncfor doctor finds the toolchain', async () => {
  const { code, stdout } = await asyncfor(['doctor'], { cwd: root });
  assert.equal(code, 0);
  const emcc = /** @type {string} */ (findEmcc());
  assert.match(stdout, new RegExp(`^ok +emcc +[0-9.]+ +${emcc}`, 'm'));
  assert.ok((process.env.PATH ?? '').split(delimiter).includes(dirname(emcc)));
});

it('asyncfor tells how it is used, and which one it is', async () => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  for (const [args, code, output] of /** @type {[string[], number, RegExp][]} */ ([
    [['--version'], 0, new RegExp(`^${version}\n$`)],
    [['--help'], 0, /^ {2}build +makes a typed ES module of C$/m],
    [['build', '--help'], 0, /^ {2}--single-file/m],
    [[], 1, /^Usage: asyncfor COMMAND/m],
    [['biuld'], 1, /^asyncfor: there is no command 'biuld'; did you mean 'build'\?/],
  ])) {
    const result = await asyncfor(args, { cwd: root });
    assert.equal(result.code, code);
    assert.match(code === 0 ? result.stdout : result.stderr, output);
  }
});
