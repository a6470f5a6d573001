/* Context managers (PEP 492, contextlib), and what collections.abc.AsyncGenerator adds. */
#include "behaviour.h"

typedef enum answer { RAISES_IT, STOPS_IT, RETURNS, FAILS } answer;

/* Has asend and athrow alone. */
ASYNC_CLASS(Mixed, async_value, (int, how, RAISES_IT), (int, to, 3))
{
    int current;
};

ASYNC_ASEND(Mixed)
{
    note("asend");
    note_value(async_value_retain(value));
    async_try(async_sleep(0));
    return self->current < args->to ? async_item(++self->current) : ASYNC_STOP;
}

ASYNC_ATHROW(Mixed)
{
    note("athrow");
    note(async_error_type_of(error)->name);
    async_try(async_sleep(0));
    switch ((answer)args->how) {
    case RAISES_IT:
        return async_raise_again((async_error *)async_retain((async_object *)error));
    case STOPS_IT:
        return async_raise(async_StopAsyncIteration, "%s", "");
    case RETURNS:
        return async_item("returned");
    default:
        return async_raise(async_ValueError, "while closing");
    }
}

ASYNC_FUNCTION(anext_is_asend_of_none_and_aclose_is_athrow_of_generator_exit, async_value)
{
    async_owned mixed = async_new(Mixed);
    async_owned iterator = async_aiter(mixed.object);
    CHECK(iterator.object == mixed.object);
    async_release(iterator.object);
    GIVES(async_anext(mixed.object), "1");
    GIVES(async_asend(mixed.object, "x"), "2");
    CHECK_LOG("asend None asend 'x'");
    GIVES(async_aclose(mixed.object), "None");
    CHECK_LOG("athrow GeneratorExit");
    RAISES(async_athrow(mixed.object, async_error_new(async_ValueError, "thrown")),
           async_ValueError, "thrown");
    CHECK_LOG("athrow ValueError");
    GIVES(async_anext(mixed.object), "3");
    STOPS(async_anext(mixed.object));
    GIVES(async_anext(mixed.object, "end"), "'end'");
    async_release(mixed.object);
    *history = 0;

    async_for (int, n, async_new(Mixed, .how = STOPS_IT)) {
        CHECK(n == 1);
        break;
    }
    CHECK_LOG("asend None athrow GeneratorExit");
    async_owned list = async_list_of(n, async_for (int, n, async_new(Mixed, .to = 2)));
    *history = 0;
    note_value(async_value_of(list));
    CHECK_LOG("[1, 2]");
    return ASYNC_OK;
}

ASYNC_FUNCTION(aclose_of_what_goes_on_or_fails_is_an_error, async_value)
{
    async_owned mixed = async_new(Mixed, .how = RETURNS);
    RAISES(async_aclose(mixed.object), async_RuntimeError,
           "asynchronous generator ignored GeneratorExit");
    GIVES(async_athrow(mixed.object, async_error_new(async_ValueError, "thrown")), "'returned'");
    async_release(mixed.object);
    mixed = async_new(Mixed, .how = FAILS);
    RAISES(async_aclose(mixed.object), async_ValueError, "while closing");
    async_release(mixed.object);
    *history = 0;
    return ASYNC_OK;
}

ASYNC_GENERATOR(guarded, int, (bool, fails, false))
{
    async_status status = ASYNC_OK;
    for (int i = 1; i <= 3 && !async_failed(status); i++)
        status = async_yield(i);
    note(async_failed(status) ? async_error_type_of(status.error)->name : "end");
    async_try(async_sleep(0));
    note("cleaned");
    return args->fails ? async_raise(async_ValueError, "while closing") : status;
}

ASYNC_FUNCTION(fails_in_aclosing, int, (bool, closing_fails, false))
{
    async_with (async_iterable, generator,
                async_aclosing(async_new(guarded, .fails = args->closing_fails))) {
        async_for (int, n, generator) {
            if (n == 2)
                return async_raise(async_TypeError, "in the block");
        }
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(aclosing_closes_once_however_the_block_is_left, async_value)
{
    async_with (async_iterable, generator, async_aclosing(async_new(guarded))) {
        CHECK(strcmp(async_type_name(generator), "async_generator") == 0);
        async_for (int, n, generator) {
            if (n == 2)
                break;
        }
        note("block");
    }
    CHECK_LOG("block GeneratorExit cleaned");
    async_with (async_iterable, generator, async_aclosing(async_new(guarded))) {
        async_for (int, n, generator) {
            (void)n;
        }
        note("block");
    }
    CHECK_LOG("end cleaned block");
    RAISES(async_new(fails_in_aclosing), async_TypeError, "in the block");
    CHECK_LOG("GeneratorExit cleaned");

    async_owned manager = async_aclosing(async_new(guarded, .fails = true));
    async_value generator;
    async_try(async_enter(manager.object, &generator));
    GIVES(async_anext(generator), "1");
    async_status status = async_exit(manager.object, async_raise(async_TypeError, "in the block"));
    const async_error *context = async_error_context(status.error);
    CHECK(context && async_error_type_of(context) == async_GeneratorExit);
    CHECK_ERROR(status, async_ValueError, "while closing");
    CHECK_LOG("GeneratorExit cleaned");
    async_value_release(generator);
    async_release(manager.object);

    manager = async_aclosing(async_list(1));
    async_try(async_enter(manager.object, NULL));
    CHECK_ERROR(async_exit(manager.object, ASYNC_OK), async_AttributeError,
                "'list' object has no attribute 'aclose'");
    async_release(manager.object);
    return ASYNC_OK;
}

typedef enum way { ONCE, NEVER, TWICE, ON, SWALLOWS, FAILS_ANEW, STOPS_ITSELF } way;

/* Yields 5; the rest is as `how` says. */
ASYNC_GENERATOR(context, int, (int, how))
{
    if (args->how == NEVER)
        return ASYNC_OK;
    async_status status = async_yield(5);
    note(async_failed(status) ? async_error_type_of(status.error)->name : "left");
    async_try(async_sleep(0));
    switch ((way)args->how) {
    case TWICE:
        return async_yield(6);
    case ON:
        async_error_clear(status);
        return async_yield(6);
    case SWALLOWS:
        async_error_clear(status);
        return ASYNC_OK;
    case FAILS_ANEW:
        return async_raise_from(status, async_RuntimeError, "anew");
    case STOPS_ITSELF:
        async_error_clear(status);
        return async_raise(async_StopAsyncIteration, "its own");
    default:
        return status;
    }
}

/* What leaving a context by an error comes to. */
static async_status leave_by(async_scope, way how, async_error *error)
{
    async_owned manager = async_context_manager(async_new(context, .how = how));
    async_value value;
    async_status status = async_enter(manager.object, &value);
    if (async_failed(status)) {
        async_error_release(error);
        async_release(manager.object);
        return status;
    }
    CHECK(value.kind == ASYNC_INT && value.integer == 5);
    status = async_exit(manager.object, error ? async_raise_again(error) : ASYNC_OK);
    async_release(manager.object);
    return status;
}

ASYNC_FUNCTION(a_generator_that_yields_otherwise_than_once_is_an_error, async_value)
{
    async_owned manager = async_context_manager(async_new(context, .how = NEVER));
    CHECK_ERROR(async_enter(manager.object, NULL), async_RuntimeError, "generator didn't yield");
    async_release(manager.object);
    CHECK_ERROR(leave_by(async_here, TWICE, NULL), async_RuntimeError, "generator didn't stop");
    CHECK_LOG("left");
    CHECK_ERROR(leave_by(async_here, ON, async_error_new(async_ValueError, "in the block")),
                async_RuntimeError, "generator didn't stop after athrow()");
    CHECK_LOG("ValueError");
    CHECK_ERROR(async_context_manager(async_list(1)).status, async_TypeError,
                "async_context_manager() expected an asynchronous generator, got list");
    /* What did not stop is closed by a turn of the loop, as its manager has been dropped. */
    for (int i = 0; i < 3; i++)
        async_try(async_sleep(0));
    CHECK_LOG("");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_context_without_an_error_is_left_by_the_end_of_its_generator, async_value)
{
    async_try(leave_by(async_here, ONCE, NULL));
    CHECK_LOG("left");
    CHECK_ERROR(leave_by(async_here, FAILS_ANEW, NULL), async_RuntimeError, "anew");
    CHECK_LOG("left");
    CHECK_ERROR(leave_by(async_here, STOPS_ITSELF, NULL), async_RuntimeError,
                "async generator raised StopAsyncIteration");
    CHECK_LOG("left");
    return ASYNC_OK;
}

ASYNC_FUNCTION(the_block_s_error_is_raised_at_the_yield, async_value)
{
    async_try(leave_by(async_here, SWALLOWS, async_error_new(async_ValueError, "in the block")));
    CHECK_LOG("ValueError");
    CHECK_ERROR(leave_by(async_here, FAILS_ANEW, async_error_new(async_RuntimeError, "old")),
                async_RuntimeError, "anew");
    CHECK_LOG("RuntimeError");

    const async_error_type *types[] = {async_ValueError,
                                       async_RuntimeError,
                                       async_StopIteration,
                                       async_StopAsyncIteration,
                                       async_GeneratorExit,
                                       async_CancelledError,
                                       NULL};
    for (int i = 0; types[i]; i++) {
        async_error *error = async_error_new(types[i], "in the block");
        async_status status = leave_by(async_here, ONCE, error);
        CHECK(status.error == error);
        CHECK_ERROR(status, types[i], "in the block");
        CHECK_LOG(types[i]->name);
    }
    CHECK_ERROR(leave_by(async_here, STOPS_ITSELF, async_error_new(async_ValueError, "old")),
                async_RuntimeError, "async generator raised StopAsyncIteration");
    CHECK_LOG("ValueError");
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    BEHAVIOUR("80", anext_is_asend_of_none_and_aclose_is_athrow_of_generator_exit);
    BEHAVIOUR("81", aclose_of_what_goes_on_or_fails_is_an_error);
    BEHAVIOUR("82", aclosing_closes_once_however_the_block_is_left);
    BEHAVIOUR("83", a_generator_that_yields_otherwise_than_once_is_an_error);
    BEHAVIOUR("83", a_context_without_an_error_is_left_by_the_end_of_its_generator);
    BEHAVIOUR("83", the_block_s_error_is_raised_at_the_yield);
    return failures;
}
