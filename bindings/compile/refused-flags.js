/**
 * Flags of the compiler and the linker that cannot work, refused before the compiler meets them: what
 * it would say of them names neither the flag nor the reason.
 *
 *     node refused-flags.js -- WORD …    exit code 1 if a flag among the words is refused; a word may
 *                                        hold several, apart by spaces, behind CMake's SHELL:
 */

/** @type {[pattern: RegExp, reason: string][]} */
const REFUSED = [
  [
    /^(-s ?)?(-pthread|USE_PTHREADS(=1)?|PTHREAD_POOL_SIZE=.*|SHARED_MEMORY(=1)?)$/,
    'threads are not supported: coroutines take turns on one',
  ],
  [
    /^(-m64|-mwasm64|(-s ?)?(MEMORY64|WASM64)(=[12])?|--?target=?wasm64.*)$/,
    'memory of 64 bits is not supported: build for wasm32',
  ],
  [/^(-s ?)?(ASYNCIFY|JSPI)(=[12])?$/, 'asyncfor drives Asyncify itself'],
];

/**
 * Why a flag is refused.
 * @param {string} flag
 * @returns {string | undefined} one line that names the flag and the reason; undefined: it is not
 */
export function explainRefusedFlag(flag) {
  const [, reason] = REFUSED.find(([pattern]) => pattern.test(flag)) ?? [];
  return reason && `'${flag}': ${reason}`;
}

/* By its name: the path may lead through links. */
if (process.argv[1]?.endsWith('compile/refused-flags.js')) {
  const words = process.argv.slice(process.argv.indexOf('--') + 1);
  const flags = words.flatMap((word) => word.replace(/^SHELL:/, '').split(/\s+/));
  const reasons = flags.flatMap((flag) => explainRefusedFlag(flag) ?? []);
  for (const reason of new Set(reasons)) console.error(`asyncfor: ${reason}`);
  if (reasons.length > 0) process.exitCode = 1;
}
