#include "generator.h"

#include "arguments.h"
#include "loop.h"
#include "memory.h"
#include "port/outside.h"

struct async__queued {
    async__queued *next;
    async__request request;
};

async__generator *async__generator_create(const async_definition *definition, size_t size)
{
    async__generator *generator = async__allocate_zeroed(size);
    if (generator)
        async__frame_init(&generator->frame, &async__generator_type, definition, generator + 1);
    return generator;
}

/* The outcome of a request to a body that has not started, or has ended, and so does not run. */
static void answer_without_body(async__generator *generator, async__request request)
{
    async_coroutine *head = &generator->frame.head;
    if (head->state == ASYNC__CREATED)
        async__frame_end(&generator->frame);
    head->value = async_none();
    head->status = (async_status){request.error};
    if (request.kind == ASYNC__REQUEST_CLOSE)
        generator->exit = async__error_retain(request.error);
}

/* What the body finds at its yield. */
static void inject(async__generator *generator, async__request request)
{
    async__frame *frame = &generator->frame;
    frame->head.value = async_none();
    frame->head.status = ASYNC_OK;
    if (request.kind == ASYNC__REQUEST_NEXT)
        return;
    if (request.kind == ASYNC__REQUEST_CLOSE) {
        async_error_release(generator->exit);
        generator->exit = async__error_retain(request.error);
    }
    async_error *error = request.error ? request.error : async__no_memory().error;
    async__frame_inject(frame, error);
}

async_status async__generator_begin(async__generator *generator, async__request request,
                                    async__frame *task)
{
    async__frame *frame = &generator->frame;
    if (frame->head.state == ASYNC__ENDED ||
        (frame->head.state == ASYNC__CREATED && request.kind != ASYNC__REQUEST_NEXT)) {
        answer_without_body(generator, request);
        return ASYNC_OK;
    }
    async_status prepared = async__frame_prepare(frame);
    if (async_failed(prepared)) {
        async_error_release(request.error);
        return prepared;
    }
    frame->task = task ? task->task : frame;
    inject(generator, request);
    async__frame_resume(frame);
    return ASYNC_OK;
}

/* The body has ended: what that means to the request. */
static async_status outcome_of_end(async__generator *generator, async_value *item)
{
    async_status ended = generator->frame.head.status;
    async_error *exit = generator->exit;
    generator->frame.head.status = ASYNC_OK;
    generator->exit = NULL;
    if (exit && (ended.error == exit || (!ended.error && item->kind == ASYNC_NONE))) {
        async_value_release(*item);
        *item = async_value_retain(exit->carried);
        async_error_release(ended.error);
        ended = ASYNC_OK;
    }
    async_error_release(exit);
    if (!async_failed(ended))
        return ASYNC_STOP;
    async_status raised = async_raise_again(ended.error);
    if (!async_error_is(raised, async_StopAsyncIteration))
        return raised;
    return async_raise_from(raised, async_RuntimeError,
                            "async generator raised StopAsyncIteration");
}

async_status async__generator_outcome(async__generator *generator, async_value *item)
{
    async_coroutine *head = &generator->frame.head;
    *item = head->value;
    head->value = async_none();
    if (__builtin_expect(head->state == ASYNC__YIELDED, 1))
        return ASYNC_OK;
    return outcome_of_end(generator, item);
}

/* A request of the C face. */
static async_status request_now(async_coroutine *here, async__generator *generator,
                                async__request request, const char *method, async_value *item)
{
    if (async__generator_busy(generator)) {
        async_error_release(request.error);
        return async_raise(async_RuntimeError, "%s: asynchronous generator is already running",
                           method);
    }
    async_try(async__generator_begin(generator, request, async__frame_of(here)));
    if (generator->frame.head.state == ASYNC__AWAITING)
        async__frame_await(async__frame_of(here), &generator->frame);
    return async__generator_outcome(generator, item);
}

static async_status generator_anext(async_coroutine *here, async_object *object, async_value *item)
{
    async_status status = request_now(here, (async__generator *)(void *)object,
                                      (async__request){ASYNC__REQUEST_NEXT, NULL}, "anext()", item);
    if (__builtin_expect(async_failed(status), 0)) {
        async_value_release(*item);
        *item = async_none();
    }
    return status;
}

static async_status ignored_exit(void)
{
    return async_raise(async_RuntimeError, "async generator ignored GeneratorExit");
}

static async_status generator_close(async_coroutine *here, async_object *object)
{
    async__generator *generator = (async__generator *)(void *)object;
    async_value item = async_none();
    async__request request = {ASYNC__REQUEST_CLOSE, async__generator_exit(async_none())};
    async_status status = request_now(here, generator, request, "aclose()", &item);
    async_value_release(item);
    if (async_stopped(status))
        return ASYNC_OK;
    if (!async_failed(status))
        return ignored_exit();
    return status;
}

static void destroy(async__generator *generator)
{
    async_error_release(generator->exit);
    async__arguments_release(generator->frame.definition, generator->frame.arguments);
    async__free(generator);
}

static void report_close(const char *name, async_status status)
{
    async_status told =
        async_raise(async_RuntimeError,
                    "an error occurred during closing of asynchronous generator '%s': %s: %s", name,
                    async_error_type_of(status.error)->name, async_error_message(status.error));
    async__report(async_error_message(told.error));
    async_error_clear(told);
}

/* The closing of a generator that was dropped has come to an outcome. */
static void dropped_outcome(async__frame *frame)
{
    async__generator *generator = (async__generator *)frame;
    bool yielded = frame->head.state == ASYNC__YIELDED;
    async_value item = async_none();
    async_status status = async__generator_outcome(generator, &item);
    async_value_release(item);
    if (yielded) {
        async__frame_abandon(frame);
        status = ignored_exit();
    }
    if (!async_stopped(status)) {
        report_close(frame->name, status);
        async_error_clear(status);
    }
    destroy(generator);
}

static void close_dropped(async__generator *generator)
{
    async__frame *frame = &generator->frame;
    inject(generator, (async__request){ASYNC__REQUEST_CLOSE, async__generator_exit(async_none())});
    frame->task = frame;
    frame->on_outcome = dropped_outcome;
    async__loop_ready(frame);
}

/* A generator that was dropped in an await has come to an outcome, for which nobody asks. */
static void outcome_after_drop(async__frame *frame)
{
    async__generator *generator = (async__generator *)frame;
    async_value item = async_none();
    async_error_clear(async__generator_outcome(generator, &item));
    async_value_release(item);
    if (frame->head.state == ASYNC__YIELDED)
        close_dropped(generator);
    else
        destroy(generator);
}

/* A generator that was dropped at a yield is closed by a turn of the loop (PEP 525). */
static void generator_drop(async_object *object)
{
    async__generator *generator = (async__generator *)(void *)object;
    async__frame *frame = &generator->frame;
    if (frame->head.state == ASYNC__CREATED)
        async__frame_end(frame);
    if (frame->head.state == ASYNC__ENDED)
        destroy(generator);
    else if (frame->head.state == ASYNC__AWAITING)
        frame->on_outcome = outcome_after_drop;
    else
        close_dropped(generator);
}

async_status async__generator_enqueue(async__generator *generator, async__request request)
{
    async__queued *queued = async__allocate(sizeof *queued);
    if (!queued) {
        async_error_release(request.error);
        return async__no_memory();
    }
    *queued = (async__queued){NULL, request};
    if (generator->queue)
        generator->queue_end->next = queued;
    else
        generator->queue = queued;
    generator->queue_end = queued;
    return ASYNC_OK;
}

bool async__generator_dequeue(async__generator *generator, async__request *request)
{
    async__queued *first = generator->queue;
    if (!first)
        return false;
    *request = first->request;
    generator->queue = first->next;
    async__free(first);
    return true;
}

const async_type async__generator_type = {.name = "async_generator",
                                          .drop = generator_drop,
                                          .aiter = async__aiter_self,
                                          .anext = generator_anext,
                                          .close = generator_close};
