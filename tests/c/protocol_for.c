/* Behaviours 1 to 12: `async for`, seen by who iterates (PEP 492). */
#include "behaviour.h"

ASYNC_FUNCTION(loops, async_value, (async_value, source))
{
    async_for (async_value, item, args->source) {
        note_value(async_value_retain(item));
    }
    else
    {
        note("else");
    }
    note("after");
    return ASYNC_OK;
}

#define LOOPS(source_) async_new(loops, .source = async_value_of(source_))

/* Its `__aiter__` gives what it was given. */
ASYNC_CLASS(Gives, int, (async_iterable, given))
{
    int unused;
};

ASYNC_AITER(Gives)
{
    *iterator = async_retain(args->given);
    return ASYNC_OK;
}

ASYNC_CLASS(I, int)
{
    int unused;
};

ASYNC_AWAIT(I)
{
    return ASYNC_OK;
}

SYNC_GENERATOR(plain, int)
{
    return async_yield(1);
}

ASYNC_FUNCTION(what_is_no_iterable_or_gives_no_iterator_is_refused, async_value)
{
    RAISES(LOOPS(async_tuple(1, 2)), async_TypeError,
           "'async for' requires an object with __aiter__ method, got tuple");
    RAISES(LOOPS(7), async_TypeError,
           "'async for' requires an object with __aiter__ method, got int");
    RAISES(LOOPS(async_new(plain)), async_TypeError,
           "'async for' requires an object with __aiter__ method, got generator");
    RAISES(LOOPS(async_none()), async_TypeError,
           "'async for' requires an object with __aiter__ method, got NoneType");
    RAISES(LOOPS(async_new(Gives, .given = async_new(I).object)), async_TypeError,
           "'async for' received an object from __aiter__ that does not implement __anext__: I");
    RAISES(LOOPS(async_new(Gives, .given = async_list(1).object)), async_TypeError,
           "'async for' received an object from __aiter__ that does not implement __anext__: "
           "list");
    CHECK_LOG("");
    return ASYNC_OK;
}

/* Its `__anext__` is a plain method that gives what it was given. */
ASYNC_CLASS(Anext, async_value, (async_value, given))
{
    int unused;
};

ASYNC_ANEXT_AWAITABLE(Anext)
{
    *awaitable = async_value_retain(args->given);
    return ASYNC_OK;
}

/* Its `__await__` fails. */
ASYNC_CLASS(F, int)
{
    int unused;
};

ASYNC_AWAIT_ITERATOR(F)
{
    (void)iterator;
    return async_raise(async_ValueError, "no");
}

ASYNC_FUNCTION(an_item_that_cannot_be_awaited_is_refused_with_the_reason_as_cause, async_value)
{
    RAISES_FROM(LOOPS(async_new(Anext, .given = async_value_of(async_tuple(1)))), async_TypeError,
                "'async for' received an invalid object from __anext__: tuple", async_TypeError,
                "object tuple can't be used in 'await' expression");
    RAISES_FROM(LOOPS(async_new(Anext, .given = async_value_of(async_new(plain)))), async_TypeError,
                "'async for' received an invalid object from __anext__: generator", async_TypeError,
                "object generator can't be used in 'await' expression");
    RAISES_FROM(LOOPS(async_new(Anext, .given = async_value_of(1))), async_TypeError,
                "'async for' received an invalid object from __anext__: int", async_TypeError,
                "object int can't be used in 'await' expression");
    RAISES_FROM(LOOPS(async_new(Anext, .given = async_value_of(async_new(F)))), async_TypeError,
                "'async for' received an invalid object from __anext__: F", async_ValueError, "no");
    CHECK_LOG("");
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

ASYNC_FUNCTION(an_error_of_aiter_leaves_the_loop_as_it_is, async_value)
{
    async_status status = async_await(LOOPS(async_new(Refusing)), NULL);
    CHECK(status.error && !async_error_cause(status.error));
    CHECK_ERROR(status, async_ValueError, "not today");
    CHECK_LOG("");
    return ASYNC_OK;
}

ASYNC_GENERATOR(numbers, int, (int, from, 1), (int, to))
{
    for (int i = args->from; i <= args->to; i++)
        async_try(async_yield(i));
    return ASYNC_OK;
}

/* Its `__aiter__` is the call of an asynchronous generator function. */
ASYNC_CLASS(Counting, int)
{
    int calls;
};

ASYNC_AITER(Counting)
{
    self->calls++;
    note("aiter");
    async_owned created = async_new(numbers, .from = self->calls * 10, .to = self->calls * 10 + 1);
    *iterator = created.object;
    return created.status;
}

ASYNC_FUNCTION(aiter_is_called_once_a_loop_and_may_be_a_generator_function, async_value)
{
    async_owned iterable = async_new(Counting);
    GIVES(LOOPS(async_retain(iterable.object)), "None");
    CHECK_LOG("aiter 10 11 else after");
    GIVES(LOOPS(iterable), "None");
    CHECK_LOG("aiter 20 21 else after");
    return ASYNC_OK;
}

/* Ends in each of the ways there are. */
ASYNC_FUNCTION(ends_with_arguments, async_value)
{
    async_try(async_sleep(0));
    return async_raise(async_StopAsyncIteration, "the end");
}

ASYNC_CLASS(Ending, int, (int, how))
{
    int at;
};

ASYNC_ANEXT(Ending)
{
    if (self->at++ == 0)
        return async_item(1);
    if (args->how == 0)
        return ASYNC_STOP;
    if (args->how == 1)
        return async_raise(async_StopAsyncIteration, "the end");
    return async_await(async_new(ends_with_arguments), NULL);
}

ASYNC_FUNCTION(stop_async_iteration_ends_the_loop_silently, async_value)
{
    for (int how = 0; how < 3; how++) {
        GIVES(LOOPS(async_new(Ending, .how = how)), "None");
        CHECK_LOG("1 else after");
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(breaks_or_continues, async_value, (async_iterable, source), (bool, breaks))
{
    async_for (int, n, args->source) {
        note_value(async_value_of(n));
        if (args->breaks)
            break;
        if (n > 0)
            continue;
        note("never");
    }
    else
    {
        note("else");
    }
    note("after");
    return ASYNC_OK;
}

ASYNC_FUNCTION(break_skips_else_and_continue_does_not, async_value)
{
    async_owned iterable = async_new(Counting);
    GIVES(async_new(breaks_or_continues, .source = async_retain(iterable.object), .breaks = true),
          "None");
    CHECK_LOG("aiter 10 after");
    GIVES(async_new(breaks_or_continues, .source = iterable.object, .breaks = false), "None");
    CHECK_LOG("aiter 20 21 else after");
    return ASYNC_OK;
}

ASYNC_GENERATOR(guarded, int, (int, to))
{
    async_status status = ASYNC_OK;
    for (int i = 1; i <= args->to && !async_failed(status); i++)
        status = async_yield(i);
    note("finally");
    return status;
}

ASYNC_FUNCTION(leaves, async_value, (async_iterable, source), (bool, fails))
{
    async_for (int, n, args->source) {
        if (args->fails)
            return async_raise(async_ValueError, "at %d", n);
        break;
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_loop_that_is_left_does_not_close_its_iterator, async_value)
{
    async_owned generator = async_new(guarded, .to = 9);
    GIVES(async_new(leaves, .source = async_retain(generator.object), .fails = false), "None");
    GIVES(async_anext(generator.object), "2");
    RAISES(async_new(leaves, .source = async_retain(generator.object), .fails = true),
           async_ValueError, "at 3");
    GIVES(async_anext(generator.object), "4");
    CHECK_LOG("");
    GIVES(async_aclose(generator.object), "None");
    CHECK_LOG("finally");
    async_release(generator.object);
    return ASYNC_OK;
}

/* Its `__anext__` is suspended twice before each item. */
ASYNC_CLASS(Slow, int, (int, to))
{
    int at;
};

ASYNC_ANEXT(Slow)
{
    if (self->at == args->to)
        return ASYNC_STOP;
    self->at++;
    for (int i = 1; i <= 2; i++) {
        async_value received;
        async_try(async_suspend(self->at * 10 + i, &received));
        note_value(received);
    }
    return async_item(self->at);
}

ASYNC_FUNCTION(suspensions_in_anext_reach_the_loop_before_the_item_arrives, async_value)
{
    async_owned coroutine = LOOPS(async_new(Slow, .to = 2));
    SUSPENDED(NEXT(coroutine), "11");
    SUSPENDED(SEND(coroutine, "a"), "12");
    CHECK_LOG("'a'");
    SUSPENDED(SEND(coroutine, "b"), "21");
    CHECK_LOG("'b' 1");
    SUSPENDED(SEND(coroutine, "c"), "22");
    RETURNED(SEND(coroutine, "d"), "None");
    CHECK_LOG("'c' 'd' 2 else after");
    async_release(coroutine.object);
    return ASYNC_OK;
}

/* Gives the same object each time, whatever is sent or thrown. */
ASYNC_GENERATOR(repeats, async_value, (async_value, given))
{
    for (;;) {
        async_status status = async_yield(async_value_retain(args->given));
        if (async_error_is(status, async_GeneratorExit) ||
            async_error_is(status, async_MemoryError))
            return status;
        async_error_clear(status);
    }
}

ASYNC_CLASS(Repeats, async_value, (async_value, given))
{
    int unused;
};

ASYNC_ANEXT(Repeats)
{
    return async_item(async_value_retain(args->given));
}

ASYNC_FUNCTION(returns_it, async_value, (async_value, given))
{
    async_try(async_sleep(0));
    return async_return(async_value_retain(args->given));
}

ASYNC_FUNCTION(takes_first, async_value, (async_iterable, source))
{
    async_for (async_value, item, args->source) {
        return async_return(async_value_retain(item));
    }
    return ASYNC_OK;
}

#define IS(awaitable)                                                        \
    do {                                                                     \
        outcome got = AWAITED(awaitable);                                    \
        CHECK(!async_failed(got.status) && got.value.kind == ASYNC_OBJECT && \
              got.value.object == given.object);                             \
        async_value_release(got.value);                                      \
    } while (0)

static async_status deliver(async_scope, async_value given)
{
    async_owned generator = async_new(repeats, .given = async_value_retain(given));
    async_owned instance = async_new(Repeats, .given = async_value_retain(given));
    IS(async_anext(generator.object));
    IS(async_anext(generator.object, 0));
    IS(async_asend(generator.object, 1));
    IS(async_athrow(generator.object, async_error_new(async_ValueError, "x")));
    IS(async_new(takes_first, .source = async_retain(generator.object)));
    IS(async_new(takes_first, .source = async_retain(instance.object)));
    IS(async_anext(instance.object));
    IS(async_new(returns_it, .given = async_value_retain(given)));
    IS(async_spawn(async_new(returns_it, .given = async_value_retain(given))));
    GIVES(async_aclose(generator.object), "None");
    async_release(generator.object);
    async_release(instance.object);
    async_value_release(given);
    return ASYNC_OK;
}

ASYNC_FUNCTION(items_are_the_very_objects_whatever_they_are, async_value)
{
    async_try(deliver(async_here, async_value_of(async_tuple(1, 2))));
    async_try(deliver(async_here, async_value_of(async_error_new(async_StopIteration, "3"))));
    return deliver(async_here, async_value_of(async_error_new(async_StopAsyncIteration, "4")));
}

/* Fails in the body of the loop, or where the item is assigned. */
static async_status assign(int *target, int value)
{
    if (value == 2)
        return async_raise(async_StopAsyncIteration, "assigned %d", value);
    *target = value;
    return ASYNC_OK;
}

ASYNC_FUNCTION(fails_in_loop, async_value, (bool, assigns))
{
    int target = 0;
    async_for (int, n, async_new(numbers, .to = 3)) {
        if (args->assigns)
            async_try(assign(&target, n));
        else if (n == 2)
            return async_raise(async_StopAsyncIteration, "body %d", n);
        note_value(async_value_of(n));
    }
    else
    {
        note("else");
    }
    note("after");
    return ASYNC_OK;
}

ASYNC_FUNCTION(stop_async_iteration_of_the_body_is_not_the_end_of_the_loop, async_value)
{
    RAISES(async_new(fails_in_loop, .assigns = false), async_StopAsyncIteration, "body 2");
    CHECK_LOG("1");
    RAISES(async_new(fails_in_loop, .assigns = true), async_StopAsyncIteration, "assigned 2");
    CHECK_LOG("1");
    return ASYNC_OK;
}

ASYNC_GENERATOR(fails_after, int, (int, to))
{
    async_for (int, n, async_new(numbers, .to = args->to)) {
        async_try(async_yield(n));
    }
    async_try(async_sleep(0));
    return async_raise(async_ValueError, "after %d", args->to);
}

ASYNC_CLASS(FailsAfter, int, (int, to))
{
    int at;
};

ASYNC_ANEXT(FailsAfter)
{
    if (self->at < args->to)
        return async_item(++self->at);
    return async_raise(async_ValueError, "after %d", args->to);
}

ASYNC_FUNCTION(an_error_of_the_source_comes_after_its_items_and_skips_else, async_value)
{
    RAISES(LOOPS(async_new(fails_after, .to = 2)), async_ValueError, "after 2");
    CHECK_LOG("1 2");
    RAISES(LOOPS(async_new(FailsAfter, .to = 3)), async_ValueError, "after 3");
    CHECK_LOG("1 2 3");
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    BEHAVIOUR("1", what_is_no_iterable_or_gives_no_iterator_is_refused);
    BEHAVIOUR("2", an_item_that_cannot_be_awaited_is_refused_with_the_reason_as_cause);
    BEHAVIOUR("3", an_error_of_aiter_leaves_the_loop_as_it_is);
    BEHAVIOUR("4 5", aiter_is_called_once_a_loop_and_may_be_a_generator_function);
    BEHAVIOUR("6", stop_async_iteration_ends_the_loop_silently);
    BEHAVIOUR("7", break_skips_else_and_continue_does_not);
    BEHAVIOUR("8", a_loop_that_is_left_does_not_close_its_iterator);
    BEHAVIOUR("9", suspensions_in_anext_reach_the_loop_before_the_item_arrives);
    BEHAVIOUR("10", items_are_the_very_objects_whatever_they_are);
    BEHAVIOUR("11", stop_async_iteration_of_the_body_is_not_the_end_of_the_loop);
    BEHAVIOUR("12", an_error_of_the_source_comes_after_its_items_and_skips_else);
    return failures;
}
