/**
 * @file memory.h
 * The allocator that counts: every block of the runtime comes from here.
 */
#ifndef ASYNCFOR_MEMORY_H
#define ASYNCFOR_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/** Sizes that no memory has are this: there is never a block of it. */
#define ASYNC__TOO_LARGE SIZE_MAX

/** The sum of two sizes. */
static inline size_t async__sum(size_t left, size_t right)
{
    size_t sum;
    return __builtin_add_overflow(left, right, &sum) ? ASYNC__TOO_LARGE : sum;
}

/** The size of so many of one size. */
static inline size_t async__product(size_t count, size_t size)
{
    size_t product;
    return __builtin_mul_overflow(count, size, &product) ? ASYNC__TOO_LARGE : product;
}

/** Blocks and bytes held at this moment. */
extern uint32_t async__allocations;
extern size_t async__allocated_bytes;

/** A block of at least `size` bytes, not cleared; NULL when there is no memory. */
void *async__allocate(size_t size);

/** The same, filled with zeros. */
void *async__allocate_zeroed(size_t size);

/**
 * Moves the first `used` bytes of a block, which may be NULL, into a larger one. realloc() would
 * add more to a module than all that a list can do.
 * @return the new block; NULL leaves the old one as it is.
 */
void *async__grow(void *block, size_t used, size_t size);

/*
 * In a debug build for WebAssembly an object that is gone can be told: Emscripten's allocators
 * leave its references alone until the memory has another use. Natively AddressSanitizer tells.
 */
#if defined(ASYNCFOR_DEBUG) && defined(__wasm__)

#define ASYNC__TELLS_GONE 1
#else
#define ASYNC__TELLS_GONE 0
#endif

/** The references of an object that is gone. */
enum { ASYNC__GONE = 0x5dead0b7 };

/** Gives a block back. NULL is allowed. */
void async__free(void *block);

/** Takes a block that is kept for reuse out of the figures. */
void async__discount(void *block);

/** Takes it into the figures again. */
void async__recount(void *block);

#endif
