/* A lock that one coroutine holds at a time (asyncio.Lock). */
#include "synchronization/waiters.h"

#include "error.h"
#include "memory.h"
#include "refuse.h"

#include <asyncfor/synchronization.h>

typedef struct lock_object {
    async_object object;
    async__waiters waiters;
    bool locked;
} lock_object;

static lock_object *lock_of(async_object *object);

static void lock_drop(async_object *object)
{
    async__free(object);
}

async_status async__lock_acquire(async_coroutine *here, async_object *lock)
{
    lock_object *own = lock_of(lock);
    bool woken;
    if (!own)
        return async__refuse("async_lock_acquire", "Lock", lock);
    if (!own->locked && async__waiters_cancelled(&own->waiters)) {
        own->locked = true;
        return ASYNC_OK;
    }
    async_retain(lock);
    async_status status = async__waiters_wait(here, &own->waiters, &woken);
    if (!async_failed(status))
        own->locked = true;
    else if (!own->locked)
        async__waiters_wake_first(&own->waiters);
    async_release(lock);
    return status;
}

async_status async_lock_release(async_object *lock)
{
    lock_object *own = lock_of(lock);
    if (!own)
        return async__refuse("async_lock_release", "Lock", lock);
    if (!own->locked)
        return async_raise(async_RuntimeError, "Lock is not acquired.");
    own->locked = false;
    async__waiters_wake_first(&own->waiters);
    return ASYNC_OK;
}

static async_status lock_enter(async__suspends(here), async_object *object, async_value *value)
{
    *value = async_none();
    return async__lock_acquire(here, object);
}

static async_status lock_exit(async__suspends(here), async_object *object, async_error *error,
                              bool *swallowed)
{
    (void)here;
    (void)error;
    *swallowed = false;
    return async_lock_release(object);
}

static const async_type lock_type = {
    .name = "Lock", .drop = lock_drop, .aenter = lock_enter, .aexit = lock_exit};

static lock_object *lock_of(async_object *object)
{
    return object && object->type == &lock_type ? (lock_object *)(void *)object : NULL;
}

async_owned async_lock_new(void)
{
    lock_object *created = async__allocate_zeroed(sizeof *created);
    if (!created)
        return (async_owned){NULL, async__no_memory()};
    created->object = (async_object){&lock_type, 1};
    async__ring_init(&created->waiters);
    return (async_owned){&created->object, ASYNC_OK};
}

bool async_lock_locked(const async_object *lock)
{
    const lock_object *own = lock_of((async_object *)(uintptr_t)lock);
    return own && own->locked;
}
