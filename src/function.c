#include "function.h"

#include "memory.h"
#include "port/linked.h"
#include "warn.h"

ASYNC__LINK_WITH(async__face_of_functions)

async__frame *async__function_create(const async_definition *definition, size_t size)
{
    async__frame *frame = async__allocate_zeroed(size);
    if (frame)
        async__frame_init(frame, &async__coroutine_type, definition, frame + 1);
    return frame;
}

static async__created create(const async_definition *definition, size_t text_size)
{
    size_t size = sizeof(async__frame) + definition->arguments_size;
    async__frame *frame = async__function_create(definition, size + text_size);
    if (!frame)
        return (async__created){0};
    return (async__created){&frame->head.object, frame + 1, (char *)frame + size};
}

const async__creation async__creation_of_ASYNC__FUNCTION = {.create = create};

async__frame *async__function_of(async_object *object)
{
    return object && object->type == &async__coroutine_type ? (async__frame *)(void *)object : NULL;
}

async_error *async__function_take(async__frame *frame, async_value *result)
{
    *result = frame->head.value;
    async_error *error = frame->head.status.error;
    frame->head.value = async_none();
    frame->head.status = ASYNC_OK;
    if (!error)
        return NULL;
    async_value_release(*result);
    *result = async_none();
    return async__error_from_coroutine(error);
}

async_status async__function_outcome(async__frame *frame, async_value *result)
{
    return async_raise_again(async__function_take(frame, result));
}

static async_status run(async__frame *here, async__frame *frame, async_value *result)
{
    frame->task = here->task;
    frame->head.status = ASYNC_OK;
    async__frame_resume(frame);
    if (frame->head.state == ASYNC__AWAITING)
        async__frame_await(here, frame);
    return async__function_outcome(frame, result);
}

static async_status function_await(async__suspends(here), async_object *object, async_value *result)
{
    async__frame *frame = (async__frame *)(void *)object;
    if (frame->head.state == ASYNC__ENDED)
        return async_raise(async_RuntimeError, "cannot reuse already awaited coroutine");
    if (frame->head.state == ASYNC__RUNNING)
        return async_raise(async_ValueError, "coroutine already executing");
    if (frame->head.state != ASYNC__CREATED || frame->owner)
        return async_raise(async_RuntimeError, "coroutine is being awaited already");
    async_try(async__frame_prepare(frame));
    async_retain(object);
    async_status status = run(async__frame_of(here), frame, result);
    async_release(object);
    return status;
}

async_status async__function_close(async__frame *frame)
{
    async_value result;
    async_value_release(frame->innermost->head.value);
    frame->innermost->head.value = async_none();
    async__frame_inject(frame->innermost, async__error_of(async_GeneratorExit));
    async__frame_step(&frame->innermost->wakeup.callback);
    if (frame->head.state != ASYNC__ENDED)
        return async_raise(async_RuntimeError, "coroutine ignored GeneratorExit");
    async_status status = async__function_outcome(frame, &result);
    async_value_release(result);
    if (!async_error_is(status, async_GeneratorExit))
        return status;
    async_error_clear(status);
    return ASYNC_OK;
}

/* Nobody waits for it: one that is suspended was driven by hand, and is closed (PEP 342). */
static void end_dropped(async__frame *frame)
{
    if (frame->head.state == ASYNC__CREATED) {
        async__warn_formatted(&frame->head.object, NULL,
                              "RuntimeWarning: coroutine '%s' was never awaited", frame->name);
        async__frame_end_unstarted(frame, NULL);
    } else if (frame->head.state == ASYNC__AWAITING) {
        frame->head.object.references++;
        async_status closed = async__function_close(frame);
        frame->head.object.references--;
        if (async_failed(closed))
            async__warn("Exception ignored in a coroutine that was dropped", &frame->head.object,
                        closed.error);
        async_error_clear(closed);
        if (frame->head.state != ASYNC__ENDED)
            async__frame_abandon(frame);
    }
}

static void function_drop(async_object *object)
{
    async__frame *frame = (async__frame *)(void *)object;
    if (frame->head.state != ASYNC__ENDED)
        end_dropped(frame);
    async_value_release(frame->head.value);
    async_error_release(frame->head.status.error);
    async__free(frame);
}

const async_type async__coroutine_type = {
    .name = "coroutine", .drop = function_drop, .await = function_await};

bool async__awaitable(const async_object *object)
{
    return object->type->await || object->type->await_iterator;
}
