#!/usr/bin/env node
/**
 * The command `asyncfor`: from C to a typed ES module.
 */
import { readFileSync } from 'node:fs';

import { BuildError, UsageError, closest } from './errors.js';
import { withHints } from './hints.js';

/**
 * A command: `help` is what `--help` prints, `run` gives the exit code.
 * @typedef {{ help: string, run: (args: string[]) => Promise<number> }} Command
 */

/** @type {Record<string, [summary: string, load: () => Promise<Command>]>} */
const COMMANDS = {
  build: ['makes a typed ES module of C', () => import('./build.js')],
  run: ['builds a C file and prints what it gives', () => import('./run.js')],
  init: ['writes a project to start from', () => import('./init.js')],
  doctor: [
    'tells what of the toolchain is there, and how to get the rest',
    () => import('./doctor.js'),
  ],
  flags: ['prints the flags for a line of emcc of your own', () => import('./flags.js')],
  finish: ['makes the module of what such a line gave', () => import('./finish.js')],
};

const HELP = `asyncfor: Python's \`async for\` in C, compiled to a typed ES module

Usage: asyncfor COMMAND …

${Object.entries(COMMANDS)
  .map(([name, [summary]]) => `  ${name.padEnd(8)}${summary}`)
  .join('\n')}

  asyncfor COMMAND --help    what a command takes
  asyncfor --version
`;

function version() {
  const file = new URL('../../package.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main([name, ...args]) {
  if (name === undefined) {
    process.stderr.write(HELP);
    return 1;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  if (name === '--version' || name === '-v') {
    console.log(version());
    return 0;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    const what = name.startsWith('-') ? 'option' : 'command';
    const known = closest(name, Object.keys(COMMANDS));
    throw new UsageError(
      `there is no ${what} '${name}'${known ? `; did you mean '${known}'?` : ''}`,
    );
  }
  const [, load] = COMMANDS[name];
  const command = await load();
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  if (own.includes('--help') || own.includes('-h')) {
    process.stdout.write(command.help);
    return 0;
  }
  return command.run(args);
}

/**
 * What is said of an error: one line, and hints, for what the user can help; all of a fault of ours.
 * @param {any} error
 * @param {string} name of the command
 */
function describeError(error, name) {
  if (error instanceof BuildError) return error.message;
  const where = Object.hasOwn(COMMANDS, name ?? '') ? `asyncfor ${name}` : 'asyncfor';
  if (error instanceof UsageError) {
    const choices = error.choices.map((choice) => `  ${choice}\n`).join('');
    return `${where}: ${error.message} (see ${where} --help)\n${choices}`;
  }
  const expected = error.constructor === Error || error.code !== undefined;
  return withHints(`${where}: ${expected ? error.message : error.stack}`);
}

/* Whoever reads the output has had enough, as `head` does. */
process.stdout.on('error', (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPIPE') throw error;
  process.exit(0);
});

const args = process.argv.slice(2);
try {
  process.exitCode = await main(args);
} catch (error) {
  process.stderr.write(describeError(error, args[0]));
  process.exitCode = 1;
}
