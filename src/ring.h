/**
 * @file ring.h
 * Lists whose members are part of what they list: in at the end, out from anywhere, nothing
 * allocated.
 */
#ifndef ASYNCFOR_RING_H
#define ASYNCFOR_RING_H

#include <stdbool.h>
#include <stddef.h>

/** A place in a ring, or its head, which is a member of nothing. */
typedef struct async__link {
    struct async__link *next; /* NULL: it stands in no ring. */
    struct async__link *previous;
} async__link;

/** The head of a ring. */
typedef async__link async__ring;

/** An empty ring, as an initializer. */
#define ASYNC__RING(ring) \
    {                     \
        &(ring), &(ring)  \
    }

/** The object of which a link, or a callback, is a member. */
#define ASYNC__OWNER(part, type, member) ((type *)(void *)((char *)(part)-offsetof(type, member)))

static inline void async__ring_init(async__ring *ring)
{
    ring->next = ring->previous = ring;
}

static inline bool async__ring_empty(const async__ring *ring)
{
    return ring->next == ring;
}

/** Puts a link that stands in no ring at the end of one. */
static inline void async__ring_append(async__ring *ring, async__link *link)
{
    link->next = ring;
    link->previous = ring->previous;
    ring->previous->next = link;
    ring->previous = link;
}

/** Takes a link out of its ring, if it stands in one. */
static inline void async__link_remove(async__link *link)
{
    if (!link->next)
        return;
    link->previous->next = link->next;
    link->next->previous = link->previous;
    link->next = NULL;
}

/** Takes the first link out of a ring that is not empty. */
static inline async__link *async__ring_take(async__ring *ring)
{
    async__link *first = ring->next;
    async__link_remove(first);
    return first;
}

#endif
