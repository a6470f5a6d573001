/* What waits inside an asynchronous function: await, sleep, and their errors. */
#include "await.h"

#include "function.h"
#include "future.h"
#include "port/context.h"
#include "port/linked.h"
#include "trace.h"

#include <asyncfor/drive.h>
#include <asyncfor/future.h>
#include <math.h>

ASYNC__LINK_WITH(async__face_of_promises)

static async_status not_awaitable(const char *type)
{
    return async_raise(async_TypeError, "object %s can't be used in 'await' expression", type);
}

typedef struct opening {
    async_object *awaitable;
    async_value iterator;
    async_status status;
} opening;

static void call_await(void *argument)
{
    opening *asked = argument;
    asked->status = asked->awaitable->type->await_iterator(asked->awaitable, &asked->iterator);
}

async_status async__await_open(async_value awaitable, async_value *iterator)
{
    *iterator = async_none();
    const async_object *object = awaitable.kind == ASYNC_OBJECT ? awaitable.object : NULL;
    const async_type *type = object ? object->type : NULL;
    if (!type || (!type->await && !type->await_iterator))
        return not_awaitable(async_value_type_name(&awaitable));
    if (type->await)
        return ASYNC_OK;
    opening asked = {awaitable.object, async_none(), ASYNC_OK};
    async__call_apart(call_await, &asked);
    async_try(asked.status);
    async_status status = ASYNC_OK;
    async_value got = asked.iterator;
    if (got.kind == ASYNC_OBJECT && !got.object)
        return async__raised_last();
    if (got.kind == ASYNC_OBJECT && async__function_of(got.object))
        status = async_raise(async_TypeError, "__await__() returned a coroutine");
    else if (got.kind != ASYNC_OBJECT || !got.object->type->next)
        status = async_raise(async_TypeError, "__await__() returned non-iterator of type '%s'",
                             async_value_type_name(&got));
    if (async_failed(status))
        async_value_release(got);
    else
        *iterator = got;
    return status;
}

/* An error that comes while it is suspended is raised in the iterator, if that can be (PEP 380). */
static async_status step_all(async_coroutine *here, async_object *iterator)
{
    async_value step;
    async_status status = iterator->type->next(iterator, &step);
    while (!async_failed(status)) {
        status = async__suspend_with(here, step, NULL);
        if (async_failed(status))
            status =
                iterator->type->raise ? iterator->type->raise(iterator, status, &step) : status;
        else
            status = iterator->type->next(iterator, &step);
    }
    return async_stopped(status) ? ASYNC_OK : status;
}

async_status async__await_opened(async_coroutine *here, async_object *awaitable,
                                 async_value iterator, async_value *result)
{
    async__frame *frame = async__frame_of(here);
    async_object *outer = frame->awaiting;
    async_status status;
    *result = async_none();
    frame->awaiting = awaitable;
    async__trace(frame, ASYNC_TRACE_AWAIT, awaitable);
    if (iterator.kind == ASYNC_OBJECT) {
        status = step_all(here, iterator.object);
        async_value_release(iterator);
    } else {
        status = awaitable->type->await(async__suspending(here), awaitable, result);
    }
    frame->awaiting = outer;
    return status;
}

static void give_result(async_value outcome, async_value *result)
{
    if (result)
        *result = outcome;
    else
        async_value_release(outcome);
}

async_status async__await_whole(async_coroutine *here, async_object *awaitable, async_value *result)
{
    async_value outcome;
    async_value iterator;
    if (!awaitable)
        return not_awaitable("NoneType");
    async_try(async__await_open(async__value_of_object(awaitable), &iterator));
    async_try(async__await_opened(here, awaitable, iterator, &outcome));
    give_result(outcome, result);
    return ASYNC_OK;
}

async_status async__await_no_object(async_value value)
{
    return not_awaitable(async_value_type_name(&value));
}

bool async__await_begin(async_coroutine *here, async_object *awaitable)
{
    if (!awaitable || !awaitable->type->await_begin)
        return false;
    async__frame *frame = async__frame_of(here);
    async__trace(frame, ASYNC_TRACE_AWAIT, awaitable);
    if (frame->task->by_hand || !awaitable->type->await_begin(here, awaitable ASYNC__MARK))
        return false;
    frame->awaiting_around = frame->awaiting;
    frame->awaiting = awaitable;
    return true;
}

static __attribute__((noinline)) void release_outcome(async_coroutine *here)
{
    async_value_release(here->value);
}

/* @return false: async__await_whole() is to finish it. */
bool async__await_end(async_coroutine *here, async_value *result)
{
    async__frame *frame = async__frame_of(here);
    frame->awaiting = frame->awaiting_around;
    if (frame->begun != ASYNC__BEGUN_PROMISE || async_failed(here->status))
        return false;
    frame->begun = ASYNC__BEGUN_NOTHING;
    if (result)
        *result = here->value;
    else if (__builtin_expect(here->value.kind >= ASYNC_STRING, 0))
        release_outcome(here);
    here->value.header = 0;
    return true;
}

async_status async__await_owned(async_coroutine *here, async_owned awaitable, async_value *result)
{
    if (!awaitable.object)
        return awaitable.status;
    async_status status = async__await_whole(here, awaitable.object, result);
    async_release(awaitable.object);
    return status;
}

/* The coroutine that can be suspended here. */
static async_status find_here(const char *what, async_coroutine **here)
{
    *here = async__current;
    if (*here && !(*here)->apart)
        return ASYNC_OK;
    return async_raise(async_RuntimeError, "'%s' outside async function", what);
}

async_status async_yield_value(async_value item)
{
    async_coroutine *here;
    async_status status = find_here("yield", &here);
    if (!async_failed(status))
        return async__yield(here, item);
    async_value_release(item);
    return status;
}

async_status async__find_here_to_await(async_coroutine **here)
{
    async_try(find_here("await", here));
    if (async__frame_of(*here)->definition->kind != ASYNC__SYNC_GENERATOR)
        return ASYNC_OK;
    return async_raise(async_RuntimeError, "'await' outside async function");
}

async_status async_await_value(async_value awaitable, async_value *result)
{
    async_coroutine *here;
    async_try(async__find_here_to_await(&here));
    return awaitable.kind == ASYNC_OBJECT ? async__await_whole(here, awaitable.object, result)
                                          : async__await_no_object(awaitable);
}

async_status async_sleep_for(double seconds)
{
    async_coroutine *here;
    async_try(async__find_here_to_await(&here));
    return async__sleep_whole(here, seconds);
}

static async_status bad_yield(async__frame *frame, async_value value)
{
    async_status status = async__frame_give_way(frame);
    if (!async_failed(status))
        status = async_raise(async_RuntimeError, "Task got bad yield: %s",
                             async_value_type_name(&value));
    async_value_release(value);
    return status;
}

static async_status suspend_with(async__frame *frame, async_value value, async_value *received)
{
    *received = async_none();
    if (frame->task->by_hand)
        return async__frame_hand_out(frame, value, received);
    if (value.kind == ASYNC_NONE)
        return async__frame_give_way(frame);
    if (value.kind != ASYNC_OBJECT || !async__future_of(value.object))
        return bad_yield(frame, value);
    async_status status = async__future_wait(&frame->head, async__future_of(value.object));
    async_value_release(value);
    return status;
}

async_status async__suspend_with(async_coroutine *here, async_value value, async_value *received)
{
    async_value sent;
    async_status status = async_value_own(value, &value);
    if (!async_failed(status))
        status = suspend_with(async__frame_of(here), value, &sent);
    if (received)
        *received = async_failed(status) ? async_none() : sent;
    else if (!async_failed(status))
        async_value_release(sent);
    return status;
}

bool async__sleep_begin(async_coroutine *here, double seconds)
{
    /* No number is not greater than 0 either: it takes the long way, which refuses it. */
    return !isnan(seconds) &&
           async__frame_begin_sleep(async__frame_of(here), seconds > 0 ? seconds * 1000 : 0);
}

async_status async__sleep_whole(async_coroutine *here, double seconds)
{
    async__frame *frame = async__frame_of(here);
    if (isnan(seconds))
        return async_raise(async_ValueError, "Invalid delay: NaN (not a number)");
    if (seconds <= 0)
        return async__frame_give_way(frame);
    if (frame->task->by_hand)
        return async_raise(async_RuntimeError, "no running event loop");
    return async__frame_sleep(frame, seconds * 1000);
}
