/* What is behind it goes on although whoever waits is cancelled (asyncio.shield). */
#include "future.h"

#include "error.h"
#include "memory.h"

#include <asyncfor/future.h>

typedef struct shield {
    async__future future;
    async__callback inner_done; /* While it stands among the inner one's, it holds the shield. */
    async__future *inner;       /* Owned. */
} shield;

static void inner_done(async__callback *callback)
{
    shield *outer = ASYNC__OWNER(callback, shield, inner_done);
    async__future *inner = outer->inner;
    if (inner->state == ASYNC__FUTURE_CANCELLED) {
        (void)async__future_mark_cancelled(&outer->future);
    } else if (inner->error) {
        inner->retrieved = true;
        async__future_reject(&outer->future, async__error_retain(inner->error));
    } else {
        async__future_resolve(&outer->future, async_value_retain(inner->result));
    }
    async_release(&outer->future.object);
}

static bool shield_cancel(async_object *object)
{
    shield *outer = (shield *)(void *)object;
    if (!async__future_mark_cancelled(&outer->future))
        return false;
    if (!async__future_done(outer->inner)) {
        async__link_remove(&outer->inner_done.link);
        async_release(object);
    }
    return true;
}

static void shield_drop(async_object *object)
{
    shield *outer = (shield *)(void *)object;
    async_release(&outer->inner->object);
    async__future_destroy(&outer->future);
}

#ifdef ASYNCFOR_DEBUG
static const async_object *shield_waits_for(const async_object *object, size_t index)
{
    return index ? NULL : &((const shield *)(const void *)object)->inner->object;
}
#endif

static const async_type shield_type = {.name = "Future",
#ifdef ASYNCFOR_DEBUG
                                       .waits_for = shield_waits_for,
#endif
                                       .drop = shield_drop,
                                       .await = async__future_await,
                                       .await_begin = async__future_begin,
                                       .cancel = shield_cancel};

async_owned async_shield(async_owned awaitable)
{
    async_owned task = async_spawn(awaitable);
    if (!task.object || async_done(task.object))
        return task;
    shield *outer = async__allocate_zeroed(sizeof *outer);
    if (!outer) {
        async_release(task.object);
        return (async_owned){NULL, async__no_memory()};
    }
    async__future_init(&outer->future, &shield_type);
    outer->inner = async__future_of(task.object);
    outer->inner_done.run = inner_done;
    async_retain(&outer->future.object);
    async__future_then(outer->inner, &outer->inner_done);
    return (async_owned){&outer->future.object, ASYNC_OK};
}
