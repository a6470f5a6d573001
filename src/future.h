/**
 * @file future.h
 * Futures: an outcome that comes later (asyncio.Future). A task is one, too.
 */
#ifndef ASYNCFOR_FUTURE_H
#define ASYNCFOR_FUTURE_H

#include "callback.h"

#include <asyncfor/object.h>

struct async__frame;

typedef enum async__future_state {
    ASYNC__FUTURE_PENDING,
    ASYNC__FUTURE_CANCELLED,
    ASYNC__FUTURE_FINISHED
} async__future_state;

typedef struct async__future {
    async_object object;
    async__ring callbacks; /* Made ready when it is done. */
    uint8_t state;         /* An async__future_state. */
    bool retrieved;        /* Somebody has seen its error, or there is none. */
    async_value result;
    async_error *error;
    struct async__frame *frame; /* Of a task: the coroutine that it drives. Owned. */
} async__future;

extern const async_type async__future_type;

/** Prepares the future in the front part of a new, zeroed object. */
void async__future_init(async__future *future, const async_type *type);

/** A plain future. @return new; NULL: no memory. */
async__future *async__future_create(void);

/** The future that an object is, of whatever type; NULL: it is none. @param object borrowed. */
async__future *async__future_of(async_object *object);

static inline bool async__future_done(const async__future *future)
{
    return future->state != ASYNC__FUTURE_PENDING;
}

/** Makes a callback ready once the future is done (asyncio's add_done_callback). */
void async__future_then(async__future *future, async__callback *callback);

/** Settles it, unless it is done already. @param result taken. */
void async__future_resolve(async__future *future, async_value result);

/** The same with an error. @param error taken. */
void async__future_reject(async__future *future, async_error *error);

/** Marks it as cancelled. @return false if it was done already. */
bool async__future_mark_cancelled(async__future *future);

/** What it came to. @param result new. @return its error, raised here; InvalidStateError if it is
 * not done. */
async_status async__future_outcome(async__future *future, async_value *result) ASYNC_MUST_CHECK;

/** Suspends until it is done. @return what the resumption raises. */
async_status async__future_wait(async_coroutine *here, async__future *future) ASYNC_MUST_CHECK;

/** Begins to await a future that is pending: async__future_await() is to finish it. A slot. */
bool async__future_begin(async_coroutine *here, async_object *object ASYNC__MARKED);

/** `await` of a future, a slot. */
async_status async__future_await(async__suspends(here), async_object *object,
                                 async_value *result) ASYNC_MUST_CHECK;

/** Ends a future: what every future's drop does last. */
void async__future_destroy(async__future *future);

#endif
