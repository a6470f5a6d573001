#include "future.h"

#include "coroutine.h"
#include "memory.h"
#include "refuse.h"
#include "warn.h"

#include <asyncfor/future.h>

static bool is_future(const async_object *object)
{
    return object && object->type->cancel && object->type->await == async__future_await;
}

async__future *async__future_of(async_object *object)
{
    return is_future(object) ? (async__future *)(void *)object : NULL;
}

void async__future_init(async__future *future, const async_type *type)
{
    future->object = (async_object){type, 1};
    async__ring_init(&future->callbacks);
    future->retrieved = true;
}

async__future *async__future_create(void)
{
    async__future *future = async__allocate_zeroed(sizeof *future);
    if (future)
        async__future_init(future, &async__future_type);
    return future;
}

static void settle(async__future *future, async__future_state state)
{
    future->state = (uint8_t)state;
    async__loop_ready_all(&future->callbacks);
}

void async__future_then(async__future *future, async__callback *callback)
{
    if (async__future_done(future))
        async__loop_ready(callback);
    else
        async__ring_append(&future->callbacks, &callback->link);
}

void async__future_resolve(async__future *future, async_value result)
{
    if (async__future_done(future)) {
        async_value_release(result);
        return;
    }
    future->result = result;
    settle(future, ASYNC__FUTURE_FINISHED);
}

void async__future_reject(async__future *future, async_error *error)
{
    if (async__future_done(future)) {
        async_error_release(error);
        return;
    }
    future->error = error;
    future->retrieved = false;
    settle(future, ASYNC__FUTURE_FINISHED);
}

bool async__future_mark_cancelled(async__future *future)
{
    if (async__future_done(future))
        return false;
    settle(future, ASYNC__FUTURE_CANCELLED);
    return true;
}

async_status async__future_outcome(async__future *future, async_value *result)
{
    *result = async_none();
    if (!async__future_done(future))
        return async_raise(async_InvalidStateError, "Result is not set.");
    if (future->state == ASYNC__FUTURE_CANCELLED)
        return async_raise(async_CancelledError, "%s", "");
    future->retrieved = true;
    if (future->error)
        return async_raise_again(async__error_retain(future->error));
    *result = async_value_retain(future->result);
    return ASYNC_OK;
}

static void begin_wait_by_loop(async__frame *here, async__future *future)
{
    here->head.status = ASYNC_OK;
    here->suspension = ASYNC__SUSPENSION_FUTURE;
    here->waits_for = &future->object;
    here->awaited_task = &future->frame;
    here->wakeup.callback.run = async__frame_step;
    async__ring_append(&future->callbacks, &here->wakeup.callback.link);
    async__frame_begin_wait(here);
}

static bool is_of(const async__future *future, const async__frame *task)
{
    return future->frame && future->frame == task;
}

static async_status end_wait(const async__future *future)
{
    return async__future_done(future)
               ? ASYNC_OK
               : async_raise(async_RuntimeError, "await wasn't used with future");
}

/* The loop asks a future that is done for its outcome, also where a cancellation that came
 * meanwhile is raised in its stead (asyncio's Task.__wakeup). */
static async_status end_wait_by_loop(async__future *future, async_status status)
{
    if (!async_failed(status))
        return end_wait(future);
    if (async__future_done(future))
        future->retrieved = true;
    return status;
}

async_status async__future_wait(async_coroutine *here, async__future *future)
{
    async__frame *frame = async__frame_of(here);
    if (async__future_done(future))
        return ASYNC_OK;
    if (is_of(future, frame->task))
        return async_raise(async_RuntimeError, "Task cannot await on itself: '%s'",
                           future->frame->name);
    if (frame->task->by_hand) {
        async_value received;
        async_value itself = async__value_of_object(async_retain(&future->object));
        async_status status = async__frame_hand_out(frame, itself, &received);
        async_value_release(received);
        async_try(status);
    } else {
        begin_wait_by_loop(frame, future);
        async__suspend(here);
        return end_wait_by_loop(future, here->status);
    }
    return end_wait(future);
}

bool async__future_begin(async_coroutine *here, async_object *object ASYNC__MARKED)
{
    async__frame *frame = async__frame_of(here);
    async__future *future = (async__future *)(void *)object;
    if (async__future_done(future) || is_of(future, frame->task))
        return false;
    async_retain(object);
    frame->begun = ASYNC__BEGUN_FUTURE;
    begin_wait_by_loop(frame, future);
    return true;
}

async_status async__future_await(async__suspends(here), async_object *object, async_value *result)
{
    async__future *future = (async__future *)(void *)object;
    async_status status;
    if (async__frame_take_begun(async__frame_of(here)) == ASYNC__BEGUN_FUTURE) {
        status = end_wait_by_loop(future, here->status);
    } else {
        async_retain(object);
        status = async__future_wait(here, future);
    }
    if (!async_failed(status))
        status = async__future_outcome(future, result);
    async_release(object);
    return status;
}

static bool future_cancel(async_object *object)
{
    return async__future_mark_cancelled((async__future *)(void *)object);
}

void async__future_destroy(async__future *future)
{
    if (!future->retrieved)
        async__warn_formatted(&future->object, future->error, "%s exception was never retrieved",
                              async_type_name(&future->object));
    async_value_release(future->result);
    async_error_release(future->error);
    if (future->frame)
        async_release(&future->frame->head.object);
    async__free(future);
}

static void future_drop(async_object *object)
{
    async__future_destroy((async__future *)(void *)object);
}

const async_type async__future_type = {.name = "Future",
                                       .drop = future_drop,
                                       .await = async__future_await,
                                       .cancel = future_cancel,
                                       .await_begin = async__future_begin};

async_owned async_future_new(void)
{
    async__future *future = async__future_create();
    if (!future)
        return (async_owned){NULL, async__no_memory()};
    return (async_owned){&future->object, ASYNC_OK};
}

/* The future that is to be settled; NULL: it cannot be, and why. */
static async__future *find_pending(const char *function, async_object *object,
                                   async_status *refused)
{
    async__future *future = async__future_of(object);
    if (!future)
        *refused = async__refuse(function, "a future or a task", object);
    else if (async__future_done(future))
        *refused = async_raise(async_InvalidStateError, "invalid state");
    else if (future->frame)
        *refused = async_raise(async_RuntimeError, "Task does not support %s operation", function);
    else
        return future;
    return NULL;
}

async_status async_future_set_result(async_object *future, async_value result)
{
    async_status status;
    async_value owned;
    async__future *target = find_pending("set_result", future, &status);
    if (!target) {
        async_value_release(result);
        return status;
    }
    async_try(async_value_own(result, &owned));
    async__future_resolve(target, owned);
    return ASYNC_OK;
}

async_status async_future_set_error(async_object *future, async_error *error)
{
    async_status status;
    async__future *target = find_pending("set_exception", future, &status);
    if (target && !async_error_is((async_status){error}, async_StopIteration)) {
        async__future_reject(target, error);
        return ASYNC_OK;
    }
    if (target)
        status = async_raise(async_TypeError, "StopIteration interacts badly with generators and "
                                              "cannot be raised into a Future");
    async_error_release(error);
    return status;
}

bool async_done(const async_object *future)
{
    return !is_future(future) || async__future_done((const async__future *)(const void *)future);
}

bool async_cancelled(const async_object *future)
{
    return is_future(future) &&
           ((const async__future *)(const void *)future)->state == ASYNC__FUTURE_CANCELLED;
}

async_status async_future_result(async_object *future, async_value *result)
{
    async__future *target = async__future_of(future);
    *result = async_none();
    if (!target)
        return async__refuse("async_future_result", "a future or a task", future);
    return async__future_outcome(target, result);
}

bool async_cancel(async_object *future)
{
    return future && async__cancel_object(future);
}
