/**
 * @file callback.h
 * What is to be run, in the order in which it came (asyncio's handles).
 *
 * A callback is part of whatever wants to be called: a coroutine that goes on, a timer, somebody
 * who waits for a future. It stands in one list at a time, and can leave it from anywhere.
 */
#ifndef ASYNCFOR_CALLBACK_H
#define ASYNCFOR_CALLBACK_H

#include <stdbool.h>
#include <stddef.h>

typedef struct async__callback {
    struct async__callback *next; /* NULL: it stands in no list. */
    struct async__callback *previous;
    void (*run)(struct async__callback *callback);
} async__callback;

/** A ring: the head is the callback that is never run. */
typedef async__callback async__callbacks;

/** The object of which a callback is a member. */
#define ASYNC__OWNER(callback, type, member) \
    ((type *)(void *)((char *)(callback)-offsetof(type, member)))

static inline void async__callbacks_init(async__callbacks *list)
{
    list->next = list->previous = list;
}

static inline bool async__callbacks_empty(const async__callbacks *list)
{
    return list->next == list;
}

/** Puts a callback that stands in no list at the end of one. */
static inline void async__callbacks_append(async__callbacks *list, async__callback *callback)
{
    callback->next = list;
    callback->previous = list->previous;
    list->previous->next = callback;
    list->previous = callback;
}

/** Takes a callback out of its list, if it stands in one. */
static inline void async__callback_remove(async__callback *callback)
{
    if (!callback->next)
        return;
    callback->previous->next = callback->next;
    callback->next->previous = callback->previous;
    callback->next = NULL;
}

/** Takes the first callback out of a list that is not empty. */
static inline async__callback *async__callbacks_take(async__callbacks *list)
{
    async__callback *first = list->next;
    async__callback_remove(first);
    return first;
}

#endif
