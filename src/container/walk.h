/**
 * @file walk.h
 * A walk through containers in containers, without recursion: the stack of a coroutine is small.
 */
#ifndef ASYNCFOR_CONTAINER_WALK_H
#define ASYNCFOR_CONTAINER_WALK_H

#include "container/container.h"

/** A container on the way. */
typedef struct async__level {
    const async__container *container;
    const async__container *other; /* What it is compared with. */
    size_t position;               /* Of the next item, or entry. */
    const async_value *value;      /* Of a dict: what is to come before the next entry. */
    uint64_t hash;                 /* Of the items before. */
} async__level;

/** All of them. To start, zeroed; to end, async__walk_end(). */
typedef struct async__walk {
    async__level *levels; /* A block, the outermost first. */
    size_t depth;
    size_t capacity;
} async__walk;

/** How deep it goes: as deep as Python. */
enum { ASYNC__MAXIMUM_NESTING = 1000 };

/** Enters a container. @param doing as RecursionError tells it. @return MemoryError or
 * RecursionError. */
async_status async__walk_enter(async__walk *walk, const async__container *container,
                               const char *doing) ASYNC_MUST_CHECK;

void async__walk_end(async__walk *walk);

/** The container that was entered last; NULL: none. */
static inline async__level *async__walk_top(const async__walk *walk)
{
    return walk->depth ? &walk->levels[walk->depth - 1] : NULL;
}

#endif
