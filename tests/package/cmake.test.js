/** A CMake project that is not this one builds modules and programs with the package. */
import assert from 'node:assert/strict';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { run } from 'asyncfor/run';

import { nothingLives } from '../clock.js';
import { counter, execute, listFiles, makeFolder, root } from './cli.js';

/** Modules that were imported here. @type {any[]} */
const instances = [];
after(() => Promise.all(instances.map(nothingLives)));

const LIBRARY = `
add_library(seven STATIC seven.c)
target_link_libraries(seven PUBLIC asyncfor::asyncfor)
`;
const PROGRAM = `#include <asyncfor.h>
#include <stdio.h>
async_status give(async_value *value);
ASYNC_FUNCTION(program, async_value)
{
    async_value value;
    async_try(give(&value));
    printf("%d\\n", (int)value.integer);
    return ASYNC_OK;
}
int main(void)
{
    async_status status = async_run(async_new(program), NULL);
    async_error_print(status);
    return async_failed(status);
}
`;
const SEVEN = `#include <asyncfor.h>
async_status give(async_value *value);
async_status give(async_value *value)
{
    *value = async_value_of(7);
    return ASYNC_OK;
}
`;

const JUMPS = `#include <asyncfor.h>
#include <setjmp.h>
static jmp_buf buffer;
ASYNC_GENERATOR(jumps, int)
{
    if (setjmp(buffer))
        return ASYNC_OK;
    async_try(async_yield(1));
    longjmp(buffer, 1);
}
ASYNC_MODULE(jumps);
`;
const THROWER = `extern "C" int thrower(int number)
{
    try {
        throw number;
    } catch (int caught) {
        return caught;
    }
}
`;

/** @type {[name: string, sources: string, link: string, compile: string, message: RegExp][]} */
const UNSUPPORTED = [
  ['jumps', 'jumps.c', '-g', '-g', /asyncfor: setjmp\(\) and longjmp\(\) need .*jumps__body/],
  [
    'throws',
    'thrower.c thrower.cpp',
    '-fexceptions',
    '$<$<COMPILE_LANGUAGE:CXX>:-fexceptions>',
    /asyncfor: C\+\+ exceptions need .* \(in thrower\)/,
  ],
  ['threads', 'counter.c', '-pthread', '-pthread', /^asyncfor: '-pthread': threads are not supp/m],
  [
    'wide',
    'counter.c',
    '"SHELL:-s MEMORY64"',
    '-sMEMORY64',
    /^asyncfor: 'MEMORY64': memory of 64 bits is not supported/m,
  ],
  ['own', 'counter.c', '-sASYNCIFY', '-g', /^asyncfor: '-sASYNCIFY': asyncfor drives Asyncify/m],
];

/**
 * A project beside which the package is installed.
 * @param {string} lists what stands in its CMakeLists.txt
 * @param {string} [find] how it finds the package
 * @param {Record<string, string>} [sources] files besides
 */
async function makeProject(lists, find = FIND[0], sources = {}) {
  const folder = await makeFolder({
    'CMakeLists.txt': `cmake_minimum_required(VERSION 3.21)\nproject(mine C)\n${find}\n${lists}`,
    'counter.c': counter,
    'program.c': PROGRAM,
    'seven.c': SEVEN,
    ...sources,
  });
  await mkdir(join(folder, 'node_modules'));
  await symlink(root, join(folder, 'node_modules/asyncfor'));
  return folder;
}

/* What builds takes some seconds. The README's project is built always. */
const all = process.env.ASYNCFOR_TEST_ALL === '1';

const FIND = [
  'find_package(asyncfor 0.1 REQUIRED PATHS node_modules/asyncfor/src NO_CMAKE_FIND_ROOT_PATH)',
  'add_subdirectory(node_modules/asyncfor)',
];

/**
 * @param {string} folder
 * @param {string} [wrapper] of the configuration
 */
async function configure(folder, wrapper = 'emcmake') {
  const words = [wrapper, 'cmake', '-B', 'build', '-DCMAKE_BUILD_TYPE=Release'].filter(Boolean);
  return execute(words[0], words.slice(1), { cwd: folder });
}

/** @param {string} folder */
async function buildProject(folder) {
  const { code, stdout, stderr } = await execute('cmake', ['--build', 'build', '-j2'], {
    cwd: folder,
  });
  assert.equal(code, 0, stdout + stderr);
}

describe('a project of somebody else', () => {
  for (const find of all ? FIND : []) {
    it(`builds a module and a program after ${find.replace(/\(.*/s, '')}`, async () => {
      const folder = await makeProject(
        `${LIBRARY}
asyncfor_add_module(counters SOURCES counter.c OUTPUT_DIRECTORY dist SINGLE_FILE)
asyncfor_add_program(program SOURCES program.c LIBRARIES seven)`,
        find,
      );
      const { code, stderr } = await configure(folder);
      assert.equal(code, 0, stderr);
      await buildProject(folder);
      const files = await listFiles(join(folder, 'build/dist'));
      assert.deepEqual(files, ['counters.d.mts', 'counters.d.ts', 'counters.mjs', 'counters.wasm']);
      const module = await import(pathToFileURL(join(folder, 'build/dist/counters.mjs')).href);
      instances.push(module);
      const items = [];
      for await (const item of module.counter(3)) items.push(item);
      assert.deepEqual(items, [1, 2, 3]);
      assert.equal(await run(join(folder, 'build/program.wasm')), 0);
    });
  }

  for (const targets of all ? [UNSUPPORTED] : []) {
    it('is refused what cannot work, by the messages of the command', async () => {
      const lists = targets.map(
        ([name, sources, options, compiled]) =>
          `asyncfor_add_module(${name} SOURCES ${sources} OPTIONS ${options})
target_compile_options(${name} PRIVATE ${compiled})`,
      );
      const folder = await makeProject(['enable_language(CXX)', ...lists].join('\n'), FIND[0], {
        'jumps.c': JUMPS,
        'thrower.c': counter
          .replace('\n', '\nint thrower(int number);\n')
          .replace('async_yield(number)', 'async_yield(thrower(number))'),
        'thrower.cpp': THROWER,
      });
      const { code, stderr } = await configure(folder);
      assert.equal(code, 0, stderr);
      for (const [name, , , , message] of targets) {
        const args = ['--build', 'build', '-j2', '-t', name];
        const built = await execute('cmake', args, { cwd: folder });
        assert.notEqual(built.code, 0, name);
        assert.match(built.stderr, message);
      }
      const files = await listFiles(join(folder, 'build'));
      assert.deepEqual(
        files.filter((file) => /^\w+\.(wasm|mjs|d\.m?ts)/.test(file)),
        [],
      );
    });
  }

  it('builds native programs without Emscripten', async () => {
    const folder = await makeProject(
      `${LIBRARY}asyncfor_add_program(program SOURCES program.c LIBRARIES seven)`,
    );
    const { code, stderr } = await configure(folder, '');
    assert.equal(code, 0, stderr);
    await buildProject(folder);
    const { stdout } = await execute(join(folder, 'build/program'), [], { cwd: folder });
    assert.equal(stdout, '7\n');
  });

  /** @type {[name: string, lists: string, message: RegExp, wrapper?: string][]} */
  const refused = [
    [
      'no SOURCES',
      'asyncfor_add_module(m)',
      /asyncfor_add_module\(m\): SOURCES must name at least/,
    ],
    [
      'a source that is missing',
      'asyncfor_add_module(m SOURCES gone.c)',
      /asyncfor_add_module\(m\): there is no source .*gone\.c/s,
    ],
    [
      'two modules with one name',
      'asyncfor_add_module(m SOURCES counter.c)\nasyncfor_add_module(m SOURCES counter.c)',
      /asyncfor_add_module\(m\): there is a target of that name already/,
    ],
    [
      'an unknown argument',
      'asyncfor_add_module(m SOURCES counter.c OUTPUT)',
      /there is no source .*OUTPUT|unknown arguments: OUTPUT/s,
    ],
    [
      'a module without Emscripten',
      'asyncfor_add_module(m SOURCES counter.c)',
      /configure a new build\s+folder by 'emcmake cmake'/,
      '',
    ],
  ];
  for (const [name, lists, message, wrapper] of refused) {
    it(`is told of ${name}`, async () => {
      const { code, stderr } = await configure(await makeProject(lists), wrapper);
      assert.notEqual(code, 0);
      assert.match(stderr, message);
    });
  }

  it('is told of a version that is not there', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const folder = await makeProject('', FIND[0].replace('0.1', '9'));
    const { code, stderr } = await configure(folder);
    assert.notEqual(code, 0);
    assert.match(stderr, new RegExp(`version: ${version.replaceAll('.', '\\.').slice(0, 3)}`));
  });
});
