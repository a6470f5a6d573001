/**
 * @file blocks.h
 * Blocks of memory that know their size.
 */
#ifndef ASYNCFOR_PORT_BLOCKS_H
#define ASYNCFOR_PORT_BLOCKS_H

#include <stddef.h>

/** A block of at least `size` bytes, not cleared; NULL when there is no memory. */
void *async__block_new(size_t size);

/** The same, filled with zeros. */
void *async__block_new_zeroed(size_t size);

/** The bytes of a block, which are the same for as long as it lives. */
size_t async__block_size(void *block);

/** Gives a block back. */
void async__block_free(void *block);

#endif
