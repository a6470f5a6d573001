#include "memory.h"

#include "error.h"
#include "port/blocks.h"

#include <asyncfor/object.h>

uint32_t async__allocations;
size_t async__allocated_bytes;

void async__recount(void *block)
{
    async__allocations++;
    async__allocated_bytes += async__block_size(block);
}

void async__discount(void *block)
{
    async__allocations--;
    async__allocated_bytes -= async__block_size(block);
}

static void *counted(void *block)
{
    if (block)
        async__recount(block);
    return block;
}

void *async__allocate(size_t size)
{
    return counted(async__block_new(size));
}

void *async__allocate_zeroed(size_t size)
{
    return counted(async__block_new_zeroed(size));
}

static void mark_gone(void *block)
{
    if (ASYNC__TELLS_GONE && async__block_size(block) >= sizeof(async_object))
        ((async_object *)block)->references = ASYNC__GONE;
}

void async__free(void *block)
{
    if (!block)
        return;
    async__discount(block);
    mark_gone(block);
    async__block_free(block);
}

async_status async__no_memory(void)
{
    async__lacked_memory = true;
    return (async_status){&async__out_of_memory};
}
