/** Python itself: CPython as a process, and the interpreters that are compiled to WebAssembly. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import * as ours from '../../build/release/tests/bench.mjs';
import { installPackage } from '../engines/packages.js';

import { median } from './measure.js';
import * as native from './native.js';
import { adds, loop } from './rows.js';

/** @typedef {import('./measure.js').Row} Row */

const GENERATOR = `
async def numbers(count):
    for i in range(count):
        yield i

async def add_up(count):
    total = 0
    async for number in numbers(count):
        total += number
    return total
`;

/** MicroPython has no asynchronous generators, and calls the methods of JavaScript's by hand. */
const CLASS = `
class Numbers:
    def __init__(self, count):
        self.next = 0
        self.count = count
    def __aiter__(self):
        return self
    async def __anext__(self):
        if self.next >= self.count:
            raise StopAsyncIteration
        self.next += 1
        return self.next - 1

async def add_up(count):
    total = 0
    async for number in Numbers(count):
        total += number
    return total

async def sum_of(source):
    total = 0
    while True:
        result = await source.next()
        if result.done:
            return total
        total += result.value
`;

/** Nanoseconds an item in CPython, which measures itself: a process stands beside this one. */
const CPYTHON = `${GENERATOR}
import asyncio, time, sys
async def main():
    for count in map(int, sys.stdin):
        start = time.perf_counter()
        total = await add_up(count)
        print(time.perf_counter() - start, total, flush=True)
asyncio.run(main())
`;

/** @returns {{ version: string, nanoseconds: number } | undefined} undefined: it is not there */
export function measureCPython(items = 200_000, rounds = 9) {
  try {
    const version = execFileSync('python3', ['--version'], { encoding: 'utf8' }).trim();
    const printed = execFileSync('python3', ['-c', CPYTHON], {
      input: `${items}\n`.repeat(rounds),
      encoding: 'utf8',
    });
    const times = printed
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[0]));
    return { version, nanoseconds: (median(times) * 1e9) / items };
  } catch {
    return undefined;
  }
}

async function loadPyodide() {
  const folder = await installPackage('pyodide', '314.0.7');
  const { loadPyodide: load } = await import(pathToFileURL(join(folder, 'pyodide.mjs')).href);
  const python = await load({ indexURL: folder });
  python.runPython(GENERATOR);
  python.runPython(`
async def sum_of(source):
    total = 0
    async for number in source:
        total += number
    return total
`);
  return python;
}

async function loadMicroPython() {
  const name = '@micropython/micropython-webassembly-pyscript';
  const folder = await installPackage(name, '1.27.0');
  const { loadMicroPython: load } = await import(
    pathToFileURL(join(folder, 'micropython.mjs')).href
  );
  const python = await load({ heapsize: 8 * 1024 * 1024 });
  python.runPython(CLASS);
  return python;
}

/** What MicroPython's class is to JavaScript: nothing that `for await` takes. @param {any} numbers */
const adapted = (numbers) => ({
  [Symbol.asyncIterator]: () => ({
    async next() {
      try {
        return { value: await numbers.__anext__(), done: false };
      } catch (/** @type {any} */ error) {
        if (error.type !== 'StopAsyncIteration') throw error;
        return { value: undefined, done: true };
      }
    },
  }),
});

/** @returns {Promise<Row[]>} */
export async function interpreterRows() {
  const pyodide = await loadPyodide();
  const micro = await loadMicroPython();
  const global = (/** @type {any} */ python, /** @type {string} */ name) =>
    python.globals.get(name);
  const numbers = global(micro, 'Numbers');
  /** @param {any} python */
  const sums = (python) => {
    const sum = global(python, 'sum_of');
    return (/** @type {number} */ count) => sum(native.numbers(count));
  };
  return [
    {
      title: 'for await over a generator of Python',
      items: 100_000,
      reach: { Pyodide: 1 / 200 },
      peers: [
        loop('C generator', ours.numbers),
        loop('Pyodide', global(pyodide, 'numbers'), 0.005),
        loop('MicroPython, a class, adapted', (count) => adapted(numbers(count)), 0.02),
      ],
    },
    {
      title: 'Python consumes a JavaScript async generator',
      items: 100_000,
      peers: [
        adds('C', (count) => ours.sumOf(native.numbers(count))),
        adds('Pyodide', sums(pyodide), 0.02),
        adds('MicroPython, next() by hand', sums(micro), 0.02),
      ],
    },
    {
      title: 'the loop inside',
      items: 200_000,
      peers: [
        adds('C over C', ours.sumNumbers),
        adds('Pyodide', global(pyodide, 'add_up'), 0.05),
        adds('MicroPython, over a class', global(micro, 'add_up'), 0.05),
      ],
    },
  ];
}
