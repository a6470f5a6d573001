#include "function.h"

#include "arguments.h"
#include "memory.h"

async__frame *async__function_create(const async_definition *definition, size_t size)
{
    async__frame *frame = async__allocate_zeroed(size);
    if (frame)
        async__frame_init(frame, &async__coroutine_type, definition, frame + 1);
    return frame;
}

async_status async__function_outcome(async__frame *frame, async_value *result)
{
    *result = frame->head.value;
    async_status status = frame->head.status;
    frame->head.value = async_none();
    frame->head.status = ASYNC_OK;
    if (!async_failed(status))
        return ASYNC_OK;
    async_value_release(*result);
    *result = async_none();
    return async_raise_again(status.error);
}

static async_status function_await(async_coroutine *here, async_object *object, async_value *result)
{
    async__frame *frame = (async__frame *)(void *)object;
    if (frame->head.state == ASYNC__ENDED)
        return async_raise(async_RuntimeError, "cannot reuse already awaited coroutine");
    if (frame->head.state != ASYNC__CREATED)
        return async_raise(async_RuntimeError, "coroutine is being awaited already");
    async_try(async__frame_prepare(frame));
    frame->task = async__frame_of(here)->task;
    async__frame_resume(frame);
    if (frame->head.state == ASYNC__AWAITING)
        async__frame_await(async__frame_of(here), frame);
    return async__function_outcome(frame, result);
}

static void function_drop(async_object *object)
{
    async__frame *frame = (async__frame *)(void *)object;
    if (frame->head.state == ASYNC__CREATED)
        async__frame_end(frame);
    async_value_release(frame->head.value);
    async_error_release(frame->head.status.error);
    async__arguments_release(frame->definition, frame->arguments);
    async__free(frame);
}

const async_type async__coroutine_type = {
    .name = "coroutine", .drop = function_drop, .await = function_await};
