/** The rows that need no Node, in every engine of the tests. */
import { readVersion, runModule, allEngines } from '../engines/engines.js';

/** @typedef {{ name: string, rows: import('./measure.js').Measured[] }} EngineFigures */

/**
 * Whether this machine has an engine; if not, that is told.
 * @param {import('../engines/engines.js').Engine} engine
 * @param {(line: string) => void} tell
 */
async function isHere(engine, tell) {
  try {
    if (engine.lack !== undefined) throw new Error(engine.lack);
    tell(`${engine.name}, ${await readVersion(engine)} …`);
    return true;
  } catch (error) {
    tell(`${engine.name} is left out: ${/** @type {Error} */ (error).message}`);
    return false;
  }
}

/**
 * @param {import('./measure.js').Effort} effort
 * @param {(line: string) => void} tell
 * @returns {Promise<EngineFigures[]>} those that this machine has
 */
export async function measureEngines(effort, tell) {
  const module = new URL('engine.js', import.meta.url);
  const measured = [];
  for (const engine of allEngines) {
    if (!(await isHere(engine, tell))) continue;
    const rows = await runModule(engine, module, effort, { onProgress: () => {} });
    measured.push({ name: engine.name, rows });
  }
  return measured;
}
