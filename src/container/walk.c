#include "container/walk.h"

async_status async__walk_enter(async__walk *walk, const async__container *container,
                               const char *doing)
{
    if (walk->depth == ASYNC__MAXIMUM_NESTING)
        return async_raise(async_RecursionError, "maximum recursion depth exceeded %s", doing);
    if (walk->depth == walk->capacity) {
        size_t capacity = walk->capacity * 2 + 4;
        async__level *levels =
            async__grow(walk->levels, walk->depth * sizeof *levels, capacity * sizeof *levels);
        if (!levels)
            return async__no_memory();
        walk->levels = levels;
        walk->capacity = capacity;
    }
    walk->levels[walk->depth++] = (async__level){.container = container};
    return ASYNC_OK;
}

void async__walk_end(async__walk *walk)
{
    async__free(walk->levels);
}
