/*
 * The size stands before each block: emmalloc's own figure for a block may grow while that lives,
 * when a block behind it is aligned.
 */
#include "port/blocks.h"

#include <stdint.h>
#include <stdlib.h>

/* As long as the strictest alignment, so that what follows is aligned as the whole is. */
typedef struct header {
    _Alignas(max_align_t) size_t size;
} header;

static void *begin(header *head, size_t size)
{
    if (!head)
        return NULL;
    head->size = size;
    return head + 1;
}

void *async__block_new(size_t size)
{
    return size > SIZE_MAX - sizeof(header) ? NULL : begin(malloc(sizeof(header) + size), size);
}

void *async__block_new_zeroed(size_t size)
{
    return size > SIZE_MAX - sizeof(header) ? NULL : begin(calloc(1, sizeof(header) + size), size);
}

size_t async__block_size(void *block)
{
    return ((header *)block - 1)->size;
}

void async__block_free(void *block)
{
    free((header *)block - 1);
}
