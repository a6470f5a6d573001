/* Async iterators of JavaScript, consumed by C: the C side of `for await`. */
#include "handle.h"
#include "iteration.h"
#include "port/values.h"

static async_status close(async_coroutine *here, async_object *object, bool interrupted)
{
    int32_t waiter = ASYNC__OUTSIDE(
        async__js_return(async__handle_index(object), async__frame_of(here), interrupted));
    if (async__is_thrown(waiter))
        return async__raise_thrown_handle(async__thrown_handle(waiter));
    async_value ignored;
    return waiter == ASYNC__JS_ABSENT ? ASYNC_OK
                                      : async__promise_wait(here, (uint32_t)waiter, &ignored);
}

static async_status source_close(async__suspends(here), async_object *object)
{
    return close(here, object, false);
}

/* What follows a next() that brought no item: an iterator that failed is not closed; one whose item
 * is of no use here is left early, and so is one that has not answered when this is cancelled. */
static void leave(async_coroutine *here, async_object *object)
{
    bool unusable = here->value.kind == ASYNC_BOOL;
    bool interrupted = !async__frame_of(here)->waiter;
    here->value = async_none();
    if (unusable || interrupted)
        async_error_clear(close(here, object, interrupted));
}

static bool source_begin(async_coroutine *here, async_object *object ASYNC__MARKED)
{
    const async__handle *source = (const async__handle *)(const void *)object;
    async__frame *frame = async__frame_of(here);
    int32_t waiter = ASYNC__OUTSIDE(async__js_next(source->index, frame, source->as_they_are));
    if (__builtin_expect(!async__is_thrown(waiter), 1)) {
        async__promise_begin(here, (uint32_t)waiter);
        return true;
    }
    frame->begun = ASYNC__BEGUN_FAILED;
    here->status = async__raise_thrown_handle(async__thrown_handle(waiter));
    return false;
}

static async_status source_anext(async__suspends(here), async_object *object, async_value *item)
{
    async__frame *frame = async__frame_of(here);
    if (frame->begun == ASYNC__BEGUN_NOTHING && source_begin(here, object ASYNC__MARK))
        async__suspend(here);
    if (async__frame_take_begun(frame) == ASYNC__BEGUN_FAILED)
        return here->status;
    async_status status = async__promise_end(here, item);
    if (async_failed(status) && !async_stopped(status))
        leave(here, object);
    return status;
}

static const async_type source_type = {.name = "JavaScript async iterator",
                                       .drop = async__handle_drop,
                                       .aiter = async__aiter_self,
                                       .anext = source_anext,
                                       .anext_begin = source_begin,
                                       .aclose = source_close,
                                       .foreign = true};

void async__outside_keep_items(async_object *iterator)
{
    if (iterator->type == &source_type)
        ((async__handle *)(void *)iterator)->as_they_are = true;
}

/* @return new; an object of NULL, and OK, if it is not iterable. */
static async_owned open(async_object *iterable, bool or_sync)
{
    async_owned own = async__own_open(iterable);
    if (own.object || async_failed(own.status))
        return own;
    uint32_t index = async__handle_index(iterable);
    int32_t opened = ASYNC__OUTSIDE(async__js_iterator(index, or_sync));
    if (async__is_thrown(opened))
        return (async_owned){NULL, async__raise_thrown_handle(async__thrown_handle(opened))};
    if (opened == ASYNC__JS_ABSENT)
        return (async_owned){NULL, ASYNC_OK};
    async_object *source = async__handle_create(&source_type, (uint32_t)opened);
    return (async_owned){source, source ? ASYNC_OK : async__no_memory()};
}

async_status async__source_open(async_object *iterable, async_object **iterator)
{
    async_owned opened = open(iterable, false);
    *iterator = opened.object;
    if (!opened.object && !async_failed(opened.status))
        return async__raise_not_iterable(async_type_name(iterable));
    return opened.status;
}

async_owned async__outside_from_sync(async_object *iterable)
{
    async_owned opened = open(iterable, true);
    if (!opened.object && !async_failed(opened.status))
        opened.status =
            async_raise(async_TypeError,
                        "'async for' requires an object with __aiter__ or __iter__ method, got %s",
                        async_type_name(iterable));
    return opened;
}
