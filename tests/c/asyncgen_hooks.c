/* Behaviours 68 to 74: the hooks of asynchronous generators, and the end of the loop (PEP 525). */
#include "behaviour.h"

/* What a body does once it is closed, after a cleanup that gives way once. */
typedef enum answer { RAISES_IT, FAILS, YIELDS } answer;

ASYNC_GENERATOR(guarded, int, (int, to, 2), (int, how, RAISES_IT))
{
    async_status status = ASYNC_OK;
    for (int i = 1; i <= args->to && !async_failed(status); i++)
        status = async_yield(i);
    note("finally");
    async_try(async_sleep(0));
    note("cleaned");
    if (args->how == YIELDS)
        return async_yield(3);
    return args->how == FAILS ? async_raise_from(status, async_ValueError, "while closing")
                              : status;
}

static async_owned parked(async_scope, answer how)
{
    async_owned generator = async_new(guarded, .how = how);
    GIVES(async_anext(generator.object), "1");
    return generator;
}

static bool refuses;

static async_status firstiter(async_object *generator)
{
    note("firstiter");
    note(async_type_name(generator));
    return refuses ? async_raise(async_ValueError, "refused") : ASYNC_OK;
}

/* As asyncio's, which closes the generator in a task. */
static void finalizer(async_owned generator)
{
    note("finalizer");
    async_release(async_spawn(async_aclose(generator.object)).object);
    async_release(generator.object);
}

ASYNC_FUNCTION(there_are_no_hooks_at_first_and_each_is_set_alone, async_value)
{
    CHECK(!async_get_firstiter_hook() && !async_get_finalizer_hook());
    async_set_firstiter_hook(firstiter);
    CHECK(async_get_firstiter_hook() == firstiter && !async_get_finalizer_hook());
    async_set_finalizer_hook(finalizer);
    CHECK(async_get_firstiter_hook() == firstiter && async_get_finalizer_hook() == finalizer);
    async_set_firstiter_hook(NULL);
    CHECK(!async_get_firstiter_hook() && async_get_finalizer_hook() == finalizer);
    async_set_finalizer_hook(NULL);
    CHECK(!async_get_firstiter_hook() && !async_get_finalizer_hook());
    return ASYNC_OK;
}

/* The requests there are. */
enum { ANEXT, ANEXT_OR, ASEND, ATHROW, ACLOSE, REQUESTS };

static async_owned request(int kind, async_object *generator)
{
    switch (kind) {
    case ANEXT:
        return async_anext(generator);
    case ANEXT_OR:
        return async_anext(generator, "default");
    case ASEND:
        return async_asend(generator, async_none());
    case ATHROW:
        return async_athrow(generator, async_error_new(async_ValueError, "thrown"));
    default:
        return async_aclose(generator);
    }
}

ASYNC_FUNCTION(firstiter_is_called_once_by_the_first_request, async_value)
{
    async_set_firstiter_hook(firstiter);
    for (int first = 0; first < REQUESTS; first++) {
        async_owned generator = async_new(guarded);
        async_release(async_aiter(generator.object).object);
        CHECK_LOG("");
        async_owned awaitable = request(first, generator.object);
        CHECK_LOG("firstiter async_generator");
        for (int kind = 0; kind < REQUESTS; kind++)
            async_release(request(kind, generator.object).object);
        GIVES(async_anext(generator.object), "1");
        GIVES(async_aclose(generator.object), "None");
        CHECK_LOG("finally cleaned");
        async_release(awaitable.object);
        async_release(generator.object);
    }
    async_for (int, n, async_new(guarded, .to = 1)) {
        CHECK(n == 1);
    }
    CHECK_LOG("firstiter async_generator finally cleaned");
    async_set_firstiter_hook(NULL);
    return ASYNC_OK;
}

ASYNC_FUNCTION(loops, async_value, (async_iterable, source))
{
    async_for (int, n, args->source) {
        note_value(async_value_of(n));
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(an_error_of_firstiter_leaves_the_call_and_the_generator_is_usable, async_value)
{
    async_set_firstiter_hook(firstiter);
    for (int first = 0; first < REQUESTS; first++) {
        async_owned generator = async_new(guarded);
        refuses = true;
        CALL_RAISES(request(first, generator.object), async_ValueError, "refused");
        refuses = false;
        CHECK_LOG("firstiter async_generator");
        GIVES(async_anext(generator.object), "1");
        GIVES(async_aclose(generator.object), "None");
        CHECK_LOG("finally cleaned");
        async_release(generator.object);
    }
    async_owned generator = async_new(guarded, .to = 1);
    refuses = true;
    RAISES(async_new(loops, .source = async_retain(generator.object)), async_ValueError, "refused");
    GIVES(async_new(loops, .source = generator.object), "None");
    refuses = false;
    CHECK_LOG("firstiter async_generator 1 finally cleaned");
    async_set_firstiter_hook(NULL);
    return ASYNC_OK;
}

/* Drops a generator, and lets the task that may close it end. */
static async_status dropped(async_scope, async_owned generator)
{
    async_release(generator.object);
    for (int i = 0; i < 3; i++)
        async_try(async_sleep(0));
    return ASYNC_OK;
}

ASYNC_FUNCTION(finalizer_is_called_for_one_that_was_used_and_has_not_ended, async_value)
{
    async_set_finalizer_hook(finalizer);
    async_try(dropped(async_here, parked(async_here, RAISES_IT)));
    CHECK_LOG("finalizer finally cleaned");

    for (int kind = 0; kind < REQUESTS; kind++) {
        async_owned generator = async_new(guarded);
        async_release(request(kind, generator.object).object);
        async_try(dropped(async_here, generator));
        CHECK_LOG("finalizer");
    }

    async_try(dropped(async_here, async_new(guarded)));
    CHECK_LOG("");

    async_owned exhausted = async_new(guarded, .to = 0);
    STOPS(async_anext(exhausted.object));
    async_try(dropped(async_here, exhausted));
    CHECK_LOG("finally cleaned");

    async_owned failed = parked(async_here, FAILS);
    RAISES(async_athrow(failed.object, async_error_new(async_ValueError, "x")), async_ValueError,
           "while closing");
    async_try(dropped(async_here, failed));
    CHECK_LOG("finally cleaned");

    for (int started = 0; started < 2; started++) {
        async_owned closed = started ? parked(async_here, RAISES_IT) : async_new(guarded);
        GIVES(async_aclose(closed.object), "None");
        async_try(dropped(async_here, closed));
        CHECK_LOG(started ? "finally cleaned" : "");
    }

    async_owned ignores = parked(async_here, YIELDS);
    RAISES(async_aclose(ignores.object), async_RuntimeError,
           "async generator ignored GeneratorExit");
    async_try(dropped(async_here, ignores));
    CHECK_LOG("finally cleaned");
    async_set_finalizer_hook(NULL);
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_dropped_generator_is_closed_by_a_task_of_the_loop, async_value)
{
    async_release(parked(async_here, RAISES_IT).object);
    CHECK_LOG("");
    async_try(async_sleep(0));
    CHECK_LOG("");
    async_try(async_sleep(0));
    CHECK_LOG("finally");
    async_try(async_sleep(0));
    CHECK_LOG("cleaned");
    return ASYNC_OK;
}

enum { KEPT = 3 };
static async_object *kept[KEPT];

static void forget(void)
{
    for (size_t i = 0; i < KEPT; i++) {
        async_release(kept[i]);
        kept[i] = NULL;
    }
}

/* Its cleanup takes a second. */
ASYNC_GENERATOR(slow, int)
{
    async_status status = async_yield(1);
    note("slow");
    async_error_clear(noted(async_sleep(1)));
    note("done");
    return status;
}

ASYNC_FUNCTION(the_end_of_the_loop_closes_all_generators_and_waits, async_value)
{
    kept[0] = async_new(slow).object;
    GIVES(async_anext(kept[0]), "1");
    kept[1] = parked(async_here, RAISES_IT).object;
    kept[2] = async_new(guarded).object;
    CHECK_LOG("");
    return ASYNC_OK;
}

/* They are closed all at the same time, in no order. */
static void generators_are_closed(void)
{
    CHECK(strstr(history, "slow") && strstr(history, "finally"));
    const char *cleaned = strstr(history, "cleaned");
    CHECK(cleaned && strstr(cleaned, "done"));
    *history = 0;
    forget();
    CHECK_LOG("");
}

ASYNC_FUNCTION(the_end_of_the_loop_waits_for_what_closes_a_dropped_generator, async_value)
{
    async_owned generator = async_new(slow);
    GIVES(async_anext(generator.object), "1");
    async_release(generator.object);
    CHECK_LOG("");
    return ASYNC_OK;
}

ASYNC_FUNCTION(the_end_of_the_loop_cancels_what_closes_a_dropped_generator, async_value)
{
    async_owned generator = async_new(slow);
    GIVES(async_anext(generator.object), "1");
    async_release(generator.object);
    async_try(async_sleep(0));
    async_try(async_sleep(0));
    CHECK_LOG("slow");
    return ASYNC_OK;
}

static void note_context(const async_exception_context *context)
{
    note(context->message);
    note(context->object == kept[0] ? "first" : "another");
    (void)noted((async_status){context->error});
}

ASYNC_FUNCTION(an_error_of_such_a_close_is_reported_and_the_others_are_closed, async_value)
{
    kept[0] = parked(async_here, FAILS).object;
    kept[1] = async_new(slow).object;
    GIVES(async_anext(kept[1]), "1");
    async_set_exception_handler(note_context);
    return async_return("the result");
}

static void failure_was_reported(void)
{
    const char *reported =
        strstr(history, "an error occurred during closing of asynchronous generator 'guarded' "
                        "first ValueError");
    CHECK(reported && strstr(reported, "done"));
    CHECK(strstr(history, "slow") && strstr(history, "cleaned"));
    *history = 0;
    async_set_exception_handler(NULL);
    forget();
    CHECK_LOG("");
}

ASYNC_FUNCTION(leaves, async_value, (async_iterable, source))
{
    async_for (int, n, args->source) {
        CHECK(n == 1);
        break;
    }
    note("left");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_generator_that_is_left_and_abandoned_is_no_error, async_value)
{
    async_set_exception_handler(note_context);
    async_for (int, n, async_new(guarded)) {
        CHECK(n == 1);
        break;
    }
    CHECK_LOG("finally cleaned");
    GIVES(async_new(leaves, .source = async_new(guarded).object), "None");
    kept[0] = async_new(guarded).object;
    return async_await(async_new(leaves, .source = async_retain(kept[0])), NULL);
}

static void nothing_was_reported(void)
{
    async_set_exception_handler(NULL);
    forget();
    CHECK_LOG("left left finally cleaned finally cleaned");
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    async_use_virtual_clock();
    BEHAVIOUR("68", there_are_no_hooks_at_first_and_each_is_set_alone);
    BEHAVIOUR("69", firstiter_is_called_once_by_the_first_request);
    BEHAVIOUR("69", an_error_of_firstiter_leaves_the_call_and_the_generator_is_usable);
    BEHAVIOUR("70", finalizer_is_called_for_one_that_was_used_and_has_not_ended);
    BEHAVIOUR("71", a_dropped_generator_is_closed_by_a_task_of_the_loop);
    BEHAVIOUR_THEN("72", the_end_of_the_loop_closes_all_generators_and_waits,
                   generators_are_closed());
    BEHAVIOUR_THEN("72", the_end_of_the_loop_waits_for_what_closes_a_dropped_generator,
                   CHECK_LOG("slow OK done"));
    BEHAVIOUR_THEN("72", the_end_of_the_loop_cancels_what_closes_a_dropped_generator,
                   CHECK_LOG("CancelledError done"));
    BEHAVIOUR_THEN("73", an_error_of_such_a_close_is_reported_and_the_others_are_closed,
                   failure_was_reported());
    BEHAVIOUR_THEN("74", a_generator_that_is_left_and_abandoned_is_no_error,
                   nothing_was_reported());
    return failures;
}
