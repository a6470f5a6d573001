#include "task.h"

#include "function.h"
#include "future.h"
#include "memory.h"

#include <asyncfor/container.h>
#include <asyncfor/define.h>
#include <asyncfor/future.h>

typedef struct task_object {
    async__future future;
    async__link live; /* Among those that have not ended. */
} task_object;

static async__ring live = ASYNC__RING(live);

static async_object *object_of(async__link *link)
{
    return &ASYNC__OWNER(link, task_object, live)->future.object;
}

async_object *async__task_any(const async_object *other)
{
    for (async__link *each = live.next; each != &live; each = each->next)
        if (object_of(each) != other)
            return object_of(each);
    return NULL;
}

/* Cancelling a task ends none there and then, so that the list stays as it is. */
void async__task_cancel_all(async_object *cancelled)
{
    for (async__link *each = live.next; each != &live; each = each->next) {
        async_object *object = object_of(each);
        (void)async__cancel_object(object);
        async_error_clear(async_list_append(cancelled, async_retain(object)));
    }
}

/* The coroutine has ended; a cancellation that came too late to be raised still counts. */
static void task_outcome(async__frame *frame)
{
    async__future *future = async__future_of(frame->owner);
    async_value result;
    async_error *error = async__function_take(frame, &result);
    frame->owner = NULL;
    future->frame = NULL;
    bool cancelled =
        error ? async_error_is((async_status){error}, async_CancelledError) : frame->must_cancel;
    if (cancelled) {
        async_error_release(error);
        async_value_release(result);
        (void)async__future_mark_cancelled(future);
    } else if (error) {
        async__future_reject(future, error);
    } else {
        async__future_resolve(future, result);
    }
    async__link_remove(&((task_object *)(void *)future)->live);
    async_release(&frame->head.object);
    async_release(&future->object);
}

static bool task_cancel(async_object *object)
{
    async__frame *frame = ((async__future *)(void *)object)->frame;
    return frame && async__frame_cancel(frame);
}

static void task_drop(async_object *object)
{
    async__future_destroy((async__future *)(void *)object);
}

static const async_type task_type = {.name = "Task",
                                     .drop = task_drop,
                                     .await = async__future_await,
                                     .await_begin = async__future_begin,
                                     .cancel = task_cancel};

async_owned async__task_create(async_object *coroutine)
{
    async__frame *frame = (async__frame *)(void *)coroutine;
    task_object *created = async__allocate_zeroed(sizeof *created);
    if (!created) {
        async_release(coroutine);
        return (async_owned){NULL, async__no_memory()};
    }
    async__future_init(&created->future, &task_type);
    created->future.frame = frame;
    frame->owner = &created->future.object;
    frame->on_outcome = task_outcome;
    frame->head.status = ASYNC_OK;
    async__ring_append(&live, &created->live);
    async_retain(&created->future.object);
    async__frame_ready(frame);
    return (async_owned){&created->future.object, ASYNC_OK};
}

/* What makes a coroutine of any awaitable. */
ASYNC_FUNCTION(await_object, async_value, (async_iterable, awaitable))
{
    async_value result;
    async_try(async_await(args->awaitable, &result));
    return async_return(result);
}

static async_status check_awaitable(async_owned awaitable)
{
    if (!awaitable.object)
        return awaitable.status;
    if (!async__awaitable(awaitable.object))
        return async_raise(async_TypeError,
                           "An asyncio.Future, a coroutine or an awaitable is required, got %s",
                           async_type_name(awaitable.object));
    async__frame *frame = async__function_of(awaitable.object);
    if (frame && frame->head.state != ASYNC__CREATED)
        return async_raise(async_RuntimeError, frame->head.state == ASYNC__ENDED
                                                   ? "cannot reuse already awaited coroutine"
                                                   : "coroutine is being awaited already");
    if (frame && frame->owner)
        return async_raise(async_RuntimeError, "coroutine is being awaited already");
    return ASYNC_OK;
}

async_owned async_spawn(async_owned awaitable)
{
    async_status status = check_awaitable(awaitable);
    if (async_failed(status)) {
        async_release(awaitable.object);
        return (async_owned){NULL, status};
    }
    if (async__future_of(awaitable.object))
        return awaitable;
    if (!async__function_of(awaitable.object))
        awaitable = async_new(await_object, .awaitable = awaitable.object);
    return awaitable.object ? async__task_create(awaitable.object) : awaitable;
}

async_object *async_current_task(void)
{
    if (!async__current)
        return NULL;
    return async__frame_of(async__current)->task->owner;
}

static async__frame *frame_of(const async_object *object)
{
    return object && object->type == &task_type
               ? ((const async__future *)(const void *)object)->frame
               : NULL;
}

uint32_t async_task_cancelling(const async_object *task)
{
    const async__frame *frame = frame_of(task);
    return frame ? frame->cancelling : 0;
}

uint32_t async_task_uncancel(async_object *task)
{
    async__frame *frame = frame_of(task);
    if (!frame)
        return 0;
    if (frame->cancelling)
        frame->cancelling--;
    return frame->cancelling;
}
