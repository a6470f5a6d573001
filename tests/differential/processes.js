/** Runs a command that answers scenarios, a line for a line. */
import { spawn } from 'node:child_process';

/** A command that says nothing for so long hangs. */
const SILENCE = 60_000;
/** A command that dies more often than that in one go is not started again. */
const MOST_DEATHS = 5;

/**
 * @typedef {import('./scenario.js').Scenario} Scenario
 * @typedef {{ id: string, trace?: import('./scenario.js').Event[], unsupported?: string, error?: string }} Answer
 */

/**
 * Runs a command once on lines of input.
 * @param {string} command
 * @param {string} input
 * @returns {Promise<{ output: string, reason: string }>} what it printed, and how it ended
 */
export function run(command, input) {
  return new Promise((resolve) => {
    // A group of its own, so that the shell's child can be ended together with it.
    const child = spawn(command, { shell: true, detached: true });
    let [output, errors, silent] = ['', '', false];
    const timeout = setTimeout(() => {
      silent = true;
      process.kill(-(/** @type {number} */ (child.pid)), 'SIGKILL');
    }, SILENCE);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      timeout.refresh();
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors = (errors + text).slice(-2000);
    });
    // It may well end before it has read everything.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('close', (code, signal) => {
      clearTimeout(timeout);
      const ending = signal ? `killed by ${signal}` : `exit code ${code}`;
      const reason = silent ? `nothing for ${SILENCE / 1000} s` : ending;
      resolve({ output, reason: [reason, errors.trim()].filter((text) => text !== '').join(': ') });
    });
  });
}

/**
 * @param {string} line
 * @param {Scenario} scenario
 * @returns {Answer}
 */
function parseAnswer(line, { id }) {
  try {
    const answer = JSON.parse(line);
    return answer.id === id ? answer : { id, error: `the answer is to ${answer.id}` };
  } catch {
    return { id, error: `this is no JSON: ${line.slice(0, 200)}` };
  }
}

/**
 * The answers of a command to scenarios. After one that it dies of, it is started anew.
 * @param {string} command
 * @param {Scenario[]} scenarios
 * @returns {Promise<Answer[]>}
 */
export async function answers(command, scenarios) {
  /** @type {Answer[]} */
  const all = [];
  for (let deaths = 0; all.length < scenarios.length; deaths++) {
    const rest = scenarios.slice(all.length);
    const asked = deaths > MOST_DEATHS ? [] : rest;
    const { output, reason } = await run(
      command,
      asked.map((scenario) => `${JSON.stringify(scenario)}\n`).join(''),
    );
    // What follows the last end of a line was cut off.
    const lines = output.split('\n').slice(0, -1).slice(0, asked.length);
    all.push(...lines.map((line, index) => parseAnswer(line, asked[index])));
    if (asked.length === 0) {
      all.push(...rest.map(({ id }) => ({ id, error: 'not run: it died too often before' })));
    } else if (lines.length < asked.length) {
      all.push({ id: asked[lines.length].id, error: `it died: ${reason}` });
    }
  }
  return all;
}
