/**
 * The files of a project to start from.
 */

/** @param {string} stem */
const source = (stem) => `/*
 * What JavaScript gets from dist/${stem}.mjs: an async generator, and a function that consumes one.
 */
#include <asyncfor.h>

ASYNC_DOC(countdown, "Counts down to 1, one number each \`delay\` seconds.");
ASYNC_GENERATOR(countdown, int, (int, from), (double, delay, 0.1))
{
    for (int number = args->from; number > 0; number--) {
        async_try(async_sleep(args->delay));
        async_try(async_yield(number));
    }
    return ASYNC_OK;
}

ASYNC_DOC(total, "Adds up numbers as they come.");
ASYNC_FUNCTION(total, double, (async_iterable, numbers))
{
    double sum = 0;
    async_for (double, number, args->numbers) {
        sum += number;
    }
    return async_return(sum);
}

ASYNC_MODULE(countdown, total);
`;

/** @param {string} stem */
const test = (stem) => `import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { countdown, stats, total } from '../dist/${stem}.mjs';

test('countdown() counts down to 1', async () => {
  const numbers = [];
  for await (const number of countdown(3, { delay: 0.01 })) numbers.push(number);
  assert.deepEqual(numbers, [3, 2, 1]);
});

test('total() adds up what any async iterable gives', async () => {
  async function* numbers() {
    yield* [1, 2.5];
  }
  assert.equal(await total(numbers()), 3.5);
  assert.equal(await total(countdown(4, { delay: 0 })), 10);
});

test('a loop that is left ends the C code', async () => {
  for await (const number of countdown(1000)) {
    if (number === 1000) break;
  }
  assert.equal(stats().coroutines, 0);
});

after(() => assert.equal(stats().allocations, 0));
`;

/** @param {string} stem */
const cmake = (stem) => `# For a larger project: emcmake cmake -B build && cmake --build build
cmake_minimum_required(VERSION 3.21)
project(${stem} C)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
include(node_modules/asyncfor/src/asyncfor.cmake)

asyncfor_add_module(${stem} OUTPUT_DIRECTORY "\${CMAKE_CURRENT_SOURCE_DIR}/dist"
                    SOURCES src/${stem}.c)
`;

/**
 * @param {string} name
 * @param {string} stem
 */
const readme = (name, stem) => `# ${name}

C that awaits and yields, as an ES module: made by \`asyncfor\`.

\`\`\`sh
npm test          # builds dist/${stem}.mjs, and its types, from src/${stem}.c, and runs test/
npm run watch     # builds whenever src/${stem}.c changes
npx asyncfor run src/${stem}.c countdown 3 --delay 0.5    # prints what an export gives
\`\`\`

\`\`\`js
import { countdown } from './dist/${stem}.mjs';

for await (const number of countdown(3)) console.log(number); // 3, 2, 1
\`\`\`

What next:

- Change \`countdown\` in \`src/${stem}.c\`, or write a generator of your own: what ASYNC_MODULE lists at
  the end is what JavaScript gets. \`node_modules/asyncfor/README.md\` has all of the language.
- More C files go behind the first in the scripts of \`package.json\`.
- \`npx asyncfor build --debug …\` tells what lives and where it was made: \`stats().live\`.
- \`npx asyncfor doctor\` looks after the toolchain.
`;

/**
 * @param {string} name
 * @param {string} stem
 * @param {string} asyncfor how npm gets the package, as package.json says it
 */
function manifest(name, stem, asyncfor) {
  const build = `asyncfor build src/${stem}.c -o dist/${stem}`;
  return {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    exports: { types: `./dist/${stem}.d.mts`, default: `./dist/${stem}.mjs` },
    files: ['dist'],
    scripts: {
      build,
      watch: `${build} --watch`,
      test: `${build} --quiet && node --test`,
    },
    devDependencies: { asyncfor },
  };
}

/**
 * @param {string} name of the npm package
 * @param {string} stem of the C file and of what is built of it
 * @param {string} asyncfor how npm gets the package, as package.json says it
 * @returns {Record<string, string>} the files by their paths
 */
export const starterFiles = (name, stem, asyncfor) => ({
  'package.json': `${JSON.stringify(manifest(name, stem, asyncfor), null, 2)}\n`,
  [`src/${stem}.c`]: source(stem),
  [`test/${stem}.test.js`]: test(stem),
  'CMakeLists.txt': cmake(stem),
  'README.md': readme(name, stem),
  '.gitignore': '/build/\n/dist/\n/node_modules/\n',
});
