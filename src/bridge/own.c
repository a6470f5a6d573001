/*
 * Generators of this instance that JavaScript handed back: C goes on with them directly. They are
 * consumed as JavaScript would: a request waits for its turn, and an item that comes while one is
 * being closed is no error (ECMA-262's AsyncIteratorClose).
 */
#include "handle.h"
#include "memory.h"
#include "requests.h"

typedef struct own_source {
    async_object object;
    async_object *handle;        /* Of JavaScript's object, which so lives. Owned. */
    async__generator *generator; /* Owned. NULL: it has ended. */
} own_source;

/* What JavaScript says of a generator that has ended. */
enum { ENDED = 1 };

static void own_drop(async_object *object)
{
    own_source *source = (own_source *)(void *)object;
    if (source->generator)
        async_release(&source->generator->frame.head.object);
    async_release(source->handle);
    async__free(source);
}

/* Other requests may have come meanwhile; or none will any more. */
static void go_on(void *object)
{
    own_source *source = object;
    async__generator *generator = source->generator;
    async__requests_go_on(generator);
    if (generator->frame.head.state == ASYNC__ENDED)
        async__js_ended(async__handle_index(source->handle));
}

/* What its signal has cancelled, and not the task that loops, fails with the signal's reason. */
static async_status translate(const own_source *source, async_status status)
{
    if (!async_failed(status) || !async_error_is(status, async_CancelledError))
        return status;
    int32_t reason = ASYNC__OUTSIDE(async__js_reason(async__handle_index(source->handle)));
    if (reason == ASYNC__JS_ABSENT)
        return status;
    async_error_clear(status);
    return async__raise_thrown_handle(async__is_thrown(reason) ? async__thrown_handle(reason)
                                                               : (uint32_t)reason);
}

static async_status run(async_coroutine *here, own_source *source, async__request request,
                        async_value *item)
{
    async__generator *generator = source->generator;
    const async__frame *task = async__frame_of(here)->task;
    uint32_t cancelling = task->cancelling;
    async_status status = async__generator_begin(generator, request, async__frame_of(here));
    if (!async_failed(status)) {
        if (generator->frame.head.state == ASYNC__AWAITING)
            async__frame_await(async__frame_of(here), &generator->frame);
        status = async__generator_outcome(generator, item);
    }
    if (generator->queue || generator->frame.head.state == ASYNC__ENDED)
        async__call_apart(go_on, source);
    return task->cancelling == cancelling ? translate(source, status) : status;
}

/*
 * The body was cancelled between two requests: what that came to belongs to the next one, and is
 * with JavaScript's object.
 */
static async_status ask_javascript(async_coroutine *here, own_source *source,
                                   async__request_kind kind, async_value *item)
{
    source->generator->unasked = false;
    int32_t opened = ASYNC__OUTSIDE(async__js_iterator(async__handle_index(source->handle), false));
    async_owned iterator = async__javascript_value(opened);
    async_try(iterator.status);
    uint32_t index = async__handle_index(iterator.object);
    async__frame *frame = async__frame_of(here);
    int32_t waiter =
        ASYNC__OUTSIDE(kind == ASYNC__REQUEST_CLOSE ? async__js_return(index, frame, false)
                                                    : async__js_next(index, frame, false));
    async_release(iterator.object);
    if (async__is_thrown(waiter))
        return async__raise_thrown_handle(async__thrown_handle(waiter));
    return waiter == ASYNC__JS_ABSENT ? ASYNC_OK
                                      : async__promise_wait(here, (uint32_t)waiter, item);
}

static async_status own_request(async_coroutine *here, async_object *object,
                                async__request_kind kind, async_value *item)
{
    own_source *source = (own_source *)(void *)object;
    *item = async_none();
    if (!source->generator)
        return ASYNC_STOP;
    async_try(async__requests_take_turn(here, source->generator));
    if (source->generator->unasked)
        return ask_javascript(here, source, kind, item);
    async__request request = {.kind = kind};
    if (kind == ASYNC__REQUEST_CLOSE)
        request = async__generator_closing();
    async_status status = run(here, source, request, item);
    if (async_failed(status)) {
        async_value_release(*item);
        *item = async_none();
    }
    return status;
}

static async_status own_anext(async__suspends(here), async_object *object, async_value *item)
{
    return own_request(here, object, ASYNC__REQUEST_NEXT, item);
}

static async_status own_close(async__suspends(here), async_object *object)
{
    async_value item;
    async_status status = own_request(here, object, ASYNC__REQUEST_CLOSE, &item);
    async_value_release(item);
    return async_stopped(status) ? ASYNC_OK : status;
}

static const async_type own_type = {.name = "async_generator",
                                    .drop = own_drop,
                                    .aiter = async__aiter_self,
                                    .anext = own_anext,
                                    .aclose = own_close,
                                    .foreign = true};

async_owned async__own_open(async_object *iterable)
{
    uint32_t own = ASYNC__OUTSIDE(async__js_own(async__handle_index(iterable)));
    if (!own)
        return (async_owned){NULL, ASYNC_OK};
    own_source *source = async__allocate_zeroed(sizeof *source);
    if (!source)
        return (async_owned){NULL, async__no_memory()};
    source->object = (async_object){&own_type, 1};
    source->handle = async_retain(iterable);
    if (own != ENDED) {
        source->generator = (async__generator *)(uintptr_t)own;
        async_retain(&source->generator->frame.head.object);
    }
    return (async_owned){&source->object, ASYNC_OK};
}
