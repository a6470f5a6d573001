/**
 * What `--report` prints: which functions can suspend, why, and what that costs.
 */
import { gzipSync } from 'node:zlib';

/** @param {number} bytes */
const kibibytes = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

/**
 * The way from a function to where it is suspended, in words.
 * @param {import('../compile/suspending.js').Suspending} suspending
 * @param {number} index
 */
function describeWay(suspending, index) {
  const [, ...way] = suspending.wayFrom(index);
  const { functions } = suspending.graph.module;
  return way.map((step) => `${step.byPointer ? '*' : ''}${functions[step.index].name}`).join(' > ');
}

/**
 * @param {import('../compile/finish.js').Finished} finished which was measured
 * @returns {string}
 */
export function describeReport({ suspending, instrumented }) {
  const { wasm, plainSize = 0, sizes, functions } = instrumented;
  const rows = [...suspending.reasons.keys()]
    .map((index) => ({ index, size: sizes.get(index) ?? 0 }))
    .filter(({ size }) => size > 0)
    .sort((left, right) => right.size - left.size);
  const width = Math.max(
    ...rows.map(({ index }) => suspending.graph.module.functions[index].name.length),
  );
  const lines = rows.map(({ index, size }) => {
    const { name } = suspending.graph.module.functions[index];
    return `${String(size).padStart(8)}  ${name.padEnd(width)}  ${describeWay(suspending, index)}`;
  });
  const added = wasm.length - plainSize;
  return `
${kibibytes(wasm.length)} of WebAssembly, ${kibibytes(gzipSync(wasm, { level: 9 }).length)} gzipped; ${functions} functions
${rows.length} of them can be suspended; to be so added ${kibibytes(added)}, ${Math.round((added / plainSize) * 100)} %

   bytes  ${'function'.padEnd(width)}  by what it calls (* through a pointer)
${lines.join('\n')}
`;
}
