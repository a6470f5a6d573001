/* Errors: their types, causes, contexts and trails; errors as values; and what cannot be suspended.
 * Called with "print", it prints errors instead. */
#include "behaviour.h"

#include <limits.h>
#include <math.h>

ASYNC_ERROR_TYPE(ParseError, async_ValueError);
ASYNC_ERROR_TYPE(TokenError, ParseError);
ASYNC_ERROR_TYPE(Abort, async_BaseException);

typedef struct derivation {
    const async_error_type *type;
    const char *name;
    const async_error_type *base;
} derivation;

ASYNC_FUNCTION(types_are_derived_as_in_python, async_value)
{
    const derivation expected[] = {
        {async_BaseException, "BaseException", NULL},
        {async_GeneratorExit, "GeneratorExit", async_BaseException},
        {async_CancelledError, "CancelledError", async_BaseException},
        {async_Exception, "Exception", async_BaseException},
        {async_StopIteration, "StopIteration", async_Exception},
        {async_StopAsyncIteration, "StopAsyncIteration", async_Exception},
        {async_AttributeError, "AttributeError", async_Exception},
        {async_InvalidStateError, "InvalidStateError", async_Exception},
        {async_LookupError, "LookupError", async_Exception},
        {async_IndexError, "IndexError", async_LookupError},
        {async_KeyError, "KeyError", async_LookupError},
        {async_MemoryError, "MemoryError", async_Exception},
        {async_OverflowError, "OverflowError", async_Exception},
        {async_RuntimeError, "RuntimeError", async_Exception},
        {async_RecursionError, "RecursionError", async_RuntimeError},
        {async_TimeoutError, "TimeoutError", async_Exception},
        {async_TypeError, "TypeError", async_Exception},
        {async_ValueError, "ValueError", async_Exception},
        {async_JavaScriptError, "JavaScriptError", async_Exception},
        {async_QueueEmpty, "QueueEmpty", async_Exception},
        {async_QueueFull, "QueueFull", async_Exception},
        {TokenError, "TokenError", ParseError}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        CHECK(strcmp(expected[i].type->name, expected[i].name) == 0);
        CHECK(expected[i].type->base == expected[i].base);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(an_error_is_of_its_type_and_of_those_it_derives_from, async_value)
{
    async_status status = async_raise(TokenError, "at %d", 7);
    CHECK(async_error_is(status, TokenError) && async_error_is(status, ParseError));
    CHECK(async_error_is(status, async_ValueError) && async_error_is(status, async_Exception));
    CHECK(async_error_is(status, async_BaseException) && !async_error_is(status, Abort));
    CHECK(!async_error_is(status, async_TypeError));
    CHECK(strcmp(async_error_type_of(status.error)->name, "TokenError") == 0);
    CHECK_ERROR(status, TokenError, "at 7");
    status = async_raise(Abort, "%s", "");
    CHECK(async_error_is(status, async_BaseException) && !async_error_is(status, async_Exception));
    async_error_clear(status);
    CHECK(!async_error_is(ASYNC_OK, async_BaseException));
    CHECK(async_error_is(ASYNC_STOP, async_StopAsyncIteration) && async_stopped(ASYNC_STOP));
    status = async_raise(async_StopAsyncIteration, "%s", "");
    CHECK(!async_stopped(status) && async_failed(status));
    async_error_clear(status);
    return ASYNC_OK;
}

ASYNC_FUNCTION(ok_is_no_error, async_value)
{
    CHECK(!async_error_take(ASYNC_OK));
    CHECK(!async_failed(async_raise_again(NULL)));
    async_error_release(NULL);
    async_error_clear(ASYNC_OK);
    async_error_clear(ASYNC_STOP);
    async_error_release(async_error_take(ASYNC_STOP));
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_cause_is_given_and_a_context_comes_by_itself, async_value)
{
    async_status first = async_raise(async_ValueError, "first");
    CHECK(!async_error_cause(first.error) && !async_error_context(first.error));
    async_status second = async_raise(async_TypeError, "second");
    CHECK(async_error_context(second.error) == first.error && !async_error_cause(second.error));
    async_status third = async_raise_from(second, async_RuntimeError, "third");
    CHECK(async_error_cause(third.error) == second.error);
    async_error_clear(third);
    async_error_clear(first);

    first = async_raise(async_ValueError, "handled");
    async_error_clear(first);
    second = async_raise(async_TypeError, "second");
    CHECK(!async_error_context(second.error));
    async_error *taken = async_error_take(second);
    CHECK(!async_failed(async_await(async_gather(), NULL)));
    third = async_raise(async_ValueError, "third");
    CHECK(!async_error_context(third.error));
    async_error_clear(third);
    third = async_raise_from(async_raise_again(taken), async_ValueError, "from");
    CHECK(async_error_cause(third.error) == taken && async_error_context(third.error) == taken);
    async_error_clear(third);
    third = async_raise_from(ASYNC_OK, async_ValueError, "from none");
    CHECK(!async_error_cause(third.error) && !async_error_context(third.error));
    async_error_clear(third);
    return ASYNC_OK;
}

ASYNC_FUNCTION(fails, int)
{
    async_try(async_sleep(0));
    return async_raise(async_ValueError, "deep");
}

ASYNC_GENERATOR(awaits_it, int)
{
    return async_await(async_new(fails), NULL);
}

ASYNC_CLASS(Steps, int)
{
    int unused;
};

ASYNC_ANEXT(Steps)
{
    async_for (int, n, async_new(awaits_it)) {
        return async_item(n);
    }
    return ASYNC_STOP;
}

ASYNC_FUNCTION(loops_over_it, int)
{
    async_for (int, n, async_new(Steps)) {
        (void)n;
    }
    return ASYNC_OK;
}

static void note_trail(async_status status)
{
    const char *name;
    for (size_t step = 0; (name = async_error_trail(status.error, step)); step++)
        note(name);
    async_error_clear(status);
}

/* A name for which there is no memory is left out. */
#define CHECK_TRAIL(expected)    \
    do {                         \
        if (faults_failed())     \
            *history = 0;        \
        else                     \
            CHECK_LOG(expected); \
    } while (0)

ASYNC_FUNCTION(a_trail_names_the_coroutines_from_the_innermost_outwards, async_value)
{
    note_trail(async_await(async_new(loops_over_it), NULL));
    CHECK_TRAIL("fails awaits_it Steps.__anext__ loops_over_it");
    note_trail(async_await(async_spawn(async_new(loops_over_it)), NULL));
    CHECK_TRAIL("fails awaits_it Steps.__anext__ loops_over_it");
    note_trail(async_raise(async_ValueError, "here"));
    CHECK_LOG("");
    return ASYNC_OK;
}

ASYNC_GENERATOR(gives, async_value, (async_value, item))
{
    return async_yield(async_value_retain(args->item));
}

ASYNC_FUNCTION(returns, async_value, (async_value, result))
{
    return async_return(async_value_retain(args->result));
}

ASYNC_FUNCTION(an_error_can_be_an_item_or_a_result, async_value)
{
    const async_error_type *types[] = {async_ValueError, async_StopIteration,
                                       async_StopAsyncIteration, async_CancelledError, NULL};
    for (int i = 0; types[i]; i++) {
        async_error *error = async_error_new(types[i], "an item");
        async_value item = async_value_of(error);
        CHECK(strcmp(async_value_type_name(&item), types[i]->name) == 0);
        async_for (async_value, value, async_new(gives, .item = async_value_retain(item))) {
            async_error *given = NULL;
            async_try(async_value_to(&value, &given));
            CHECK(given == error);
            note("item");
        }
        async_value got;
        async_try(async_await(async_new(returns, .result = async_value_retain(item)), &got));
        CHECK(got.object == item.object);
        async_value_release(got);
        async_owned future = async_future_new();
        async_try(async_future_set_result(future.object, async_value_retain(item)));
        async_try(async_await(future, &got));
        CHECK(got.object == item.object);
        async_value_release(got);
        async_value_release(item);
    }
    CHECK_LOG("item item item item");
    return ASYNC_OK;
}

enum { LONG = 200000 };

ASYNC_FUNCTION(long_chains_are_freed_one_after_the_other, async_value)
{
    async_status status = ASYNC_OK;
    for (int i = 0; i < LONG; i++)
        status = async_raise_from(status, async_ValueError, "%d", i);
    CHECK_ERROR(status, async_ValueError, "199999");
    for (int i = 0; i < LONG; i++)
        status = async_raise(async_ValueError, "%d", i);
    CHECK(async_error_context(status.error) && !async_error_cause(status.error));
    return ASYNC_OK;
}

/* What has no scope in sight, and may be called from anywhere. */
static async_status calls_back(void)
{
    async_try(async_sleep_for(0));
    async_value result;
    async_try(async_await_value(async_value_of(async_future_new()), &result));
    return ASYNC_OK;
}

ASYNC_GENERATOR(calls_back_to_yield, int)
{
    async_try(async_sleep_for(0));
    async_try(async_yield_value(async_value_of(async_list(1))));
    async_value result;
    async_value coroutine = async_value_of(async_new(returns, .result = async_value_of(2)));
    async_status status = async_await_value(coroutine, &result);
    async_value_release(coroutine);
    async_try(status);
    return async_yield_value(result);
}

ASYNC_FUNCTION(yields, int)
{
    return async_yield_value(async_value_of(async_list(1)));
}

ASYNC_FUNCTION(code_without_a_scope_suspends_what_it_runs_in, async_value)
{
    async_owned list = async_list_of(
        async_value_retain(value), async_for (async_value, value, async_new(calls_back_to_yield)));
    note_value(async_value_of(list));
    CHECK_LOG("[[1], 2]");
    RAISES(async_new(yields), async_RuntimeError, "'yield' outside async generator");
    return ASYNC_OK;
}

/* Nothing can be suspended here. */
static void check_refused(void)
{
    async_value result = async_none();
    CHECK_ERROR(async_sleep_for(0), async_RuntimeError, "'await' outside async function");
    CHECK_ERROR(async_await_value(async_none(), &result), async_RuntimeError,
                "'await' outside async function");
    CHECK_ERROR(async_yield_value(async_value_of(async_list(1))), async_RuntimeError,
                "'yield' outside async function");
    note("refused");
}

ASYNC_CLASS(Plain, int)
{
    int unused;
};

ASYNC_INIT(Plain)
{
    check_refused();
    return ASYNC_OK;
}

ASYNC_DROP(Plain)
{
    check_refused();
}

ASYNC_AITER(Plain)
{
    check_refused();
    *iterator = async_new(Steps).object;
    return ASYNC_OK;
}

ASYNC_ITER(Plain)
{
    check_refused();
    async_owned list = async_list(1);
    async_owned created = async_iter(list.object);
    async_release(list.object);
    *iterator = created.object;
    return created.status;
}

ASYNC_CLASS(PlainNext, int)
{
    int unused;
};

ASYNC_NEXT(PlainNext)
{
    check_refused();
    *item = async_none();
    return ASYNC_STOP;
}

SYNC_GENERATOR(plain_generator, int)
{
    async_value result = async_none();
    CHECK_ERROR(async_sleep_for(0), async_RuntimeError, "'await' outside async function");
    CHECK_ERROR(async_await_value(async_none(), &result), async_RuntimeError,
                "'await' outside async function");
    note("refused");
    return async_yield_value(async_value_of(1));
}

static void handler(const async_exception_context *context)
{
    (void)context;
    check_refused();
}

ASYNC_GENERATOR(what_must_not_be_suspended_is_not, int)
{
    async_owned plain = async_new(Plain);
    CHECK_LOG("refused");
    async_release(async_aiter(plain.object).object);
    CHECK_LOG("refused");
    sync_for (int, n, plain) {
        CHECK(n == 1);
    }
    CHECK_LOG("refused refused");
    sync_for (int, n, async_new(PlainNext)) {
        CHECK(n == 1);
    }
    CHECK_LOG("refused");
    sync_for (int, n, async_new(plain_generator)) {
        CHECK(n == 1);
    }
    CHECK_LOG("refused");
    async_set_exception_handler(handler);
    async_release(async_new(fails).object);
    async_set_exception_handler(NULL);
    CHECK_LOG("refused");
    return ASYNC_OK;
}

ASYNC_FUNCTION(neither_coroutines_nor_generators_are_suspended_in_plain_methods, async_value)
{
    async_for (int, n, async_new(what_must_not_be_suspended_is_not)) {
        (void)n;
    }
    return ASYNC_OK;
}

static async_status outside_of_a_coroutine_nothing_can_be_suspended(void)
{
    check_refused();
    CHECK_ERROR(calls_back(), async_RuntimeError, "'await' outside async function");
    async_status first = async_raise(async_ValueError, "outside");
    async_status second = async_raise(async_TypeError, "outside");
    CHECK(async_error_context(second.error) == first.error);
    async_error_clear(first);
    async_error_clear(second);
    return ASYNC_OK;
}

ASYNC_FUNCTION(handles_badly, int)
{
    async_status status = async_await(async_new(loops_over_it), NULL);
    return async_failed(status) ? async_raise(TokenError, "%s", "") : ASYNC_OK;
}

ASYNC_FUNCTION(fails_from_it, int)
{
    async_status status = async_await(async_new(handles_badly), NULL);
    return async_raise_from(status, async_RuntimeError, "in the end");
}

static int print(void)
{
    async_status status = async_run(async_new(fails_from_it), NULL);
    async_error_print(status);
    async_error_clear(status);
    async_error_print(ASYNC_STOP);
    return 0;
}

/* As the standard library formats it. */
#define CHECK_FORMAT(...)                                                                    \
    do {                                                                                     \
        char expected[128];                                                                  \
        (void)snprintf(expected, sizeof expected, __VA_ARGS__);                              \
        CHECK_ERROR(async_raise(async_ValueError, __VA_ARGS__), async_ValueError, expected); \
    } while (0)

ASYNC_FUNCTION(messages_are_formatted_as_by_printf, async_value)
{
    CHECK_FORMAT("%d %i %u %x %o %c %% %s", -7, INT_MIN, UINT_MAX, 255, 8, 'c', "text");
    CHECK_FORMAT("%5d|%-5d|%05d|%+d|% d|%.3d|%-*d|%*d", 1, 2, -3, 4, 5, 6, 4, 7, 4, 8);
    CHECK_FORMAT("%10s|%-10s|%.2s|%.*s", "right", "left", "cut", 3, "cut off");
    CHECK_FORMAT("%lld %llu %ld %zu %hd %hhu", LLONG_MIN, ULLONG_MAX, LONG_MAX, (size_t)1, (short)2,
                 (unsigned char)3);
    CHECK_FORMAT("%f %.2f %.0f %+f %f %f", 1.5, -2.999, 2.6, 0.25, (double)INFINITY, 1e17);
    CHECK_FORMAT("%e", 1e300);
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    if (argument_count > 1 && strcmp(arguments[1], "print") == 0)
        return print();
    tests_begin(argument_count, arguments);
    RUN(types_are_derived_as_in_python);
    RUN(an_error_is_of_its_type_and_of_those_it_derives_from);
    RUN(ok_is_no_error);
    RUN(a_cause_is_given_and_a_context_comes_by_itself);
    RUN(a_trail_names_the_coroutines_from_the_innermost_outwards);
    RUN(messages_are_formatted_as_by_printf);
    RUN(an_error_can_be_an_item_or_a_result);
    RUN(long_chains_are_freed_one_after_the_other);
    RUN(code_without_a_scope_suspends_what_it_runs_in);
    RUN(neither_coroutines_nor_generators_are_suspended_in_plain_methods);
    RUN_OUTSIDE(outside_of_a_coroutine_nothing_can_be_suspended);
    return failures;
}
