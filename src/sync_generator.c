/* Plain generators (PEP 255): bodies on a stack of their own that only yield. */
#include "coroutine.h"
#include "memory.h"
#include "port/linked.h"
#include "warn.h"

ASYNC__LINK_WITH(async__face_of_plain_iterators)

static async_status outcome(async__frame *frame, async_value *item)
{
    async_value value = frame->head.value;
    async_error *error = frame->head.status.error;
    frame->head.value = async_none();
    frame->head.status = ASYNC_OK;
    if (frame->head.state == ASYNC__YIELDED)
        return async_value_own(value, item);
    async_value_release(value);
    return error ? async_raise_again(async__error_from_plain_generator(error)) : ASYNC_STOP;
}

/* Runs the body up to its next yield or its end, with what `head.status` raises. */
static async_status go_on(async__frame *frame, async_value *item)
{
    async_object *object = async_retain(&frame->head.object);
    frame->head.value = async_none();
    async__frame_resume(frame);
    async_status status = outcome(frame, item);
    async_release(object);
    return status;
}

static async_status generator_next(async_object *object, async_value *item)
{
    async__frame *frame = (async__frame *)(void *)object;
    *item = async_none();
    if (frame->head.state == ASYNC__RUNNING)
        return async_raise(async_ValueError, "generator already executing");
    if (frame->head.state == ASYNC__ENDED)
        return ASYNC_STOP;
    async_try(async__frame_prepare(frame));
    frame->head.status = ASYNC_OK;
    return go_on(frame, item);
}

/* GeneratorExit is raised where it stands; its cleanup runs there and then (PEP 342). */
static void close(async__frame *frame)
{
    async_value item = async_none();
    frame->head.value = async_none();
    async__frame_inject(frame, async__error_of(async_GeneratorExit));
    async__frame_resume(frame);
    bool yielded = frame->head.state == ASYNC__YIELDED;
    async_status status = outcome(frame, &item);
    async_value_release(item);
    if (yielded) {
        async__frame_abandon(frame);
        status = async_raise(async_RuntimeError, "generator ignored GeneratorExit");
    }
    if (!async_stopped(status) && !async_error_is(status, async_GeneratorExit))
        async__warn("Exception ignored in a generator that was dropped", &frame->head.object,
                    status.error);
    async_error_clear(status);
}

static void generator_drop(async_object *object)
{
    async__frame *frame = (async__frame *)(void *)object;
    object->references++;
    if (frame->head.state == ASYNC__CREATED)
        async__frame_end_unstarted(frame, NULL);
    else if (frame->head.state != ASYNC__ENDED)
        close(frame);
    async__free(frame);
}

static async_status generator_raise(async_object *object, async_status raised, async_value *item)
{
    async__frame *frame = (async__frame *)(void *)object;
    *item = async_none();
    if (frame->head.state != ASYNC__YIELDED)
        return raised;
    async_try(async__frame_prepare(frame));
    async__frame_inject(frame, async_error_take(raised));
    return go_on(frame, item);
}

static const async_type generator_type = {.name = "generator",
                                          .drop = generator_drop,
                                          .iter = async__aiter_self,
                                          .next = generator_next,
                                          .raise = generator_raise};

static async__created create(const async_definition *definition, size_t text_size)
{
    size_t size = sizeof(async__frame) + definition->arguments_size;
    async__frame *frame = async__allocate_zeroed(size + text_size);
    if (!frame)
        return (async__created){0};
    async__frame_init(frame, &generator_type, definition, frame + 1);
    return (async__created){&frame->head.object, frame + 1, (char *)frame + size};
}

const async__creation async__creation_of_ASYNC__SYNC_GENERATOR = {.create = create};
