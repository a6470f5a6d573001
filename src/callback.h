/**
 * @file callback.h
 * What is to be run, in the order in which it came (asyncio's handles).
 *
 * A callback is part of whatever wants to be called: a coroutine that goes on, a timer, somebody
 * who waits for a future. It stands in one ring at a time.
 */
#ifndef ASYNCFOR_CALLBACK_H
#define ASYNCFOR_CALLBACK_H

#include "ring.h"

typedef struct async__callback {
    async__link link;
    void (*run)(struct async__callback *callback);
} async__callback;

/** Takes the first callback out of a ring of them that is not empty. */
static inline async__callback *async__callback_take(async__ring *ring)
{
    return ASYNC__OWNER(async__ring_take(ring), async__callback, link);
}

#endif
