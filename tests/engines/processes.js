/** Runs modules in engines that are programs of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('script.js', import.meta.url));

/**
 * @param {string[]} command the engine and its own arguments
 * @param {NodeJS.ProcessEnv} environment what it needs besides
 * @param {import('./engines.js').Task} task
 * @returns {Promise<string>} what `perform` gives
 */
export async function performInProcess([file, ...flags], environment, task) {
  const child = spawn(file, [...flags, script, task.module.href, task.argument], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    signal: task.signal,
    killSignal: 'SIGKILL',
  });
  createInterface({ input: child.stderr }).on('line', task.onLine);
  const [output, [code, killedBy]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`it ended with ${code ?? killedBy}`);
  return output;
}
