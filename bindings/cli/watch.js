/**
 * `asyncfor build --watch`: builds whenever what was compiled changes.
 */
import { existsSync, statSync, watch as watchFolder } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { complete } from './complete.js';
import { BuildError } from './errors.js';

/** @typedef {import('./make.js').Build} Build */
/** @typedef {import('./plan.js').Plan} Plan */

/** Editors write a file in several steps: so many milliseconds without a change end them. */
const QUIET_FOR = 50;

/** After an error, any of these may be what was missing. */
const CODE = /\.(c|cc|cpp|cxx|h|hh|hpp|hxx|inc|def|o|a)$/;

/** The folders of files, by watchers that tell which file of theirs changes. */
class Watchers {
  /** @type {Map<string, import('node:fs').FSWatcher>} */
  #watchers = new Map();
  #changed;

  /** @param {(file: string) => void} changed takes absolute paths */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @param {Iterable<string>} folders */
  watch(folders) {
    for (const folder of folders) {
      if (this.#watchers.has(folder) || !existsSync(folder)) continue;
      const watcher = watchFolder(folder, (_, name) => {
        if (name !== null) this.#changed(join(folder, name));
      });
      /* A folder that is removed: its files are missed by the compiler. */
      watcher.on('error', () => this.#watchers.delete(folder));
      this.#watchers.set(folder, watcher);
    }
  }
}

/** What changes whenever a file does. @param {string} file */
function stamp(file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.size} ${stats.ino}` : '';
}

/** @param {string} file */
const modifiedAt = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** The folders in which the compiler looks for headers. @param {Plan} plan */
function includeFolders({ compiler }) {
  return compiler.flatMap((flag, index) => {
    if (flag === '-I') return [resolve(compiler[index + 1])];
    return flag.startsWith('-I') ? [resolve(flag.slice(2))] : [];
  });
}

/**
 * Builds, and says so in one line.
 * @param {Build} build
 * @param {Plan} plan
 * @returns {Promise<boolean>} whether it succeeded
 */
async function attempt(build, plan) {
  const started = performance.now();
  const say = (/** @type {string} */ what) =>
    console.log(`[${new Date().toTimeString().slice(0, 8)}] ${plan.output}: ${what}`);
  try {
    await complete(await build.link(), plan, build.toolchain);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    process.stderr.write(error instanceof BuildError ? message : `${plan.output}: ${message}\n`);
    say('failed, waiting for a change');
    return false;
  }
  say(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return true;
}

/**
 * Builds now and after each change, until the process is ended.
 * @param {Build} build
 * @param {Plan} plan
 * @returns {Promise<never>}
 */
export async function watch(build, plan) {
  /** Files that the watchers told of since the last build began. @type {Set<string>} */
  const told = new Set();
  let wake = () => {};
  const watchers = new Watchers((file) => {
    told.add(file);
    wake();
  });
  const nextEvent = () =>
    new Promise((resolve_) => {
      wake = () => resolve_(undefined);
    });
  const stamps = new Map(build.files.map((file) => [file, stamp(file)]));
  watchers.watch([...build.files.map((file) => dirname(file)), ...includeFolders(plan)]);
  for (;;) {
    const started = Date.now();
    const succeeded = await attempt(build, plan);
    for (const file of build.files.filter((each) => !stamps.has(each))) {
      stamps.set(file, modifiedAt(file) > started ? 'since then' : stamp(file));
    }
    watchers.watch(build.files.map((file) => dirname(file)));
    const changes = () => [
      ...build.files.filter((file) => stamp(file) !== stamps.get(file)),
      ...(succeeded ? [] : [...told].filter((file) => CODE.test(file))),
    ];
    while (changes().length === 0) await nextEvent();
    await setTimeout(QUIET_FOR);
    for (const file of changes()) {
      build.forget(file);
      stamps.set(file, stamp(file));
    }
    told.clear();
  }
}
