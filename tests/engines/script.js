/**
 * Runs a module where there are processes, and prints what comes of it as one line.
 *
 *     ENGINE script.js URL ARGUMENT
 */
import { explain, perform } from './perform.js';

// Not every engine ends by itself while something else still runs.
process.on('uncaughtException', (error) => {
  console.error(explain(error));
  process.exit(1);
});

const [url, argument] = process.argv.slice(2);
console.log(await perform(url, argument));
