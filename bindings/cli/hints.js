/**
 * What helps against the errors of the compiler, the linker and the runtime that people meet first.
 */
import { stripVTControlCharacters } from 'node:util';

/** What people mean by types that are none. @type {Record<string, string>} */
const MEANT = {
  float: 'double',
  long: 'int64_t',
  unsigned: 'int64_t',
  char: 'async_string',
  const: 'async_string for text, and async_bytes for bytes',
  struct: 'what an ASYNC_RECORD(…) defines in the place of the struct',
};

/** @type {[message: RegExp, hint: (...groups: string[]) => string][]} */
const HINTS = [
  [
    /undeclared identifier 'async__no_type_and_no_ASYNC_RECORD_(\w+)'/,
    (type) =>
      `${Object.hasOwn(MEANT, type) ? `use ${MEANT[type]}: ` : ''}'${type}' is no type of an item or a parameter: there are bool, int, int64_t, double, ` +
      'async_string, async_bytes, async_iterable, async_value, async_js_value, ' +
      'async_js_function, async_array(type), async_optional(type), and what an ASYNC_RECORD(…) ' +
      'before it defines',
  ],
  [
    /too few arguments provided to function-like macro invocation[^]*'ASYNC__FIELD_OF'/,
    () => 'a parameter or a field is (type, name) or (type, name, default), with commas between',
  ],
  [
    /'(async for|await|yield|return)' outside async function/,
    (what) =>
      `'${what}' works in the body of an ASYNC_GENERATOR, an ASYNC_FUNCTION or a method of an ` +
      'ASYNC_CLASS; a function that these call takes `async_scope` as its first parameter, and is ' +
      'given `async_here`',
  ],
  [
    /suggest braces around initialization of subobject[^]*async_record|'async_string' [^\n]*from incompatible type 'char/,
    () => 'text in a record or an argument is `async_text("…")`',
  ],
  [
    /controlling expression type '(\w+)' \(aka 'struct \w+'\) not compatible with any generic association/,
    (type) => `a struct is given by \`async_value_as(${type}, …)\` or \`async_record(${type}, …)\``,
  ],
  [
    /invalid operands to binary expression[^]*async_optional_of_|incompatible type 'const async_optional_of_/,
    () => 'of what may be left out, `.given` says whether `.value` is there',
  ],
  [
    /ignoring return value of function declared with 'warn_unused_result'/,
    () => 'it may fail: pass the error on by `async_try(…);`',
  ],
  [
    /'[^']*asyncfor[^']*\.h' file not found/,
    () =>
      'the header is <asyncfor.h>; for a line of emcc of your own `asyncfor flags` prints where it is',
  ],
  [
    /duplicate symbol: async__module\b|redefinition of 'async__module'/,
    () => 'a module has one ASYNC_MODULE(…), which lists what all its files define',
  ],
  [
    /duplicate symbol: async__definition_(\w+)/,
    (name) => `two files define '${name}': names are unique in a module`,
  ],
  [/redefinition of '(\w+)__arguments'/, (name) => `'${name}' is defined twice`],
  [
    /undefined symbol: async__definition_(\w+)/,
    (name) =>
      `ASYNC_MODULE lists '${name}', which no ASYNC_GENERATOR, ASYNC_FUNCTION or ASYNC_CLASS ` +
      'of these files defines',
  ],
  [
    /undeclared identifier '(ASYNC_OK|async_status)'|unknown type name '(ASYNC_[^_]\w*|async_[^_]\w*)'/,
    () => 'does the file #include <asyncfor.h>?',
  ],
  [
    /not known to asyncfor: .*\bmain\b/,
    () =>
      'a program has a main(); a module, which has an ASYNC_MODULE(…), is built without --program',
  ],
  [
    /undefined in C(?!.*\bmain\b)|undefined symbol: (?!async__)/,
    () => 'is a source, an object, an archive or a library (-l) missing on the command line?',
  ],
  [
    /no ASYNC_MODULE/,
    () =>
      'name what JavaScript is to get at the end of a source: ASYNC_MODULE(counter); a program ' +
      'with a main() is built by --program',
  ],
  [/unable to find library -l(\S+)/, (name) => `-L tells where lib${name}.a is`],
];

/**
 * Puts hints behind what a tool printed, each once.
 * @param {string} output
 */
export function withHints(output) {
  const plain = stripVTControlCharacters(output);
  const hints = HINTS.flatMap(([message, hint]) => {
    const match = plain.match(message);
    return match ? [`hint: ${hint(...match.slice(1))}\n`] : [];
  });
  return [output.trimEnd(), '\n', ...hints].join('');
}
