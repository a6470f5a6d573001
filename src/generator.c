#include "generator.h"

#include "generators.h"
#include "hooks.h"
#include "memory.h"
#include "port/values.h"

async__created async__generator_create(const async_definition *definition, size_t text_size)
{
    size_t size = sizeof(async__generator) + definition->arguments_size;
    async__generator *generator = async__allocate_zeroed(size + text_size);
    if (!generator)
        return (async__created){0};
    async__frame_init(&generator->frame, &async__generator_type, definition, generator + 1);
    return (async__created){&generator->frame.head.object, generator + 1, (char *)generator + size};
}

const async__creation async__creation_of_ASYNC__GENERATOR = {.create = async__generator_create};

async__generator *async__generator_of(async_object *object)
{
    return object && object->type == &async__generator_type ? (async__generator *)(void *)object
                                                            : NULL;
}

async_status async__generator_touch(async__generator *generator)
{
    if (generator->touched)
        return ASYNC_OK;
    generator->touched = true;
    async__generators_add(generator);
    return async__hook_firstiter(&generator->frame.head.object);
}

/* The outcome of a request to a body that has not started, or has ended, and so does not run. */
static void answer_without_body(async__generator *generator, async__request request)
{
    async_coroutine *head = &generator->frame.head;
    if (head->state == ASYNC__CREATED)
        async__frame_end_unstarted(&generator->frame, NULL);
    async__generators_remove(generator);
    async_value_release(request.value);
    head->value = async_none();
    head->status = (async_status){request.error};
    if (request.kind == ASYNC__REQUEST_CLOSE)
        generator->exit = async__error_retain(request.error);
}

/* What the body finds at its yield. */
void async__generator_inject(async__generator *generator, async__request request)
{
    async__frame *frame = &generator->frame;
    frame->head.value = async_none();
    frame->head.status = ASYNC_OK;
    async_value_release(generator->sent);
    generator->sent = request.value;
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
    async_status prepared = async__generator_touch(generator);
    if (!async_failed(prepared))
        prepared = async__frame_prepare(frame);
    if (async_failed(prepared)) {
        async_error_release(request.error);
        async_value_release(request.value);
        return prepared;
    }
    frame->task = task ? task->task : frame;
    async__generator_inject(generator, request);
    async__frame_resume(frame);
    return ASYNC_OK;
}

/* GeneratorExit that leaves the body is the end that return() or the loop has asked for. */
static bool closed_by(const async_error *exit, async_status ended, const async_value *item)
{
    return exit && (ended.error == exit || (!ended.error && item->kind == ASYNC_NONE));
}

/* The body has ended: what that means to the request. */
static async_status outcome_of_end(async__generator *generator, async_value *item)
{
    async_status ended = generator->frame.head.status;
    async_error *exit = generator->exit;
    generator->frame.head.status = ASYNC_OK;
    generator->exit = NULL;
    async__generators_remove(generator);
    if (closed_by(exit, ended, item)) {
        async_value_release(*item);
        *item = async_value_retain(exit->carried);
        async_error_release(ended.error);
        ended = ASYNC_OK;
    }
    async_error_release(exit);
    if (!async_failed(ended))
        return ASYNC_STOP;
    return async_raise_again(async__error_from_generator(ended.error));
}

async_status async__generator_outcome(async__generator *generator, async_value *item)
{
    async_coroutine *head = &generator->frame.head;
    *item = head->value;
    head->value = async_none();
    if (__builtin_expect(generator->sent.kind != ASYNC_NONE, 0)) {
        async_value_release(generator->sent);
        generator->sent = async_none();
    }
    if (__builtin_expect(head->state == ASYNC__YIELDED, 1))
        return ASYNC_OK;
    return outcome_of_end(generator, item);
}

static const char *method_name(async__request_kind kind)
{
    static const char *const names[] = {"anext", "athrow", "aclose"};
    return names[kind];
}

/* What refuses a request, or answers it although nothing of the body runs. */
static async_status refusal(const async__generator *generator, const async__request *request)
{
    const async_coroutine *head = &generator->frame.head;
    if (head->state == ASYNC__ENDED && request->kind != ASYNC__REQUEST_NEXT)
        return ASYNC_OK;
    if (async__generator_busy(generator))
        return async_raise(async_RuntimeError, "%s(): asynchronous generator is already running",
                           method_name(request->kind));
    if (generator->closed && request->kind != ASYNC__REQUEST_NEXT && !request->past_close)
        return ASYNC_STOP;
    if (head->state == ASYNC__CREATED && request->value.kind != ASYNC_NONE)
        return async_raise(async_TypeError,
                           "can't send non-None value to a just-started async generator");
    return ASYNC_OK;
}

/* CPython's ag_closed: set by a close, and by an error that ends the iteration. */
static void mark_closed(async__generator *generator, async_status status)
{
    if (async_stopped(status) || async_error_is(status, async_GeneratorExit))
        generator->closed = true;
}

static async_status serve(async_coroutine *here, async__generator *generator,
                          async__request request, async_value *item)
{
    bool throws_into_ended =
        request.kind == ASYNC__REQUEST_THROW && generator->frame.head.state == ASYNC__ENDED;
    async_try(async__generator_begin(generator, request, async__frame_of(here)));
    if (request.kind == ASYNC__REQUEST_CLOSE)
        generator->closed = true;
    if (generator->frame.head.state == ASYNC__AWAITING)
        async__frame_await(async__frame_of(here), &generator->frame);
    async_status status = async__generator_outcome(generator, item);
    mark_closed(generator, status);
    if (!throws_into_ended)
        return status;
    async_error_clear(status);
    return ASYNC_OK;
}

async_status async__generator_ignored_exit(void)
{
    return async_raise(async_RuntimeError, "async generator ignored GeneratorExit");
}

/* What a close came to: an item is one too many, the end is what was asked for. */
static async_status outcome_of_close(async__generator *generator, async_status status,
                                     async_value *item)
{
    async_value_release(*item);
    *item = async_none();
    if (generator->frame.head.state == ASYNC__YIELDED) {
        async_error_release(generator->exit);
        generator->exit = NULL;
        return async__generator_ignored_exit();
    }
    if (!async_stopped(status) && !async_error_is(status, async_GeneratorExit))
        return status;
    async_error_clear(status);
    return ASYNC_OK;
}

async_status async__generator_request(async_coroutine *here, async__generator *generator,
                                      async__request request, async_value *item)
{
    *item = async_none();
    async_status refused = refusal(generator, &request);
    if (async_failed(refused)) {
        async_error_release(request.error);
        async_value_release(request.value);
        return refused;
    }
    async_object *object = async_retain(&generator->frame.head.object);
    async_status status = serve(here, generator, request, item);
    if (request.kind == ASYNC__REQUEST_CLOSE)
        status = outcome_of_close(generator, status, item);
    if (__builtin_expect(async_failed(status), 0)) {
        async_value_release(*item);
        *item = async_none();
    }
    async_release(object);
    return status;
}

static async_status generator_anext(async__suspends(here), async_object *object, async_value *item)
{
    return async__generator_request(here, (async__generator *)(void *)object,
                                    (async__request){.kind = ASYNC__REQUEST_NEXT}, item);
}

static async_status generator_asend(async__suspends(here), async_object *object, async_value value,
                                    async_value *item)
{
    return async__generator_request(here, (async__generator *)(void *)object,
                                    (async__request){.kind = ASYNC__REQUEST_NEXT, .value = value},
                                    item);
}

static async_status generator_athrow(async__suspends(here), async_object *object,
                                     async_error *error, async_value *item)
{
    return async__generator_request(here, (async__generator *)(void *)object,
                                    (async__request){.kind = ASYNC__REQUEST_THROW, .error = error},
                                    item);
}

async__request async__generator_closing(void)
{
    return (async__request){.kind = ASYNC__REQUEST_CLOSE,
                            .error = async__generator_exit(async_none())};
}

static async_status generator_aclose(async__suspends(here), async_object *object)
{
    async_value item;
    return async__generator_request(here, (async__generator *)(void *)object,
                                    async__generator_closing(), &item);
}

async_status async__take_sent(async_coroutine *here, async_value *sent)
{
    *sent = async__generator_take_sent((async__generator *)here);
    return async__outside_read(sent, false);
}

const async_type async__generator_type = {.name = "async_generator",
                                          .drop = async__generator_drop,
                                          .aiter = async__aiter_self,
                                          .anext = generator_anext,
                                          .asend = generator_asend,
                                          .athrow = generator_athrow,
                                          .aclose = generator_aclose};
