/* What becomes of an asynchronous generator to which nobody refers any more. */
#include "generator.h"

#include "generators.h"
#include "hooks.h"
#include "memory.h"
#include "warn.h"

static void destroy(async__generator *generator)
{
    async__generators_remove_dropped(generator);
    async_error_release(generator->exit);
    async_value_release(generator->sent);
    async__free(generator);
}

void async__generator_report(async__generator *generator, async_status status)
{
    async_object *object = &generator->frame.head.object;
    async_error *error = async_error_take(status);
    object->references++;
    async__warn_formatted(object, error,
                          "an error occurred during closing of asynchronous generator '%s'",
                          generator->frame.name);
    object->references--;
    async_error_release(error);
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
        status = async__generator_ignored_exit();
    }
    if (async_error_is(status, async_CancelledError) || async_error_is(status, async_GeneratorExit))
        async_error_clear(status);
    else if (!async_stopped(status))
        async__generator_report(generator, status);
    destroy(generator);
}

/* Asyncio makes a task for it in one turn of the loop, which begins in the next. */
static void close_dropped(async__generator *generator)
{
    async__frame *frame = &generator->frame;
    async__generator_inject(generator, async__generator_closing());
    frame->task = frame;
    frame->on_outcome = dropped_outcome;
    async__frame_ready_later(frame);
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

/* True if the finalizer hook has taken the generator over: one that was used, and not closed. */
static bool finalize(async__generator *generator)
{
    if (generator->finalized || !generator->touched || generator->closed)
        return false;
    generator->finalized = true;
    return async__hook_finalizer(&generator->frame.head.object);
}

/* A generator that was dropped at a yield is closed by a turn of the loop (PEP 525). */
void async__generator_drop(async_object *object)
{
    async__generator *generator = (async__generator *)(void *)object;
    async__frame *frame = &generator->frame;
    bool awaits = frame->head.state == ASYNC__AWAITING;
    if (!awaits && frame->head.state != ASYNC__ENDED && finalize(generator))
        return;
    if (frame->head.state == ASYNC__CREATED)
        async__frame_end_unstarted(frame, NULL);
    if (frame->head.state == ASYNC__ENDED) {
        destroy(generator);
        return;
    }
    async__generators_add_dropped(generator);
    if (awaits)
        frame->on_outcome = outcome_after_drop;
    else
        close_dropped(generator);
}
