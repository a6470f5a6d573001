/**
 * @file stack.h
 * The memory blocks that coroutines run on.
 *
 * One block serves two needs: the C stack grows down from its top, and the frames that are saved
 * while the coroutine is suspended grow up from its bottom, above a canary.
 */
#ifndef ASYNCFOR_STACK_H
#define ASYNCFOR_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Stacks in use, and bytes of stacks that are kept for reuse. */
extern uint32_t async__stacks;
extern size_t async__stacks_pooled;

/* A stack that is kept for reuse leads to what it led to last: LeakSanitizer would see no leak.
 * Whoever counts what lives by async_stats() may have them kept all the same. */
#if defined(ASYNC__KEEPS_STACKS)
#elif defined(__SANITIZE_ADDRESS__)
#define ASYNC__KEEPS_STACKS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASYNC__KEEPS_STACKS 0
#endif
#endif
#ifndef ASYNC__KEEPS_STACKS
#define ASYNC__KEEPS_STACKS 1
#endif

/** A block of `size` bytes, aligned to 16. @return NULL: no memory. */
char *async__stack_acquire(uint32_t size);

/** Gives a block back. */
void async__stack_release(char *base, uint32_t size);

/** What lies at the bottom of each block, and is overwritten by a C stack that outgrows it. */
#define ASYNC__CANARY 0x7c01f7a9d3b25e86

/** True while nothing has grown down past the end of the block. */
static inline bool async__stack_intact(const char *base)
{
    return *(const uint64_t *)(const void *)base == ASYNC__CANARY;
}

/** Where saved frames begin. */
static inline char *async__stack_save_area(char *base)
{
    return base + sizeof(uint64_t);
}

#endif
