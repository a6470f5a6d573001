/* Behaviours 50 to 58: errors thrown into asynchronous generators (PEP 525). */
#include "behaviour.h"

/* What a body does with an error that comes at its yield. */
typedef enum answer { YIELDS, RETURNS, RAISES_IT, REPLACES } answer;

ASYNC_GENERATOR(answers, async_value, (int, how))
{
    note("runs");
    async_status status = async_yield(1);
    (void)noted(status);
    async_try(async_sleep(1));
    note("cleaned");
    switch ((answer)args->how) {
    case YIELDS:
        async_error_clear(status);
        async_try(async_yield(async_tuple(2, "two")));
        return async_yield(3);
    case RETURNS:
        async_error_clear(status);
        return ASYNC_OK;
    case RAISES_IT:
        return status;
    case REPLACES:
        break;
    }
    return async_raise_from(status, async_RuntimeError, "replaced");
}

#define THROWN(generator, type, message) \
    async_athrow((generator).object, async_error_new(type, message))

/* A generator that is parked at its yield. */
static async_status parked(async_scope, answer how, async_owned *generator)
{
    *generator = async_new(answers, .how = how);
    GIVES(async_anext(generator->object), "1");
    CHECK_LOG("runs");
    return generator->status;
}

ASYNC_FUNCTION(athrow_gives_what_the_body_yields_next, async_value)
{
    async_owned generator;
    async_try(parked(async_here, YIELDS, &generator));
    GIVES(THROWN(generator, async_ValueError, "x"), "(2, 'two')");
    CHECK_LOG("ValueError cleaned");
    GIVES(async_anext(generator.object), "3");
    STOPS(async_anext(generator.object));
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(athrow_stops_if_the_body_returns, async_value)
{
    async_owned generator;
    async_try(parked(async_here, RETURNS, &generator));
    STOPS(THROWN(generator, async_ValueError, "x"));
    CHECK_LOG("ValueError cleaned");
    STOPS(async_anext(generator.object));
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(athrow_raises_what_the_body_lets_out_after_its_cleanup, async_value)
{
    async_owned generator;
    async_try(parked(async_here, RAISES_IT, &generator));
    async_error *error = async_error_new(async_ValueError, "x");
    async_value kept = async_value_retain(async_value_of(error));
    async_status status = async_await(async_athrow(generator.object, error), NULL);
    CHECK(status.error == error);
    CHECK_LOG("ValueError cleaned");
    CHECK_ERROR(status, async_ValueError, "x");
    async_value_release(kept);
    STOPS(async_anext(generator.object));
    async_release(generator.object);

    async_try(parked(async_here, REPLACES, &generator));
    RAISES_FROM(THROWN(generator, async_ValueError, "x"), async_RuntimeError, "replaced",
                async_ValueError, "x");
    CHECK_LOG("ValueError cleaned");
    STOPS(async_anext(generator.object));
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(athrow_ends_a_generator_that_has_not_started, async_value)
{
    async_owned generator = async_new(answers, .how = YIELDS);
    RAISES(THROWN(generator, async_ValueError, "x"), async_ValueError, "x");
    CHECK_LOG("");
    STOPS(async_anext(generator.object));
    GIVES(THROWN(generator, async_ValueError, "y"), "None");
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(athrow_into_a_generator_that_has_ended_gives_none, async_value)
{
    async_owned generator;
    for (int way = 0; way < 3; way++) {
        async_try(parked(async_here, way == 1 ? RAISES_IT : RETURNS, &generator));
        if (way == 0)
            STOPS(async_anext(generator.object));
        else if (way == 1)
            RAISES(THROWN(generator, async_ValueError, "x"), async_ValueError, "x");
        else
            GIVES(async_aclose(generator.object), "None");
        *history = 0;
        for (int i = 0; i < 2; i++) {
            GIVES(THROWN(generator, async_ValueError, "y"), "None");
            GIVES(THROWN(generator, async_StopAsyncIteration, "y"), "None");
            GIVES(THROWN(generator, async_GeneratorExit, "y"), "None");
        }
        STOPS(async_anext(generator.object));
        CHECK_LOG("");
        async_release(generator.object);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(athrow_of_generator_exit_is_not_a_close, async_value)
{
    async_owned generator;
    async_try(parked(async_here, RAISES_IT, &generator));
    RAISES(THROWN(generator, async_GeneratorExit, "mine"), async_GeneratorExit, "mine");
    CHECK_LOG("GeneratorExit cleaned");
    STOPS(async_anext(generator.object));
    async_release(generator.object);

    generator = async_new(answers, .how = YIELDS);
    RAISES(THROWN(generator, async_GeneratorExit, "mine"), async_GeneratorExit, "mine");
    CHECK_LOG("");
    async_release(generator.object);

    async_try(parked(async_here, YIELDS, &generator));
    GIVES(THROWN(generator, async_GeneratorExit, "mine"), "(2, 'two')");
    GIVES(async_anext(generator.object), "3");
    CHECK_LOG("GeneratorExit cleaned");
    STOPS(async_anext(generator.object));
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(stop_iteration_thrown_in_cannot_come_out, async_value)
{
    const struct {
        const async_error_type *type;
        const char *message;
    } stops[] = {
        {async_StopIteration, "async generator raised StopIteration"},
        {async_StopAsyncIteration, "async generator raised StopAsyncIteration"},
    };
    for (int i = 0; i < 4; i++) {
        async_owned generator = async_new(answers, .how = RAISES_IT);
        if (i < 2)
            GIVES(async_anext(generator.object), "1");
        RAISES_FROM(THROWN(generator, stops[i % 2].type, "x"), async_RuntimeError,
                    stops[i % 2].message, stops[i % 2].type, "x");
        STOPS(async_anext(generator.object));
        async_release(generator.object);
    }
    CHECK_LOG("runs StopIteration cleaned runs StopAsyncIteration cleaned");
    return ASYNC_OK;
}

#define NOT_AN_ERROR(value, type_name)                                             \
    RAISES(async_athrow(generator.object, async_value_of(value)), async_TypeError, \
           "exceptions must be classes or instances deriving from BaseException, not " type_name)

ASYNC_FUNCTION(athrow_refuses_what_is_no_error, async_value)
{
    async_owned generator = async_new(answers, .how = RETURNS);
    NOT_AN_ERROR(5, "int");
    CHECK_LOG("");
    GIVES(async_anext(generator.object), "1");
    NOT_AN_ERROR(5, "int");
    NOT_AN_ERROR("text", "str");
    NOT_AN_ERROR(async_list(1), "list");
    CHECK_LOG("runs");
    STOPS(async_anext(generator.object));
    CHECK_LOG("OK cleaned");
    GIVES(async_athrow(generator.object, 5), "None");
    async_release(generator.object);

    async_try(parked(async_here, RETURNS, &generator));
    async_owned task = async_spawn(async_anext(generator.object));
    async_try(async_sleep(0));
    RAISES(async_athrow(generator.object, 5), async_RuntimeError,
           "athrow(): asynchronous generator is already running");
    STOPS(task);
    CHECK_LOG("OK cleaned");
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(athrow_and_aclose_are_awaited_once, async_value)
{
    const char *message = "cannot reuse already awaited aclose()/athrow()";
    for (int way = 0; way < 6; way++) {
        async_owned generator = async_new(answers, .how = way / 2 == 1 ? RAISES_IT : YIELDS);
        if (way < 4)
            GIVES(async_anext(generator.object), "1");
        async_owned awaitable = way % 2 && way / 2 != 0 ? async_aclose(generator.object)
                                                        : THROWN(generator, async_ValueError, "x");
        async_error_clear(async_await(awaitable.object, NULL));
        *history = 0;
        RAISES(awaitable.object, async_RuntimeError, message);
        RAISED(NEXT(awaitable), async_RuntimeError, message);
        RAISED(THROW(awaitable, async_ValueError, "x"), async_RuntimeError, message);
        RAISES(awaitable, async_RuntimeError, message);
        CHECK_LOG("");
        GIVES(async_aclose(generator.object), "None");
        async_release(generator.object);
    }
    *history = 0;
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    async_use_virtual_clock();
    BEHAVIOUR("50", athrow_gives_what_the_body_yields_next);
    BEHAVIOUR("51", athrow_stops_if_the_body_returns);
    BEHAVIOUR("52", athrow_raises_what_the_body_lets_out_after_its_cleanup);
    BEHAVIOUR("53", athrow_ends_a_generator_that_has_not_started);
    BEHAVIOUR("54", athrow_into_a_generator_that_has_ended_gives_none);
    BEHAVIOUR("55", athrow_of_generator_exit_is_not_a_close);
    BEHAVIOUR("56", stop_iteration_thrown_in_cannot_come_out);
    BEHAVIOUR("57", athrow_refuses_what_is_no_error);
    BEHAVIOUR("58", athrow_and_aclose_are_awaited_once);
    return failures;
}
