#include "port/blocks.h"

#include <malloc.h>
#include <stdlib.h>

void *async__block_new(size_t size)
{
    return malloc(size);
}

void *async__block_new_zeroed(size_t size)
{
    return calloc(1, size);
}

size_t async__block_size(void *block)
{
    return malloc_usable_size(block);
}

void async__block_free(void *block)
{
    free(block);
}
