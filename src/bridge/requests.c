#include "requests.h"

#include "future.h"
#include "handle.h"
#include "memory.h"
#include "port/outside.h"

#include <asyncfor/javascript.h>

/* A request that waits; or a consumer in C that waits to make one. */
struct async__queued {
    async__queued *next;
    async__request request;
    async__future *turn; /* Resolved when the consumer may go on. Owned; NULL: there is none. */
};

/* @param request taken. @param turn a reference, taken, or NULL. @return false: no memory. */
static bool enqueue(async__generator *generator, async__request request, async__future *turn)
{
    async__queued *queued = async__allocate(sizeof *queued);
    if (!queued) {
        async_error_release(request.error);
        async_value_release(request.value);
        async_release((async_object *)turn);
        return false;
    }
    *queued = (async__queued){NULL, request, turn};
    if (generator->queue)
        generator->queue_end->next = queued;
    else
        generator->queue = queued;
    generator->queue_end = queued;
    return true;
}

static async__request dequeue(async__generator *generator)
{
    async__queued *first = generator->queue;
    async__request request = first->request;
    generator->queue = first->next;
    async_release((async_object *)first->turn);
    async__free(first);
    return request;
}

async__outcome async__requests_outcome(async__generator *generator)
{
    async_value item;
    async_status status = async__generator_outcome(generator, &item);
    if (__builtin_expect(!async_failed(status), 1))
        return async__outgoing_item(item);
    if (async_stopped(status))
        return async__outgoing_done(item);
    async_value_release(item);
    return async__outgoing_error(status);
}

async__outcome async__requests_refuse(async_status why)
{
    async__outgoing_error(why);
    return ASYNC__OUTCOME_REFUSED;
}

/* @return PENDING while the body waits. */
static async__outcome serve(async__generator *generator, async__request request)
{
    async_status begun = async__generator_begin(generator, request, NULL);
    if (async_failed(begun))
        return async__requests_refuse(begun);
    if (generator->frame.head.state == ASYNC__AWAITING)
        return ASYNC__OUTCOME_PENDING;
    return async__requests_outcome(generator);
}

/* The value that return() was called with, if it is one of JavaScript: it may have `then`. */
static async_object *returned_value(const async__request *request)
{
    if (request->kind != ASYNC__REQUEST_CLOSE || !request->error)
        return NULL;
    const async_value *carried = &request->error->carried;
    return carried->kind == ASYNC_OBJECT && async_is_js(carried->object) ? carried->object : NULL;
}

/* Makes the request one that raises an error. */
static void make_throw(async__request *request, async_status status)
{
    async_error_release(request->error);
    *request = (async__request){.kind = ASYNC__REQUEST_THROW, .error = async_error_take(status)};
}

/*
 * What return() was called with is awaited before anything else, and others wait meanwhile: where
 * the generator stands, started or not (AsyncGeneratorAwaitReturn, AsyncGeneratorUnwrapYield-
 * Resumption). False: there is nothing to wait for.
 */
static bool hold(async__generator *generator, const async__request *request)
{
    const async_object *value = returned_value(request);
    if (!value)
        return false;
    /* What runs meanwhile finds it so, and no wait yet. */
    generator->held = true;
    generator->frame.waiter = 0;
    generator->frame.waiter =
        (uint32_t)ASYNC__OUTSIDE(async__js_wait(async__handle_index(value), &generator->frame));
    return true;
}

/* The consumer makes its request in a turn of its own; the others wait for that. */
static void give_turn(async__generator *generator)
{
    async__future *turn = generator->queue->turn;
    if (async__future_done(turn)) {
        dequeue(generator);
        return;
    }
    generator->held = true;
    async__future_resolve(turn, async_none());
}

/* @return the outcome of the request that is first; PENDING: there is none yet, or none at all. */
static async__outcome serve_first(async__generator *generator)
{
    if (generator->queue->turn)
        give_turn(generator);
    else if (!hold(generator, &generator->queue->request))
        return serve(generator, dequeue(generator));
    return ASYNC__OUTCOME_PENDING;
}

static void tell(const async__generator *generator, async__outcome outcome)
{
    if (outcome != ASYNC__OUTCOME_PENDING)
        async__js_settled(generator->frame.observer, outcome);
}

/* Whoever is told of an outcome may let go of the generator there and then. */
void async__requests_go_on(async__generator *generator)
{
    async_retain(&generator->frame.head.object);
    while (generator->queue && !generator->held && !async__generator_busy(generator))
        tell(generator, serve_first(generator));
    async_release(&generator->frame.head.object);
}

static void tell_and_go_on(async__generator *generator, async__outcome outcome)
{
    async_retain(&generator->frame.head.object);
    tell(generator, outcome);
    async__requests_go_on(generator);
    async_release(&generator->frame.head.object);
}

void async__requests_on_outcome(async__frame *frame)
{
    async__generator *generator = (async__generator *)frame;
    tell_and_go_on(generator, async__requests_outcome(generator));
}

/* A request that goes by way of the queue: behind others, or because it may have to be held. */
static async__outcome queue_up(async__generator *generator, async__request request, bool first)
{
    if (!enqueue(generator, request, NULL))
        return async__requests_refuse(async__no_memory());
    return first ? serve_first(generator) : ASYNC__OUTCOME_QUEUED;
}

async__outcome async__requests_make(async__generator *generator, async__request request)
{
    bool first = !async__generator_busy(generator) && !generator->queue;
    if (__builtin_expect(!first || returned_value(&request), 0))
        return queue_up(generator, request, first);
    return serve(generator, request);
}

void async__requests_release_held(async__generator *generator, async_status status,
                                  async_value value)
{
    async__request request = dequeue(generator);
    generator->held = false;
    generator->frame.waiter = 0;
    if (async_failed(status)) {
        make_throw(&request, status);
    } else {
        async_value_release(request.error->carried);
        request.error->carried = value;
    }
    tell_and_go_on(generator, serve(generator, request));
}

async__outcome async__requests_raise_cancelled(async__generator *generator)
{
    async__request raised = {.kind = ASYNC__REQUEST_THROW,
                             .error = async__error_of(async_CancelledError)};
    generator->unasked = true;
    return serve(generator, raised);
}

bool async__requests_asking(const async__generator *generator)
{
    return generator->held && !generator->queue->turn && !generator->frame.waiter;
}

bool async__requests_cancel_held(async__generator *generator)
{
    if (generator->queue->turn)
        return false;
    async__outside_forget(generator->frame.waiter);
    async__requests_release_held(
        generator, async_raise_again(async__error_of(async_CancelledError)), async_none());
    return true;
}

/* @return true: nothing comes before the consumer's request any more. */
static bool take_turn(async__generator *generator, const async__future *turn)
{
    if (turn->state != ASYNC__FUTURE_FINISHED || !generator->queue ||
        generator->queue->turn != turn)
        return false;
    generator->held = false;
    dequeue(generator);
    return true;
}

/* @param taken whether it is the turn of `here` now */
static async_status wait_for_turn(async_coroutine *here, async__generator *generator, bool *taken)
{
    *taken = false;
    async__future *turn = async__future_create();
    if (!turn)
        return async__no_memory();
    async_retain(&turn->object);
    bool queued = enqueue(generator, (async__request){.kind = ASYNC__REQUEST_NEXT}, turn);
    async_status status = queued ? async__future_wait(here, turn) : async__no_memory();
    *taken = queued && take_turn(generator, turn);
    async_release(&turn->object);
    if (*taken && (async_failed(status) || generator->unasked))
        async__requests_go_on(generator);
    return status;
}

async_status async__requests_take_turn(async_coroutine *here, async__generator *generator)
{
    bool taken = false;
    while (!taken && (async__generator_busy(generator) || generator->queue))
        async_try(wait_for_turn(here, generator, &taken));
    return ASYNC_OK;
}
