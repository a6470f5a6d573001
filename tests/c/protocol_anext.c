/* Behaviours 13 to 20: aiter() and anext(), called by hand. */
#include "behaviour.h"

ASYNC_CLASS(Gives, int, (async_iterable, given))
{
    int unused;
};

ASYNC_AITER(Gives)
{
    *iterator = async_retain(args->given);
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

ASYNC_FUNCTION(aiter_refuses_by_the_call_what_gives_no_iterator, async_value)
{
    CALL_RAISES(async_aiter(5), async_TypeError, "'int' object is not an async iterable");
    CALL_RAISES(async_aiter(async_none()), async_TypeError,
                "'NoneType' object is not an async iterable");
    async_owned iterable = async_new(Gives, .given = async_tuple(1).object);
    CALL_RAISES(async_aiter(iterable.object), async_TypeError,
                "aiter() returned not an async iterator of type 'tuple'");
    async_release(iterable.object);
    iterable = async_new(Refusing);
    CALL_RAISES(async_aiter(iterable.object), async_ValueError, "not today");
    async_release(iterable.object);
    return ASYNC_OK;
}

ASYNC_GENERATOR(numbers, int, (int, to), (bool, fails, false))
{
    for (int i = 1; i <= args->to; i++) {
        async_try(async_sleep(0));
        async_try(async_yield(i));
    }
    return args->fails ? async_raise(async_ValueError, "after %d", args->to) : ASYNC_OK;
}

/* The same as a class with `async def __anext__`. */
ASYNC_CLASS(Numbers, int, (int, to), (bool, fails, false))
{
    int at;
};

ASYNC_ANEXT(Numbers)
{
    if (self->at < args->to)
        return async_item(++self->at);
    return args->fails ? async_raise(async_ValueError, "after %d", args->to) : ASYNC_STOP;
}

/* The same with a plain `__anext__`, which gives something to await. */
ASYNC_CLASS(Step, int, (int, item), (int, to), (bool, fails, false))
{
    int unused;
};

ASYNC_AWAIT(Step)
{
    async_try(async_sleep(0));
    if (args->item <= args->to)
        return async_return(args->item);
    return args->fails ? async_raise(async_ValueError, "after %d", args->to) : ASYNC_STOP;
}

ASYNC_CLASS(Steps, int, (int, to), (bool, fails, false))
{
    int at;
};

ASYNC_ANEXT_AWAITABLE(Steps)
{
    async_owned step = async_new(Step, .item = ++self->at, .to = args->to, .fails = args->fails);
    *awaitable = async_value_of(step);
    return step.status;
}

/* One of each kind. */
enum { KINDS = 3 };

static async_owned create(int kind, int to, bool fails)
{
    if (kind == 0)
        return async_new(numbers, .to = to, .fails = fails);
    if (kind == 1)
        return async_new(Numbers, .to = to, .fails = fails);
    return async_new(Steps, .to = to, .fails = fails);
}

ASYNC_FUNCTION(aiter_of_an_iterator_is_that_iterator, async_value)
{
    for (int kind = 0; kind < KINDS; kind++) {
        async_owned iterator = create(kind, 1, false);
        async_owned again = async_aiter(iterator.object);
        async_owned once_more = async_aiter(again.object);
        CHECK(again.object == iterator.object && once_more.object == iterator.object);
        async_release(iterator.object);
        async_release(again.object);
        async_release(once_more.object);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(anext_refuses_by_the_call_what_is_no_iterator, async_value)
{
    CALL_RAISES(async_anext(5), async_TypeError, "'int' object is not an async iterator");
    CALL_RAISES(async_anext(5, "default"), async_TypeError,
                "'int' object is not an async iterator");
    async_owned iterable = async_new(Gives, .given = async_tuple(1).object);
    CALL_RAISES(async_anext(iterable.object), async_TypeError,
                "'Gives' object is not an async iterator");
    async_release(iterable.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(anext_after_the_end_stops_or_gives_the_default_each_time, async_value)
{
    for (int kind = 0; kind < KINDS; kind++) {
        async_owned iterator = create(kind, 2, false);
        GIVES(async_anext(iterator.object), "1");
        GIVES(async_anext(iterator.object, "default"), "2");
        for (int i = 0; i < 2; i++) {
            STOPS(async_anext(iterator.object));
            GIVES(async_anext(iterator.object, "default"), "'default'");
            GIVES(async_anext(iterator.object, async_tuple(1, "a")), "(1, 'a')");
            GIVES(async_anext(iterator.object, async_none()), "None");
        }
        async_release(iterator.object);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(anext_with_a_default_lets_other_errors_through, async_value)
{
    for (int kind = 0; kind < KINDS; kind++) {
        async_owned iterator = create(kind, 1, true);
        GIVES(async_anext(iterator.object, "default"), "1");
        RAISES(async_anext(iterator.object, "default"), async_ValueError, "after 1");
        async_release(iterator.object);
    }
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

/* Its `__await__` is a plain method that gives what it was given. */
ASYNC_CLASS(Await, async_value, (async_value, given))
{
    int unused;
};

ASYNC_AWAIT_ITERATOR(Await)
{
    *iterator = async_value_retain(args->given);
    return ASYNC_OK;
}

ASYNC_CLASS(Iterator, int)
{
    int unused;
};

ASYNC_NEXT(Iterator)
{
    *item = async_none();
    return ASYNC_STOP;
}

SYNC_GENERATOR(plain, int)
{
    return async_yield(1);
}

ASYNC_FUNCTION(anext_that_gives_nothing_to_await_is_refused_by_the_await, async_value)
{
    const struct {
        async_value given;
        const char *message;
    } refused[] = {
        {async_value_of(async_new(Await, .given = async_value_of(5))),
         "__await__() returned non-iterator of type 'int'"},
        {async_value_of(async_new(Await, .given = async_none())),
         "__await__() returned non-iterator of type 'NoneType'"},
        {async_value_of(async_new(Iterator)),
         "object Iterator can't be used in 'await' expression"},
        {async_value_of(async_new(plain)), "object generator can't be used in 'await' expression"},
        {async_value_of(async_new(numbers, .to = 1)),
         "object async_generator can't be used in 'await' expression"},
        {async_value_of(5), "object int can't be used in 'await' expression"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        async_owned iterator = async_new(Anext, .given = refused[i].given);
        RAISES(async_anext(iterator.object), async_TypeError, refused[i].message);
        RAISES(async_anext(iterator.object, "default"), async_TypeError, refused[i].message);
        async_release(iterator.object);
    }
    return ASYNC_OK;
}

/* Suspended in an await, it ends at the first ValueError that comes there, and yields at another.
 */
ASYNC_GENERATOR(waits, async_value)
{
    async_status status = async_suspend("inner", NULL);
    note("then");
    if (async_error_is(status, async_ValueError)) {
        async_error_clear(noted(status));
        async_try(async_suspend("cleanup", NULL));
        return ASYNC_OK;
    }
    return noted(status);
}

ASYNC_FUNCTION(an_error_thrown_into_anext_lands_on_the_inner_await, async_value)
{
    async_owned generator = async_new(waits);
    async_owned awaitable = async_anext(generator.object, "default");
    SUSPENDED(NEXT(awaitable), "'inner'");
    SUSPENDED(THROW(awaitable, async_ValueError, "x"), "'cleanup'");
    RETURNED(NEXT(awaitable), "'default'");
    CHECK_LOG("then ValueError");
    async_release(awaitable.object);
    async_release(generator.object);

    generator = async_new(waits);
    awaitable = async_anext(generator.object, "default");
    SUSPENDED(NEXT(awaitable), "'inner'");
    RAISED(THROW(awaitable, async_TimeoutError, "y"), async_TimeoutError, "y");
    CHECK_LOG("then TimeoutError");
    STOPS(async_anext(generator.object));
    async_release(awaitable.object);
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(an_error_thrown_into_anext_before_its_first_step_comes_out, async_value)
{
    for (int kind = 0; kind < KINDS; kind++) {
        async_owned iterator = create(kind, 1, false);
        async_owned awaitable = async_anext(iterator.object, "default");
        RAISED(THROW(awaitable, async_ValueError, "x"), async_ValueError, "x");
        RAISED(NEXT(awaitable), async_RuntimeError,
               "cannot reuse already awaited __anext__()/asend()");
        GIVES(async_anext(iterator.object, "default"), kind == 1 ? "1" : "'default'");
        awaitable = (async_release(awaitable.object), async_anext(iterator.object, "default"));
        RAISED(THROW(awaitable, async_ValueError, "y"), async_ValueError, "y");
        async_release(awaitable.object);
        async_release(iterator.object);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_closed_anext_cannot_be_resumed, async_value)
{
    for (int steps = 0; steps < 2; steps++) {
        async_owned generator = async_new(waits);
        async_owned awaitable = async_anext(generator.object, "default");
        if (steps)
            SUSPENDED(NEXT(awaitable), "'inner'");
        async_try(async_close(awaitable.object));
        CHECK_LOG(steps ? "then GeneratorExit" : "");
        RAISED(NEXT(awaitable), async_RuntimeError,
               "cannot reuse already awaited __anext__()/asend()");
        RAISES(awaitable.object, async_RuntimeError,
               "cannot reuse already awaited __anext__()/asend()");
        async_release(awaitable.object);
        async_release(generator.object);
    }
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    BEHAVIOUR("13", aiter_refuses_by_the_call_what_gives_no_iterator);
    BEHAVIOUR("14", aiter_of_an_iterator_is_that_iterator);
    BEHAVIOUR("15", anext_refuses_by_the_call_what_is_no_iterator);
    BEHAVIOUR("16", anext_after_the_end_stops_or_gives_the_default_each_time);
    BEHAVIOUR("17", anext_with_a_default_lets_other_errors_through);
    BEHAVIOUR("18", anext_that_gives_nothing_to_await_is_refused_by_the_await);
    BEHAVIOUR("19", an_error_thrown_into_anext_lands_on_the_inner_await);
    BEHAVIOUR("19", an_error_thrown_into_anext_before_its_first_step_comes_out);
    BEHAVIOUR("20", a_closed_anext_cannot_be_resumed);
    return failures;
}
