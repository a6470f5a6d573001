/** The same work by what Emscripten itself offers, compiled by the same emcc. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const sources = fileURLToPath(new URL('emscripten', import.meta.url));
const folder = fileURLToPath(new URL('../../build/bench/emscripten', import.meta.url));

/** What has been compiled, by name. @type {Map<string, () => Promise<any>>} */
const compiled = new Map();

/**
 * @param {string} name
 * @param {readonly string[]} options
 * @returns {() => Promise<any>} gives an instance of its own each time
 */
function compile(name, options) {
  const instantiate = compiled.get(name) ?? compileAnew(name, options);
  compiled.set(name, instantiate);
  return instantiate;
}

/** @type {typeof compile} */
function compileAnew(name, options) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
  const file = join(folder, `${name}.js`);
  const common = [
    '-O3',
    '-sASYNCIFY',
    '-sMODULARIZE',
    '-sALLOW_MEMORY_GROWTH',
    '-sENVIRONMENT=node',
  ];
  execFileSync('emcc', [join(sources, `${name}.c`), ...common, ...options, '-o', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    /* Its glue is minified by acorn, which Debian's package leaves out. */
    env: { ...process.env, NODE_PATH: modules },
  });
  /* Its loader for Node would fetch the path. */
  const wasmBinary = readFileSync(join(folder, `${name}.wasm`));
  const create = createRequire(import.meta.url)(file);
  return () => create({ wasmBinary });
}

class Fiber {
  #module;
  #self;
  #place;

  /** @param {any} module @param {number} count */
  constructor(module, count) {
    this.#module = module;
    this.#self = module._create(count);
    this.#place = module._place_of_item(this.#self) >> 2;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  next() {
    const { _next, HEAP32 } = this.#module;
    _next(this.#self);
    const done = HEAP32[this.#place + 1] !== 0;
    return Promise.resolve({ value: done ? undefined : HEAP32[this.#place], done });
  }

  close() {
    this.#module._destroy(this.#self);
  }
}

/** Fibers, one for each iterator: gives an instance of them each time. */
export function compileFibers() {
  const instantiate = compile('fibers', ['-sEXPORTED_RUNTIME_METHODS=[]']);
  return async () => {
    const module = await instantiate();
    return {
      numbers: (/** @type {number} */ count) => new Fiber(module, count),
      /** What is taken of the memory: nothing has been freed below while fibers are only created. */
      bytes: () => module._heap_end(),
      /** Adds up in C. @param {number} count */
      sum(count) {
        module._sum(count);
        return module._result();
      },
    };
  };
}

/** Asyncify, each step called by ccall with `async`. */
export async function compileAsyncify() {
  const module = await compile('asyncify', ['-sEXPORTED_RUNTIME_METHODS=[ccall]'])();
  return {
    /** @param {number} count @param {Promise<unknown>} promise */
    async *awaiting(count, promise) {
      module.promise = promise;
      for (let i = 0; i < count; i++) {
        yield await module.ccall('step', 'number', ['number'], [i], { async: true });
      }
    },
  };
}
