/* Several awaitables at the same time (asyncio.gather). */
#include "future.h"

#include "error.h"
#include "memory.h"

#include <asyncfor/container.h>
#include <asyncfor/future.h>

typedef struct gathering gathering;

typedef struct child {
    async__callback done;
    async__future *future; /* Owned. */
    gathering *whole;      /* Owned while the child is not done. */
} child;

struct gathering {
    async__future future;
    size_t count;
    size_t finished;
    bool return_exceptions;
    bool cancel_requested;
    child children[];
};

/* What the child came to, as an error. @return new, or NULL. */
static async_error *error_of(async__future *future)
{
    future->retrieved = true;
    if (future->state == ASYNC__FUTURE_CANCELLED)
        return async__error_of(async_CancelledError);
    return async__error_retain(future->error);
}

static async_status collect(gathering *whole, async_object *list)
{
    for (size_t i = 0; i < whole->count; i++) {
        async__future *future = whole->children[i].future;
        async_error *error = error_of(future);
        async_value result = error ? async_value_of(error) : async_value_retain(future->result);
        async_try(async_list_append(list, result));
    }
    return ASYNC_OK;
}

static void finish(gathering *whole)
{
    if (whole->cancel_requested) {
        async__future_reject(&whole->future, async__error_of(async_CancelledError));
        return;
    }
    async_owned list = async_list_new();
    async_status status = list.status;
    if (!async_failed(status))
        status = collect(whole, list.object);
    if (!async_failed(status)) {
        async__future_resolve(&whole->future, async_value_of(list.object));
        return;
    }
    async_release(list.object);
    async__future_reject(&whole->future, async_error_take(status));
}

static void child_done(async__callback *callback)
{
    child *ended = ASYNC__OWNER(callback, child, done);
    gathering *whole = ended->whole;
    ended->whole = NULL;
    whole->finished++;
    async_error *error = error_of(ended->future);
    if (error && !whole->return_exceptions)
        async__future_reject(&whole->future, error);
    else
        async_error_release(error);
    if (whole->finished == whole->count && !async__future_done(&whole->future))
        finish(whole);
    async_release(&whole->future.object);
}

/* The whole is cancelled by way of its children: it is done once they are. */
static bool gathering_cancel(async_object *object)
{
    gathering *whole = (gathering *)(void *)object;
    if (async__future_done(&whole->future))
        return false;
    bool cancelled = false;
    for (size_t i = 0; i < whole->count; i++)
        cancelled |= async__cancel_object(&whole->children[i].future->object);
    whole->cancel_requested |= cancelled;
    return cancelled;
}

static void gathering_drop(async_object *object)
{
    gathering *whole = (gathering *)(void *)object;
    for (size_t i = 0; i < whole->count; i++)
        async_release(&whole->children[i].future->object);
    async__future_destroy(&whole->future);
}

#ifdef ASYNCFOR_DEBUG
static const async_object *gathering_waits_for(const async_object *object, size_t index)
{
    const gathering *whole = (const gathering *)(const void *)object;
    return index < whole->count ? &whole->children[index].future->object : NULL;
}
#endif

static const async_type gathering_type = {.name = "_GatheringFuture",
#ifdef ASYNCFOR_DEBUG
                                          .waits_for = gathering_waits_for,
#endif
                                          .drop = gathering_drop,
                                          .await = async__future_await,
                                          .await_begin = async__future_begin,
                                          .cancel = gathering_cancel};

static void add(gathering *whole, async__future *future)
{
    child *added = &whole->children[whole->count++];
    *added = (child){.done = {.run = child_done}, .future = future, .whole = whole};
    async_retain(&whole->future.object);
    async__future_then(future, &added->done);
}

static async_owned fail(gathering *whole, size_t left, const async_owned *awaitables,
                        async_status status)
{
    for (size_t i = 0; i < left; i++)
        async_release(awaitables[i].object);
    if (whole)
        async_release(&whole->future.object);
    return (async_owned){NULL, status};
}

async_owned async_gather_all(size_t count, const async_owned *awaitables, bool return_exceptions)
{
    gathering *whole = NULL;
    if (count <= (SIZE_MAX - sizeof *whole) / sizeof(child))
        whole = async__allocate_zeroed(sizeof *whole + count * sizeof(child));
    if (!whole)
        return fail(NULL, count, awaitables, async__no_memory());
    async__future_init(&whole->future, &gathering_type);
    whole->return_exceptions = return_exceptions;
    for (size_t i = 0; i < count; i++) {
        async_owned task = async_spawn(awaitables[i]);
        if (!task.object)
            return fail(whole, count - i - 1, awaitables + i + 1, task.status);
        add(whole, async__future_of(task.object));
    }
    if (count == 0)
        finish(whole);
    return (async_owned){&whole->future.object, ASYNC_OK};
}
