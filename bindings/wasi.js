/**
 * What a C program uses of its system, under WASI's names (wasi_snapshot_preview1): arguments,
 * clocks, random numbers, standard input, output and error, exit.
 */

/** The module that programs import their system from. */
const WASI = 'wasi_snapshot_preview1';

/** The C code has called exit() or abort(). */
export class Exit extends Error {
  /** @param {number} code */
  constructor(code) {
    super(`the C code called exit(${code})${code === 1 ? ' or abort()' : ''}`);
    this.code = code;
  }
}

/**
 * Where a program's output goes by default: to the process's stream, or to the console by lines.
 * @param {'stdout' | 'stderr'} name
 * @returns {(text: Uint8Array) => void}
 */
export function standard(name) {
  const stream = /** @type {any} */ (globalThis).process?.[name];
  if (stream) return (text) => stream.write(text);
  let line = '';
  return (text) => {
    const lines = (line + new TextDecoder().decode(text)).split('\n');
    line = /** @type {string} */ (lines.pop());
    // eslint-disable-next-line no-console -- it is where the output is to go
    for (const each of lines) (name === 'stdout' ? console.log : console.error)(each);
  };
}

/** What the process's standard input has to say is waited for so many milliseconds at a time. */
const PAUSE = 10;

/**
 * Where a program's input comes from by default: from the process's, read while the C code waits;
 * elsewhere there is none.
 * @param {any} fs Node's module, or undefined
 * @returns {(most: number) => Uint8Array}
 */
export function standardInput(fs) {
  if (!fs) return () => new Uint8Array(0);
  const moment = new Int32Array(new SharedArrayBuffer(4));
  return (most) => {
    const bytes = new Uint8Array(most);
    for (;;) {
      try {
        return bytes.subarray(0, fs.readSync(0, bytes));
      } catch (error) {
        const { code } = /** @type {any} */ (error);
        // A pipe of Windows ends like this.
        if (code === 'EOF') return bytes.subarray(0, 0);
        // Somebody has made it one that does not wait.
        if (code !== 'EAGAIN') throw error;
        Atomics.wait(moment, 0, 0, PAUSE);
      }
    }
  };
}

const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;
const NOT_SUPPORTED = 58;
const REALTIME = 0;

/**
 * @param {import('./instance.js').Instance} instance
 * @param {object} [program]
 * @param {string[]} [program.args] with the program's name first
 * @param {(most: number) => Uint8Array} [program.stdin] default: it is at its end
 * @param {(text: Uint8Array) => void} [program.stdout]
 * @param {(text: Uint8Array) => void} [program.stderr]
 */
export function systemOf(
  instance,
  {
    args = [],
    stdin = standardInput(undefined),
    stdout = standard('stdout'),
    stderr = standard('stderr'),
  } = {},
) {
  const encoded = args.map((argument) => new TextEncoder().encode(`${argument}\0`));
  const view = () => instance.memory.view;
  /** @type {Record<string, (...values: any[]) => number>} */
  const calls = {
    args_sizes_get(/** @type {number} */ count, /** @type {number} */ size) {
      view().setUint32(count, encoded.length, true);
      view().setUint32(
        size,
        encoded.reduce((sum, { length }) => sum + length, 0),
        true,
      );
      return SUCCESS;
    },
    args_get(/** @type {number} */ pointers, /** @type {number} */ buffer) {
      for (const argument of encoded) {
        view().setUint32(pointers, buffer, true);
        instance.memory.bytes.set(argument, buffer);
        pointers += 4;
        buffer += argument.length;
      }
      return SUCCESS;
    },
    environ_sizes_get(/** @type {number} */ count, /** @type {number} */ size) {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return SUCCESS;
    },
    environ_get: () => SUCCESS,
    clock_time_get(
      /** @type {number} */ clock,
      /** @type {bigint} */ _precision,
      /** @type {number} */ to,
    ) {
      const milliseconds = clock === REALTIME ? Date.now() : performance.now();
      view().setBigUint64(to, BigInt(Math.round(milliseconds * 1e6)), true);
      return SUCCESS;
    },
    random_get(/** @type {number} */ to, /** @type {number} */ size) {
      const bytes = new Uint8Array(size);
      for (let start = 0; start < size; start += 65536) {
        crypto.getRandomValues(bytes.subarray(start, start + 65536));
      }
      instance.memory.bytes.set(bytes, to);
      return SUCCESS;
    },
    fd_write(
      /** @type {number} */ descriptor,
      /** @type {number} */ parts,
      /** @type {number} */ count,
      /** @type {number} */ written,
    ) {
      const write = { 1: stdout, 2: stderr }[descriptor];
      if (!write) return BAD_DESCRIPTOR;
      let total = 0;
      for (let part = parts; part < parts + count * 8; part += 8) {
        const data = view().getUint32(part, true);
        const size = view().getUint32(part + 4, true);
        write(instance.memory.bytes.slice(data, data + size));
        total += size;
      }
      view().setUint32(written, total, true);
      return SUCCESS;
    },
    fd_read(
      /** @type {number} */ descriptor,
      /** @type {number} */ parts,
      /** @type {number} */ count,
      /** @type {number} */ read,
    ) {
      if (descriptor !== 0) return BAD_DESCRIPTOR;
      let total = 0;
      for (let part = parts; part < parts + count * 8; part += 8) {
        const size = view().getUint32(part + 4, true);
        if (size === 0) continue;
        const bytes = stdin(size).subarray(0, size);
        instance.memory.bytes.set(bytes, view().getUint32(part, true));
        total += bytes.length;
        // What it has not got yet is not waited for.
        if (bytes.length < size) break;
      }
      view().setUint32(read, total, true);
      return SUCCESS;
    },
    fd_seek: () => NOT_SUPPORTED,
    fd_close: () => SUCCESS,
    proc_exit(/** @type {number} */ code) {
      throw new Exit(code);
    },
  };
  return { [WASI]: calls, env: { emscripten_notify_memory_growth() {} } };
}

/** The system of a module. @type {import('./instance.js').Extension} */
export const wasi = (instance) => systemOf(instance);
