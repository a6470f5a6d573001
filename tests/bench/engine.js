/** What is measured in any engine: its module, which `runModule()` runs there. */
import { measureAll } from './measure.js';
import { rows } from './rows.js';

/**
 * @param {import('./measure.js').Effort} effort
 * @returns {Promise<import('./measure.js').Measured[]>}
 */
export default async function measureHere(effort) {
  const measured = await measureAll(rows, effort, ({ title }) => console.error(title));
  return Object.values(measured).flat();
}
