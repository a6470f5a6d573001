/* The loop behind async_for. */
#include "iteration.h"

#include "await.h"
#include "port/values.h"
#include "resume.h"

#include <asyncfor/for.h>

async_status async__raise_not_iterable(const char *type)
{
    return async_raise(async_TypeError,
                       "'async for' requires an object with __aiter__ method, got %s", type);
}

/* A call of a method that does not suspend. */
typedef struct method_call {
    async_object *object;
    async_object *iterator;
    async_value awaitable;
    async_status status;
} method_call;

static void aiter_apart(void *argument)
{
    method_call *call = argument;
    call->status = call->object->type->aiter(call->object, &call->iterator);
}

async_status async__call_aiter(async_object *object, async_object **iterator)
{
    method_call call = {.object = object};
    async__call_apart(aiter_apart, &call);
    *iterator = call.iterator;
    if (!async_failed(call.status) && !call.iterator)
        return async__raised_last();
    return call.status;
}

static void anext_apart(void *argument)
{
    method_call *call = argument;
    call->status = call->object->type->anext_awaitable(call->object, &call->awaitable);
}

async_status async__call_anext(async_object *object, async_value *awaitable)
{
    method_call call = {.object = object};
    async__call_apart(anext_apart, &call);
    *awaitable = call.awaitable;
    return call.status;
}

async_status async__find_iterator(async_object *iterable, async_object **iterator)
{
    if (!iterable)
        return async__raise_not_iterable("NoneType");
    if (!iterable->type->aiter)
        return async__raise_not_iterable(async_type_name(iterable));
    async_try(async__call_aiter(iterable, iterator));
    if (async__is_iterator(*iterator))
        return ASYNC_OK;
    async_status status = async_raise(
        async_TypeError,
        "'async for' received an object from __aiter__ that does not implement __anext__: %s",
        async_type_name(*iterator));
    async_release(*iterator);
    *iterator = NULL;
    return status;
}

async__loop async__loop_open_value(async_coroutine *here, async_value iterable)
{
    if (iterable.kind == ASYNC_OBJECT)
        return async__loop_open(here, iterable.object);
    return (async__loop){.here = here,
                         .once = true,
                         .status = async__raise_not_iterable(async_value_type_name(&iterable))};
}

async__loop async__loop_open(async_coroutine *here, async_object *iterable)
{
    async__loop loop = {.here = here, .once = true};
    loop.status = async__find_iterator(iterable, &loop.iterator);
    return loop;
}

async__loop async__loop_open_owned(async_coroutine *here, async_owned iterable)
{
    if (!iterable.object)
        return (async__loop){.here = here, .once = true, .status = iterable.status};
    async__loop loop = async__loop_open(here, iterable.object);
    async_release(iterable.object);
    return loop;
}

static __attribute__((noinline)) void release_item(async__loop *loop)
{
    async_value_release(loop->item);
}

static inline void drop_item(async__loop *loop)
{
    if (__builtin_expect(loop->item.kind >= ASYNC_STRING, 0))
        release_item(loop);
    loop->item.header = 0;
}

/* What a step awaits (cr_await) while it waits. */
static void await_iterator(async__frame *frame, async_object *iterator)
{
    frame->awaiting_around = frame->awaiting;
    frame->awaiting = iterator;
}

static async__tried begin_to_wait(async__loop *loop)
{
    async_object *iterator = loop->iterator;
    if (!iterator || !iterator->type->anext_begin ||
        !iterator->type->anext_begin(loop->here, iterator ASYNC__MARK))
        return ASYNC__TRIED_IN_VAIN;
    await_iterator(async__frame_of(loop->here), iterator);
    return ASYNC__TRIED_WAITS;
}

static async__tried wait_for_generator(async__loop *loop, async__generator *generator)
{
    async__frame *frame = async__frame_of(loop->here);
    loop->begun = true;
    if (generator->frame.head.state != ASYNC__AWAITING)
        return ASYNC__TRIED_IN_VAIN;
    async__frame_begin_await(frame, &generator->frame);
    await_iterator(frame, loop->iterator);
    return ASYNC__TRIED_WAITS;
}

/* Calls nothing that can suspend, so that Asyncify leaves it alone. */
ASYNC__APART(async__loop_try) async__tried async__loop_try(async__loop *loop)
{
    drop_item(loop);
    if (!loop->iterator || loop->iterator->type != &async__generator_type)
        return begin_to_wait(loop);
    async__generator *generator = (async__generator *)(void *)loop->iterator;
    if (!async__generator_resumable(generator))
        return ASYNC__TRIED_IN_VAIN;
    if (!async__generator_resume(generator, async__frame_of(loop->here)->task))
        return wait_for_generator(loop, generator);
    loop->item = generator->frame.head.value;
    return ASYNC__TRIED_ITEM;
}

/* The outcome of a request that async__loop_try() has begun. */
static async_status finish_step(async__loop *loop)
{
    loop->begun = false;
    return async__generator_outcome((async__generator *)(void *)loop->iterator, &loop->item);
}

static bool has_yielded(const async__loop *loop)
{
    return ((async__generator *)(void *)loop->iterator)->frame.head.state == ASYNC__YIELDED;
}

/* What has been waited for is there. False: async__loop_wait() is to finish the step. */
bool async__loop_resumed(async__loop *loop)
{
    async__frame *frame = async__frame_of(loop->here);
    frame->awaiting = frame->awaiting_around;
    if (loop->begun)
        return has_yielded(loop) && !async_failed(finish_step(loop));
    if (async_failed(loop->here->status))
        return false;
    frame->begun = ASYNC__BEGUN_NOTHING;
    loop->item = loop->here->value;
    loop->here->value.header = 0;
    return true;
}

/* A step of an iterator whose `__anext__` is a plain method that gives an awaitable. */
static async_status await_step(async__loop *loop)
{
    async_value awaitable;
    async_value iterator;
    async_try(async__call_anext(loop->iterator, &awaitable));
    async_status status = async__await_open(awaitable, &iterator);
    if (async_failed(status))
        status = async_raise_from(status, async_TypeError,
                                  "'async for' received an invalid object from __anext__: %s",
                                  async_value_type_name(&awaitable));
    else
        status = async__await_opened(loop->here, awaitable.object, iterator, &loop->item);
    async_value_release(awaitable);
    return status;
}

static async_status step(async__loop *loop)
{
    async_object *iterator = loop->iterator;
    if (loop->begun)
        return finish_step(loop);
    if (iterator->type->anext)
        return iterator->type->anext(async__suspending(loop->here), iterator, &loop->item);
    return await_step(loop);
}

bool async__loop_wait(async__loop *loop)
{
    async_object *iterator = loop->iterator;
    if (!iterator)
        return false;
    async__frame *frame = async__frame_of(loop->here);
    async_object *outer = frame->awaiting;
    frame->awaiting = iterator;
    async_status status = step(loop);
    frame->awaiting = outer;
    if (__builtin_expect(!async_failed(status), 1))
        return true;
    drop_item(loop);
    loop->exhausted = async_error_is(status, async_StopAsyncIteration);
    if (loop->exhausted)
        async_error_clear(status);
    else
        loop->status = status;
    loop->iterator = NULL;
    async_release(iterator);
    return false;
}

/* What JavaScript passed as it is, because nobody had asked for it yet. */
async_status async__loop_item(async__loop *loop)
{
    return async__outside_read(&loop->item, false);
}

void async__loop_items_as_they_are(async__loop *loop)
{
    if (loop->iterator)
        async__outside_keep_items(loop->iterator);
}

bool async__loop_item_of_javascript(async__loop *loop, async_js_value *variable)
{
    loop->status = async__outside_own(&loop->item);
    *variable = loop->item.object;
    return !async_failed(loop->status);
}

/* Others may still hold an iterator that was born in C: then it stays as it is. */
async_status async__loop_leave(async__loop *loop)
{
    loop->once = false;
    drop_item(loop);
    async_object *iterator = loop->iterator;
    if (!iterator)
        return ASYNC_OK;
    loop->iterator = NULL;
    async_status status = ASYNC_OK;
    if (iterator->type->aclose && (iterator->type->foreign || iterator->references == 1))
        status = iterator->type->aclose(async__suspending(loop->here), iterator);
    async_release(iterator);
    return status;
}

void async__loop_abandon(async__loop *loop)
{
    async_value returned = async__frame_keep_result(loop->here);
    async_status status = async__loop_leave(loop);
    loop->here->value = returned;
    async_status *kept = &async__frame_of(loop->here)->close_failure;
    if (async_failed(status) && !async_failed(*kept))
        *kept = status;
}

static async_status next_item(async_iteration *iteration)
{
    if (async__loop_step(iteration))
        return async__loop_item(iteration);
    async_status status = iteration->status;
    iteration->status = ASYNC_OK;
    return async_failed(status) ? status : ASYNC_STOP;
}

async_status async_next_value(async_iteration *iteration, async_value *item)
{
    async_coroutine *here;
    *item = async_none();
    async_try(async__find_here_to_await(&here));
    if (here != iteration->here)
        return async_raise(async_RuntimeError,
                           "'async_next_value' outside the coroutine of its ASYNC_ITERATION");
    async_try(next_item(iteration));
    *item = iteration->item;
    return ASYNC_OK;
}
