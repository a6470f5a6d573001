/* The statement `async for` (PEP 492), and what it takes. */
#include "check.h"

ASYNC_GENERATOR(count, int, (int, to), (double, delay, -1), (bool, fails, false))
{
    for (int i = 1; i <= args->to; i++) {
        if (args->delay >= 0)
            async_try(async_sleep(args->delay));
        async_status status = async_yield(i);
        if (async_failed(status)) {
            note(async_error_is(status, async_GeneratorExit) ? "closed" : "thrown");
            async_try(async_sleep(0));
            note("cleaned");
            return status;
        }
    }
    note("end");
    return args->fails ? async_raise(async_ValueError, "after %d", args->to) : ASYNC_OK;
}

static int sum_of;

ASYNC_FUNCTION(items_break_continue_and_else, async_value)
{
    for (int delay = -1; delay <= 0; delay++) {
        sum_of = 0;
        async_for (int, n, async_new(count, .to = 4, .delay = delay)) {
            if (n == 2)
                continue;
            sum_of += n;
        }
        else
        {
            note("else");
        }
        CHECK(sum_of == 1 + 3 + 4);
        CHECK_LOG("end else");
        async_for (int, n, async_new(count, .to = 4, .delay = delay)) {
            if (n == 2)
                break;
        }
        else
        {
            note("else");
        }
        note("after");
        CHECK_LOG("closed cleaned after");
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(returns_early, int)
{
    async_for (int, n, async_new(count, .to = 3)) {
        if (n == 2)
            return async_return(n * 10);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(return_closes_before_the_caller_goes_on, async_value)
{
    async_owned coroutine = async_new(returns_early);
    async_value result;
    async_try(async_await(coroutine.object, &result));
    note("result");
    CHECK(result.kind == ASYNC_INT && result.integer == 20);
    CHECK_LOG("closed cleaned result");
    async_release(coroutine.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(nested_loops_and_loops_in_else, async_value)
{
    sum_of = 0;
    async_for (int, outer, async_new(count, .to = 3)) {
        async_for (int, inner, async_new(count, .to = outer)) {
            sum_of += inner;
        }
        else
        {
            async_for (int, last, async_new(count, .to = 1)) {
                sum_of += 100 * last;
            }
        }
    }
    CHECK(sum_of == 1 + 3 + 6 + 300);
    *history = 0;
    return ASYNC_OK;
}

ASYNC_FUNCTION(sums, int, (async_iterable, source))
{
    int sum = 0;
    async_for (int, n, args->source) {
        sum_of = sum += n;
    }
    else
    {
        note("else");
    }
    return async_return(sum);
}

/* Awaits sums() over an iterable, which it takes. */
static async_status sum_over(async_scope, async_owned source)
{
    async_owned coroutine = async_new(sums, .source = source.object);
    async_status status = async_await(coroutine.object, NULL);
    async_release(coroutine.object);
    return status;
}

ASYNC_FUNCTION(errors_of_the_source_leave_the_loop, async_value)
{
    sum_of = 0;
    CHECK_ERROR(sum_over(async_here, async_new(count, .to = 3, .fails = true)), async_ValueError,
                "after 3");
    CHECK(sum_of == 6);
    CHECK_LOG("end");
    return ASYNC_OK;
}

/* An iterable that gives each loop a new iterator. */
ASYNC_CLASS(Fresh, int, (int, to))
{
    int loops;
};

ASYNC_AITER(Fresh)
{
    self->loops++;
    async_owned created = async_new(count, .to = args->to * self->loops);
    *iterator = created.object;
    return created.status;
}

/* An iterable whose iterator is none. */
ASYNC_CLASS(Wrong, int)
{
    int unused;
};

ASYNC_AITER(Wrong)
{
    *iterator = async_new(sums, .source = NULL).object;
    return ASYNC_OK;
}

ASYNC_CLASS(Refusing, int)
{
    int unused;
};

ASYNC_AITER(Refusing)
{
    (void)iterator;
    return async_raise(async_ValueError, "not today");
}

ASYNC_FUNCTION(iterables_give_each_loop_a_fresh_iterator, async_value)
{
    async_owned fresh = async_new(Fresh, .to = 2);
    for (int loop = 1; loop <= 3; loop++) {
        int items = 0;
        async_for (int, n, fresh.object) {
            items = n;
        }
        CHECK(items == 2 * loop);
    }
    async_release(fresh.object);
    *history = 0;
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_cannot_be_iterated_is_a_type_error, async_value)
{
    CHECK_ERROR(sum_over(async_here, async_new(sums, .source = NULL)), async_TypeError,
                "'async for' requires an object with __aiter__ method, got coroutine");
    CHECK_ERROR(sum_over(async_here, (async_owned){0}), async_TypeError,
                "'async for' requires an object with __aiter__ method, got NoneType");
    CHECK_ERROR(sum_over(async_here, async_new(Wrong)), async_TypeError,
                "'async for' received an object from __aiter__ that does not implement __anext__: "
                "coroutine");
    CHECK_ERROR(sum_over(async_here, async_new(Refusing)), async_ValueError, "not today");
    CHECK_LOG("");
    return ASYNC_OK;
}

/* One value of each kind. */
ASYNC_GENERATOR(values, async_value)
{
    async_try(async_yield((bool)true));
    async_try(async_yield(-7));
    async_try(async_yield(1LL << 40));
    async_try(async_yield(2.5));
    async_try(async_yield("text"));
    async_try(async_yield(((async_bytes){(const uint8_t *)"\0\1", 2})));
    async_try(async_yield(async_none()));
    async_try(async_yield(async_new(count, .to = 1)));
    return ASYNC_OK;
}

ASYNC_FUNCTION(loop_variables_of_any_type_take_any_value, async_value)
{
    const char *names[] = {"bool", "int",   "int",      "float",
                           "str",  "bytes", "NoneType", "async_generator"};
    int index = 0;
    async_for (async_value, value, async_new(values)) {
        CHECK(strcmp(async_value_type_name(&value), names[index++]) == 0);
    }
    CHECK(index == 8);
    return ASYNC_OK;
}

#define TAKES(type)                                             \
    ASYNC_FUNCTION(takes_##type, int, (async_iterable, source)) \
    {                                                           \
        async_for (type, item, args->source) {                  \
            (void)item;                                         \
            sum_of++;                                           \
        }                                                       \
        return ASYNC_OK;                                        \
    }
TAKES(bool)
TAKES(int)
TAKES(int64_t)
TAKES(double)
TAKES(async_string)
TAKES(async_bytes)
TAKES(async_iterable)

ASYNC_GENERATOR(one, async_value, (async_value, item))
{
    async_try(async_yield(async_value_retain(args->item)));
    note("not closed");
    return ASYNC_OK;
}

#define CONVERTS(type, given, type_of_error, message)                                      \
    do {                                                                                   \
        async_owned coroutine = async_new(                                                 \
            takes_##type, .source = async_new(one, .item = async_value_of(given)).object); \
        async_status status = async_await(coroutine.object, NULL);                         \
        if (*(message))                                                                    \
            CHECK_ERROR(status, type_of_error, message);                                   \
        else                                                                               \
            CHECK(!async_failed(status));                                                  \
        async_release(coroutine.object);                                                   \
        CHECK_LOG(*(message) ? "" : "not closed");                                         \
    } while (0)

ASYNC_FUNCTION(loop_variables_are_converted_or_refused, async_value)
{
    CONVERTS(bool, (bool)false, async_TypeError, "");
    CONVERTS(bool, 0, async_TypeError, "expected bool, got int");
    CONVERTS(int, 5.0, async_TypeError, "");
    CONVERTS(int, 5.5, async_TypeError, "expected int, got a float with a fraction");
    CONVERTS(int, 2147483648.0, async_OverflowError, "number does not fit 32 bits");
    CONVERTS(int, "5", async_TypeError, "expected int, got str");
    CONVERTS(int64_t, -9223372036854775808.0, async_TypeError, "");
    CONVERTS(int64_t, 9223372036854775808.0, async_OverflowError, "number does not fit 64 bits");
    CONVERTS(int64_t, 0.0 / 0.0, async_TypeError, "expected int, got a float with a fraction");
    CONVERTS(double, 3, async_TypeError, "");
    CONVERTS(double, (bool)true, async_TypeError, "expected float, got bool");
    CONVERTS(async_string, "", async_TypeError, "");
    CONVERTS(async_string, 1, async_TypeError, "expected str, got int");
    CONVERTS(async_bytes, "", async_TypeError, "expected bytes, got str");
    CONVERTS(async_iterable, 1, async_TypeError, "expected an object, got int");
    /* The coroutines' arguments held the generators, which are closed by a turn of the loop. */
    return async_sleep(0);
}

ASYNC_FUNCTION(a_loop_keeps_what_somebody_else_holds, async_value)
{
    async_owned generator = async_new(count, .to = 3);
    async_for (int, n, generator.object) {
        CHECK(n == 1);
        break;
    }
    CHECK_LOG("");
    async_for (int, n, generator.object) {
        CHECK(n == 2);
        break;
    }
    CHECK_LOG("");
    async_release(generator.object);
    CHECK_LOG("");
    async_try(async_sleep(0));
    CHECK_LOG("");
    async_try(async_sleep(0));
    CHECK_LOG("closed");
    async_try(async_sleep(0));
    CHECK_LOG("cleaned");
    return ASYNC_OK;
}

ASYNC_FUNCTION(takes_one, int, (async_iterable, source))
{
    async_value first;
    async_try(async_await(async_anext(args->source), &first));
    return async_return(first);
}

ASYNC_FUNCTION(arguments_are_given_up_when_the_body_ends, async_value)
{
    async_value first;
    async_owned coroutine = async_new(takes_one, .source = async_new(count, .to = 3).object);
    async_try(async_await(coroutine.object, &first));
    async_try(async_sleep(0));
    async_try(async_sleep(0));
    CHECK_LOG("closed");
    async_try(async_sleep(0));
    CHECK_LOG("cleaned");
    async_release(coroutine.object);
    return ASYNC_OK;
}

/* What asks for items as the callback of a library does: with no scope in sight. */
static void note_next(async_iteration *iteration)
{
    async_value item;
    async_status status = async_next_value(iteration, &item);
    char word[16] = "stop";
    if (!async_failed(status))
        (void)snprintf(word, sizeof word, "%d", (int)item.integer);
    else if (!async_stopped(status))
        (void)snprintf(word, sizeof word, "%s", async_error_type_of(status.error)->name);
    note(word);
    async_error_clear(status);
}

static async_status ask(async_scope, async_owned source, int times)
{
    ASYNC_ITERATION(items, source);
    for (int i = 0; i < times; i++)
        note_next(&items);
    return ASYNC_OK;
}

ASYNC_FUNCTION(items_are_asked_for_one_by_one, async_value)
{
    for (int delay = -1; delay <= 0; delay++) {
        async_try(ask(async_here, async_new(count, .to = 2, .delay = delay), 4));
        CHECK_LOG("1 2 end stop stop");
        async_try(ask(async_here, async_new(count, .to = 2, .delay = delay), 1));
        CHECK_LOG("1 closed cleaned");
        async_try(ask(async_here, async_new(count, .to = 1, .delay = delay, .fails = true), 3));
        CHECK_LOG("1 end ValueError stop");
    }
    async_try(ask(async_here, async_list(1), 2));
    CHECK_LOG("TypeError stop");
    return ASYNC_OK;
}

static async_iteration *of_another;

ASYNC_FUNCTION(asks_in_the_place_of_another, async_value)
{
    async_value item;
    CHECK_ERROR(async_next_value(of_another, &item), async_RuntimeError,
                "'async_next_value' outside the coroutine of its ASYNC_ITERATION");
    CHECK(item.kind == ASYNC_NONE);
    return ASYNC_OK;
}

SYNC_GENERATOR(asks_where_nothing_can_be_awaited, int)
{
    async_value item;
    CHECK_ERROR(async_next_value(of_another, &item), async_RuntimeError,
                "'await' outside async function");
    return async_yield(0);
}

ASYNC_FUNCTION(items_are_for_the_coroutine_that_iterates, async_value)
{
    ASYNC_ITERATION(items, async_new(count, .to = 1));
    of_another = &items;
    async_try(async_await(async_new(asks_in_the_place_of_another), NULL));
    sync_for (int, n, async_new(asks_where_nothing_can_be_awaited)) {
        CHECK(n == 0);
    }
    note_next(&items);
    CHECK_LOG("1");
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    RUN(items_break_continue_and_else);
    RUN(return_closes_before_the_caller_goes_on);
    RUN(nested_loops_and_loops_in_else);
    RUN(errors_of_the_source_leave_the_loop);
    RUN(iterables_give_each_loop_a_fresh_iterator);
    RUN(what_cannot_be_iterated_is_a_type_error);
    RUN(loop_variables_of_any_type_take_any_value);
    RUN(loop_variables_are_converted_or_refused);
    RUN(a_loop_keeps_what_somebody_else_holds);
    RUN(arguments_are_given_up_when_the_body_ends);
    RUN(items_are_asked_for_one_by_one);
    RUN(items_are_for_the_coroutine_that_iterates);
    return failures;
}
