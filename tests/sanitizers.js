/** How programs run that are built with sanitizers. */

/**
 * At its end a program has given back what it took, or LeakSanitizer objects: also to what only the
 * locals of a coroutine that still waits lead to, where uses of locals after return are detected.
 */
export const SANITIZERS = {
  ASAN_OPTIONS: 'detect_leaks=1:detect_stack_use_after_return=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
};

const SWITCH_WARNING = /^==\d+==WARNING: ASan doesn't fully support makecontext.*\n/gm;

/**
 * What is left of what a program says when AddressSanitizer's word about each that switches by
 * ucontext is left out: that switch is known.
 * @param {string} text
 */
export const withoutSwitchWarning = (text) => text.replaceAll(SWITCH_WARNING, '');
