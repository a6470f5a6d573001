/**
 * @file checkers.h
 * What AddressSanitizer and valgrind want to know of stacks that are switched. Nothing is left of
 * it without them.
 */
#ifndef ASYNCFOR_PORT_HOST_CHECKERS_H
#define ASYNCFOR_PORT_HOST_CHECKERS_H

#include <stddef.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define ASYNC__ADDRESS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ASYNC__ADDRESS_SANITIZER
#endif

#ifdef ASYNC__ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/lsan_interface.h>
#endif

#if defined(__has_include) && __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define VALGRIND_STACK_REGISTER(bottom, top) 0
#define VALGRIND_STACK_DEREGISTER(number) ((void)(number))
#endif

/** Of a function that reads what may be marked as out of bounds. */
#define ASYNC__UNCHECKED __attribute__((noinline, no_sanitize("address")))

/**
 * Before a switch to a stack. @param fake where to keep the fake stack of the one that is left;
 * NULL: it is left for ever.
 */
static inline void async__checkers_leave(void **fake, const void *bottom, size_t size)
{
#ifdef ASYNC__ADDRESS_SANITIZER
    __sanitizer_start_switch_fiber(fake, bottom, size);
#else
    (void)fake, (void)bottom, (void)size;
#endif
}

/** Behind a switch. @param fake what was kept. The rest: where the stack that was left goes. */
static inline void async__checkers_arrive(void *fake, const void **bottom, size_t *size)
{
#ifdef ASYNC__ADDRESS_SANITIZER
    __sanitizer_finish_switch_fiber(fake, bottom, size);
#else
    (void)fake, (void)bottom, (void)size;
#endif
}

/**
 * What main() holds is no leak, even if the process ends while a coroutine runs. (Locals on the
 * fake stacks of detect_stack_use_after_return are not looked at, whoever they belong to.)
 */
static inline void async__checkers_keep(const void *bottom, const void *top)
{
#ifdef ASYNC__ADDRESS_SANITIZER
    __lsan_register_root_region(bottom, (size_t)((const char *)top - (const char *)bottom));
#else
    (void)bottom, (void)top;
#endif
}

/** Forgets what was marked in a block, on which frames may have been left without returning. */
static inline void async__checkers_forget(const void *block, size_t size)
{
#ifdef ASYNC__ADDRESS_SANITIZER
    __asan_unpoison_memory_region(block, size);
#else
    (void)block, (void)size;
#endif
}

#endif
