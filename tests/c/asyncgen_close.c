/* Behaviours 59 to 67: closing asynchronous generators (PEP 525). */
#include "behaviour.h"

/* What a body does with GeneratorExit, after its cleanup. */
typedef enum answer { RAISES_IT, RETURNS, YIELDS, FAILS, HANDLES } answer;

ASYNC_FUNCTION(operation, int)
{
    async_try(async_sleep(1));
    return async_raise(async_ValueError, "operation");
}

ASYNC_GENERATOR(guarded, int, (int, how, RAISES_IT))
{
    note("runs");
    async_status status = async_yield(1);
    (void)noted(status);
    async_try(async_sleep(1));
    note("cleaned");
    switch ((answer)args->how) {
    case RETURNS:
        async_error_clear(status);
        return ASYNC_OK;
    case YIELDS:
        async_try(async_yield(2));
        note("after yield");
        break;
    case FAILS:
        return async_raise_from(status, async_ValueError, "while closing");
    case HANDLES: {
        async_owned task = async_spawn(async_new(operation));
        RAISES(task.object, async_ValueError, "operation");
        RAISES(task, async_ValueError, "operation");
        note("handled");
        break;
    }
    case RAISES_IT:
        break;
    }
    async_try(status);
    note("went on");
    return async_yield(3);
}

static async_owned parked(async_scope, answer how)
{
    async_owned generator = async_new(guarded, .how = how);
    GIVES(async_anext(generator.object), "1");
    CHECK_LOG("runs");
    return generator;
}

ASYNC_FUNCTION(aclose_raises_generator_exit_at_the_yield, async_value)
{
    async_owned generator = parked(async_here, RAISES_IT);
    GIVES(async_aclose(generator.object), "None");
    CHECK_LOG("GeneratorExit cleaned");
    STOPS(async_anext(generator.object));
    STOPS(async_asend(generator.object, 5));
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(aclose_does_nothing_to_one_that_has_not_started_or_has_ended, async_value)
{
    for (int way = 0; way < 4; way++) {
        async_owned generator = async_new(guarded, .how = way == 3 ? FAILS : RETURNS);
        if (way) {
            GIVES(async_anext(generator.object), "1");
            if (way == 1)
                STOPS(async_anext(generator.object));
            else if (way == 2)
                GIVES(async_aclose(generator.object), "None");
            else
                RAISES(async_anext(generator.object), async_ValueError, "while closing");
            *history = 0;
        }
        for (int i = 0; i < 3; i++)
            GIVES(async_aclose(generator.object), "None");
        STOPS(async_anext(generator.object));
        CHECK_LOG("");
        async_release(generator.object);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_body_that_returns_while_closed_is_closed, async_value)
{
    for (int i = 0; i < 2; i++) {
        async_owned generator = parked(async_here, i ? RETURNS : RAISES_IT);
        GIVES(async_aclose(generator.object), "None");
        CHECK_LOG("GeneratorExit cleaned");
        STOPS(async_anext(generator.object));
        async_release(generator.object);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_body_that_yields_while_closed_is_an_error, async_value)
{
    async_owned generator = parked(async_here, YIELDS);
    RAISES(async_aclose(generator.object), async_RuntimeError,
           "async generator ignored GeneratorExit");
    CHECK_LOG("GeneratorExit cleaned");
    RAISES(async_anext(generator.object), async_GeneratorExit, "");
    CHECK_LOG("after yield");
    STOPS(async_anext(generator.object));
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(an_error_while_closed_comes_out_of_aclose, async_value)
{
    async_owned generator = parked(async_here, FAILS);
    RAISES_FROM(async_aclose(generator.object), async_ValueError, "while closing",
                async_GeneratorExit, "");
    CHECK_LOG("GeneratorExit cleaned");
    STOPS(async_anext(generator.object));
    GIVES(async_aclose(generator.object), "None");
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(cleanup_may_handle_errors_of_its_own, async_value)
{
    async_owned generator = parked(async_here, HANDLES);
    GIVES(async_aclose(generator.object), "None");
    CHECK_LOG("GeneratorExit cleaned handled");
    STOPS(async_anext(generator.object));
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(requests_during_a_close_are_refused_and_it_completes, async_value)
{
    async_owned generator = parked(async_here, RAISES_IT);
    async_owned task = async_spawn(async_aclose(generator.object));
    async_try(async_sleep(0));
    CHECK_LOG("GeneratorExit");
    for (int i = 0; i < 2; i++) {
        RAISES(async_anext(generator.object), async_RuntimeError,
               "anext(): asynchronous generator is already running");
        RAISES(async_anext(generator.object, "default"), async_RuntimeError,
               "anext(): asynchronous generator is already running");
        RAISES(async_asend(generator.object, 5), async_RuntimeError,
               "anext(): asynchronous generator is already running");
        RAISES(async_athrow(generator.object, async_error_new(async_ValueError, "x")),
               async_RuntimeError, "athrow(): asynchronous generator is already running");
        RAISES(async_aclose(generator.object), async_RuntimeError,
               "aclose(): asynchronous generator is already running");
        async_try(async_sleep(0));
    }
    CHECK_LOG("");
    GIVES(task, "None");
    CHECK_LOG("cleaned");
    STOPS(async_anext(generator.object));
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_is_never_awaited_changes_nothing, async_value)
{
    async_owned generator = async_new(guarded);
    for (int started = 0; started < 2; started++) {
        async_release(async_aclose(generator.object).object);
        async_release(
            async_athrow(generator.object, async_error_new(async_ValueError, "x")).object);
        async_owned awaitable = async_aclose(generator.object);
        async_try(async_close(awaitable.object));
        async_release(awaitable.object);
        CHECK_LOG("");
        if (!started) {
            GIVES(async_anext(generator.object), "1");
            CHECK_LOG("runs");
        }
    }
    GIVES(async_anext(generator.object), "3");
    CHECK_LOG("OK cleaned went on");
    STOPS(async_anext(generator.object));
    async_release(generator.object);
    return ASYNC_OK;
}

/* Iterates over another, which it may close. */
ASYNC_GENERATOR(outer, int, (async_iterable, inner), (bool, closes))
{
    async_status status = ASYNC_OK;
    async_for (int, n, args->inner) {
        status = async_yield(n * 10);
        if (async_failed(status))
            break;
    }
    (void)noted(status);
    if (args->closes)
        GIVES(async_aclose(args->inner), "None");
    return status;
}

ASYNC_FUNCTION(closing_an_outer_generator_leaves_the_inner_one_open, async_value)
{
    for (int closes = 0; closes < 2; closes++) {
        async_owned inner = async_new(guarded);
        async_owned generator =
            async_new(outer, .inner = async_retain(inner.object), .closes = closes);
        GIVES(async_anext(generator.object), "10");
        GIVES(async_aclose(generator.object), "None");
        async_release(generator.object);
        if (closes) {
            CHECK_LOG("runs GeneratorExit GeneratorExit cleaned");
            STOPS(async_anext(inner.object));
        } else {
            CHECK_LOG("runs GeneratorExit");
            GIVES(async_anext(inner.object), "3");
            CHECK_LOG("OK cleaned went on");
            STOPS(async_anext(inner.object));
        }
        async_release(inner.object);
    }
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    async_use_virtual_clock();
    BEHAVIOUR("59", aclose_raises_generator_exit_at_the_yield);
    BEHAVIOUR("60", aclose_does_nothing_to_one_that_has_not_started_or_has_ended);
    BEHAVIOUR("61", a_body_that_returns_while_closed_is_closed);
    BEHAVIOUR("62", a_body_that_yields_while_closed_is_an_error);
    BEHAVIOUR("63", an_error_while_closed_comes_out_of_aclose);
    BEHAVIOUR("64", cleanup_may_handle_errors_of_its_own);
    BEHAVIOUR("65", requests_during_a_close_are_refused_and_it_completes);
    BEHAVIOUR("66", what_is_never_awaited_changes_nothing);
    BEHAVIOUR("67", closing_an_outer_generator_leaves_the_inner_one_open);
    return failures;
}
