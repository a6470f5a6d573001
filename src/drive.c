/* Driving a coroutine by hand. */
#include <asyncfor/drive.h>

#include "function.h"
#include "refuse.h"
#include "request.h"

static async_status busy(const async__frame *frame)
{
    if (frame->head.state == ASYNC__ENDED)
        return async_raise(async_RuntimeError, "cannot reuse already awaited coroutine");
    if (frame->head.state == ASYNC__RUNNING)
        return async_raise(async_ValueError, "coroutine already executing");
    return async_raise(async_RuntimeError, "coroutine is being awaited already");
}

static bool drivable(const async__frame *frame)
{
    if (frame->head.state == ASYNC__CREATED)
        return !frame->owner;
    return frame->head.state == ASYNC__AWAITING && frame->by_hand && frame->innermost;
}

/* The coroutine to drive: the object itself, or what awaits it. */
static async__frame *find(const char *function, async_object *object, async_status *status)
{
    async__frame *frame = object ? async__function_of(object) : NULL;
    if (async__is_request(object))
        *status = async__request_driver(object, &frame);
    else if (!frame)
        *status = async__refuse(function, "a coroutine", object);
    return async_failed(*status) ? NULL : frame;
}

/* STOP says that the body has returned; what it has raised is told apart from that. */
static async_status outcome(async__frame *frame, async_value *result)
{
    async_status status = async__function_outcome(frame, result);
    if (async_stopped(status))
        return async_raise(async_StopAsyncIteration, "%s", "");
    return async_failed(status) ? status : ASYNC_STOP;
}

/* Runs the body up to its next suspension or its end. */
static async_status go_on(async__frame *frame, async_value *yielded)
{
    async_retain(&frame->head.object);
    async__frame_step(&frame->innermost->wakeup.callback);
    async_status status = ASYNC_OK;
    if (frame->head.state == ASYNC__ENDED) {
        status = outcome(frame, yielded);
    } else {
        async_coroutine *innermost = &frame->innermost->head;
        *yielded = innermost->value;
        innermost->value = async_none();
    }
    async_release(&frame->head.object);
    return status;
}

static async_status prepare(async__frame *frame)
{
    if (frame->head.state != ASYNC__CREATED)
        return ASYNC_OK;
    async_try(async__frame_prepare(frame));
    frame->by_hand = true;
    frame->innermost = frame;
    return ASYNC_OK;
}

static async_status send_to(async__frame *frame, async_value value, async_value *yielded)
{
    if (!drivable(frame))
        return busy(frame);
    if (frame->head.state == ASYNC__CREATED && value.kind != ASYNC_NONE)
        return async_raise(async_TypeError,
                           "can't send non-None value to a just-started coroutine");
    async_try(prepare(frame));
    async_coroutine *innermost = &frame->innermost->head;
    innermost->status = ASYNC_OK;
    /* What it is suspended with is still there if it was not handed out: by a close. */
    async_value_release(innermost->value);
    innermost->value = async_none();
    async_try(async_value_own(async_value_retain(value), &innermost->value));
    return go_on(frame, yielded);
}

async_status async_send(async_object *coroutine, async_value value, async_value *yielded)
{
    async_status status = ASYNC_OK;
    async__frame *frame = find("async_send", coroutine, &status);
    *yielded = async_none();
    if (frame)
        status = send_to(frame, value, yielded);
    if (frame && frame->head.state == ASYNC__CREATED && async__is_request(coroutine))
        async__request_forget_driver(coroutine);
    async_value_release(value);
    return status;
}

static async_status throw_into(async__frame *frame, async_error *error, async_value *yielded)
{
    if (frame->head.state == ASYNC__CREATED) {
        async__frame_end_unstarted(frame, error);
        return outcome(frame, yielded);
    }
    async_value_release(frame->innermost->head.value);
    frame->innermost->head.value = async_none();
    async__frame_inject(frame->innermost, error);
    return go_on(frame, yielded);
}

async_status async_throw(async_object *coroutine, async_error *error, async_value *yielded)
{
    *yielded = async_none();
    if (async__is_request(coroutine) && async__request_becomes_throw(coroutine, error))
        return async_send(coroutine, async_none(), yielded);
    async_status status = ASYNC_OK;
    async__frame *frame = find("async_throw", coroutine, &status);
    if (frame && drivable(frame))
        return throw_into(frame, error, yielded);
    async_error_release(error);
    return frame ? busy(frame) : status;
}

async_status async_close(async_object *coroutine)
{
    if (async__is_request(coroutine) && async__request_close(coroutine))
        return ASYNC_OK;
    async_status status = ASYNC_OK;
    async__frame *frame = find("async_close", coroutine, &status);
    if (!frame || frame->head.state == ASYNC__ENDED)
        return status;
    if (!drivable(frame))
        return busy(frame);
    if (frame->head.state == ASYNC__CREATED) {
        async__frame_end_unstarted(frame, NULL);
        return ASYNC_OK;
    }
    async_retain(&frame->head.object);
    status = async__function_close(frame);
    async_release(&frame->head.object);
    return status;
}
