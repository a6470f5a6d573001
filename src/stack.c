#include "stack.h"

#include "memory.h"

#include <string.h>

/* Blocks kept for reuse, by size. Few sizes are declared in a program: the rest is not kept. */
enum { POOL_COUNT = 8, POOL_DEPTH = ASYNC__KEEPS_STACKS ? 64 : 0 };
typedef struct pool {
    uint32_t size;
    uint32_t depth;
    char *first; /* Each block begins with a pointer to the next. */
} pool;
static pool pools[POOL_COUNT];

uint32_t async__stacks;
size_t async__stacks_pooled;

static pool *pool_of(uint32_t size)
{
    pool *unused = NULL;
    for (pool *each = pools; each < pools + POOL_COUNT; each++) {
        if (each->size == size)
            return each;
        if (!each->depth)
            unused = each;
    }
    if (unused)
        unused->size = size;
    return unused;
}

static char *take_pooled(uint32_t size)
{
    pool *kept = pool_of(size);
    if (!kept || !kept->depth)
        return NULL;
    char *block = kept->first;
    memcpy(&kept->first, block, sizeof kept->first);
    kept->depth--;
    async__stacks_pooled -= size;
    async__recount(block);
    return block;
}

char *async__stack_acquire(uint32_t size)
{
    char *block = take_pooled(size);
    if (!block)
        block = async__allocate(size);
    if (!block)
        return NULL;
    *(uint64_t *)(void *)block = ASYNC__CANARY;
    async__stacks++;
    return block;
}

void async__stack_release(char *base, uint32_t size)
{
    async__stacks--;
    pool *kept = pool_of(size);
    if (!kept || kept->depth == POOL_DEPTH) {
        async__free(base);
        return;
    }
    memcpy(base, &kept->first, sizeof kept->first);
    kept->first = base;
    kept->depth++;
    async__stacks_pooled += size;
    async__discount(base);
}
