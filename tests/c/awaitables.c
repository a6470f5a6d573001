/* Behaviours 21 to 31: what can be awaited, and coroutines driven by hand (PEP 492). */
#include "behaviour.h"

/* Its `__await__` is a plain method that gives what it was given; without, itself. */
ASYNC_CLASS(Await, async_value, (async_value, given))
{
    async_object *unused;
};

ASYNC_AWAIT_ITERATOR(Await)
{
    *iterator = async_value_retain(args->given);
    return ASYNC_OK;
}

static async_object *itself;

ASYNC_CLASS(Self, async_value)
{
    int unused;
};

ASYNC_AWAIT_ITERATOR(Self)
{
    *iterator = async_value_of(async_retain(itself));
    return ASYNC_OK;
}

ASYNC_FUNCTION(answers, int, (int, answer, 42))
{
    async_try(async_sleep(0));
    return async_return(args->answer);
}

ASYNC_GENERATOR(empty, int)
{
    return ASYNC_OK;
}

SYNC_GENERATOR(plain, async_value, (bool, fails, false))
{
    async_status status = async_yield(1);
    if (!async_failed(status))
        status = async_yield("two");
    note("cleaned");
    async_try(status);
    return args->fails ? async_raise(async_ValueError, "plain") : ASYNC_OK;
}

static void note_context(const async_exception_context *context)
{
    note(context->message);
}

#define NOT_AWAITABLE(value, message)                  \
    do {                                               \
        async_value awaitable = async_value_of(value); \
        RAISES(awaitable, async_TypeError, message);   \
        async_value_release(awaitable);                \
    } while (0)
#define AWAIT(value) async_new(Await, .given = async_value_of(value))

ASYNC_FUNCTION(what_cannot_be_awaited_is_refused, async_value)
{
    NOT_AWAITABLE(5, "object int can't be used in 'await' expression");
    NOT_AWAITABLE(async_none(), "object NoneType can't be used in 'await' expression");
    NOT_AWAITABLE(async_list(1), "object list can't be used in 'await' expression");
    NOT_AWAITABLE(async_new(plain), "object generator can't be used in 'await' expression");
    NOT_AWAITABLE(async_new(empty), "object async_generator can't be used in 'await' expression");
    NOT_AWAITABLE(AWAIT(async_none()), "__await__() returned non-iterator of type 'NoneType'");
    NOT_AWAITABLE(AWAIT(5), "__await__() returned non-iterator of type 'int'");
    NOT_AWAITABLE(AWAIT(async_tuple(1)), "__await__() returned non-iterator of type 'tuple'");
    async_owned self = async_new(Self);
    itself = self.object;
    NOT_AWAITABLE(self, "__await__() returned non-iterator of type 'Self'");
    async_exception_handler *before = async_set_exception_handler(note_context);
    NOT_AWAITABLE(AWAIT(async_new(answers)), "__await__() returned a coroutine");
    async_set_exception_handler(before);
    CHECK_LOG("RuntimeWarning: coroutine 'answers' was never awaited");
    return ASYNC_OK;
}

/* Suspends with each of its two words, notes what it is sent, and answers. */
static async_status converse(async_scope)
{
    for (int i = 1; i <= 2; i++) {
        async_value received;
        async_try(async_suspend(i, &received));
        note_value(received);
    }
    return async_return("answer");
}

ASYNC_FUNCTION(innermost, async_value)
{
    return converse(async_here);
}

ASYNC_CLASS(Innermost, async_value)
{
    int unused;
};

ASYNC_AWAIT(Innermost)
{
    return converse(async_here);
}

ASYNC_FUNCTION(passes_through, async_value, (int, depth), (bool, instance))
{
    async_value result;
    if (args->depth > 0)
        async_try(async_await(
            async_new(passes_through, .depth = args->depth - 1, .instance = args->instance),
            &result));
    else if (args->instance)
        async_try(async_await(async_new(Innermost), &result));
    else
        async_try(async_await(async_new(innermost), &result));
    return async_return(result);
}

ASYNC_FUNCTION(awaits, async_value, (async_iterable, awaitable))
{
    async_value result;
    async_try(async_await(args->awaitable, &result));
    return async_return(result);
}

ASYNC_FUNCTION(suspensions_pass_outward_and_what_is_sent_reaches_the_innermost, async_value)
{
    for (int depth = 0; depth < 6; depth++) {
        async_owned coroutine =
            async_new(passes_through, .depth = depth / 2 * 10, .instance = depth % 2);
        SUSPENDED(NEXT(coroutine), "1");
        SUSPENDED(SEND(coroutine, "a"), "2");
        RETURNED(SEND(coroutine, async_tuple("b", 3)), "'answer'");
        CHECK_LOG("'a' ('b', 3)");
        async_release(coroutine.object);
    }
    return ASYNC_OK;
}

/* Of a list, and of a plain generator, which is `__await__` as most of Python's are. */
ASYNC_FUNCTION(each_step_of_an_await_iterator_is_a_suspension, async_value)
{
    async_owned steps = async_list(1, "two");
    for (int kind = 0; kind < 3; kind++) {
        async_owned iterator =
            kind ? async_new(plain, .fails = kind == 2) : async_iter(steps.object);
        async_owned coroutine = async_new(awaits, .awaitable = AWAIT(iterator).object);
        SUSPENDED(NEXT(coroutine), "1");
        SUSPENDED(NEXT(coroutine), "'two'");
        if (kind == 2)
            RAISED(NEXT(coroutine), async_ValueError, "plain");
        else
            RETURNED(NEXT(coroutine), "None");
        CHECK_LOG(kind ? "cleaned" : "");
        async_release(coroutine.object);
    }
    async_release(steps.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(await_gives_the_result_of_whatever_is_awaited, async_value)
{
    async_owned future = async_future_new();
    async_try(async_future_set_result(future.object, async_value_of("settled")));
    async_owned steps = async_list(async_none(), async_none());
    GIVES(async_new(answers), "42");
    GIVES(async_new(awaits, .awaitable = async_new(answers).object), "42");
    GIVES(async_spawn(async_new(answers, .answer = 43)), "43");
    GIVES(future.object, "'settled'");
    GIVES(future, "'settled'");
    GIVES(AWAIT(async_iter(steps.object)), "None");
    async_release(steps.object);
    return ASYNC_OK;
}

/* Replaces a ValueError, and lets others through. */
ASYNC_FUNCTION(handles, async_value, (int, depth))
{
    async_status status = args->depth > 0
                              ? async_await(async_new(handles, .depth = args->depth - 1), NULL)
                              : async_suspend("innermost", NULL);
    if (args->depth == 0 && async_error_is(status, async_ValueError))
        return async_raise_from(status, async_RuntimeError, "replaced");
    return noted(status);
}

ASYNC_FUNCTION(an_error_thrown_in_is_raised_at_the_innermost_await, async_value)
{
    async_owned coroutine = async_new(handles, .depth = 3);
    SUSPENDED(NEXT(coroutine), "'innermost'");
    RAISED(THROW(coroutine, async_TimeoutError, "x"), async_TimeoutError, "x");
    CHECK_LOG("TimeoutError TimeoutError TimeoutError TimeoutError");
    async_release(coroutine.object);

    coroutine = async_new(handles, .depth = 2);
    SUSPENDED(NEXT(coroutine), "'innermost'");
    async_error *thrown = async_error_new(async_ValueError, "y");
    outcome replaced = throw_error(coroutine.object, thrown);
    check_caused(__FILE__, __LINE__, replaced.status, async_RuntimeError, "replaced",
                 async_ValueError, "y");
    CHECK_LOG("RuntimeError RuntimeError");
    async_release(coroutine.object);
    return ASYNC_OK;
}

SYNC_GENERATOR(handles_plainly, async_value)
{
    async_error_clear(noted(async_yield(1)));
    async_error_clear(noted(async_yield(2)));
    return noted(async_yield(3));
}

ASYNC_FUNCTION(an_error_thrown_in_is_raised_in_an_await_iterator_that_is_a_generator, async_value)
{
    async_owned coroutine =
        async_new(awaits, .awaitable = AWAIT(async_new(handles_plainly)).object);
    SUSPENDED(NEXT(coroutine), "1");
    SUSPENDED(THROW(coroutine, async_ValueError, "x"), "2");
    SUSPENDED(NEXT(coroutine), "3");
    RAISED(THROW(coroutine, async_TimeoutError, "y"), async_TimeoutError, "y");
    CHECK_LOG("ValueError OK TimeoutError");
    async_release(coroutine.object);

    async_owned steps = async_list(1, 2);
    coroutine = async_new(awaits, .awaitable = AWAIT(async_iter(steps.object)).object);
    SUSPENDED(NEXT(coroutine), "1");
    RAISED(THROW(coroutine, async_ValueError, "x"), async_ValueError, "x");
    async_release(coroutine.object);
    async_release(steps.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(fails, int)
{
    return async_raise(async_ValueError, "failed");
}

ASYNC_FUNCTION(a_coroutine_that_has_ended_cannot_be_used_again_but_closed, async_value)
{
    const char *message = "cannot reuse already awaited coroutine";
    for (int way = 0; way < 3; way++) {
        async_owned coroutine = way ? async_new(fails) : async_new(answers);
        if (way == 0)
            GIVES(coroutine.object, "42");
        else if (way == 1)
            RAISES(coroutine.object, async_ValueError, "failed");
        else
            RAISED(NEXT(coroutine), async_ValueError, "failed");
        RAISES(coroutine.object, async_RuntimeError, message);
        RAISED(NEXT(coroutine), async_RuntimeError, message);
        RAISED(SEND(coroutine, 1), async_RuntimeError, message);
        RAISED(THROW(coroutine, async_ValueError, "x"), async_RuntimeError, message);
        async_try(async_close(coroutine.object));
        RAISES(coroutine.object, async_RuntimeError, message);
        async_release(coroutine.object);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_coroutine_is_awaited_by_one_at_a_time, async_value)
{
    async_owned inner = async_new(answers);
    async_owned first = async_new(awaits, .awaitable = async_retain(inner.object));
    SUSPENDED(NEXT(first), "None");
    RAISES(inner.object, async_RuntimeError, "coroutine is being awaited already");
    RAISES(async_new(awaits, .awaitable = async_retain(inner.object)), async_RuntimeError,
           "coroutine is being awaited already");
    RETURNED(NEXT(first), "42");
    async_release(first.object);
    async_release(inner.object);

    inner = async_new(answers);
    first = async_spawn(async_new(awaits, .awaitable = async_retain(inner.object)));
    async_try(async_sleep(0));
    RAISES(inner, async_RuntimeError, "coroutine is being awaited already");
    GIVES(first, "42");
    return ASYNC_OK;
}

/* Resumes itself, in each of the ways. */
ASYNC_FUNCTION(resumes_itself, int)
{
    const async_owned self = {itself, ASYNC_OK};
    const char *message = "coroutine already executing";
    RAISES(itself, async_ValueError, message);
    RAISED(NEXT(self), async_ValueError, message);
    RAISED(THROW(self, async_TimeoutError, "x"), async_ValueError, message);
    CHECK_ERROR(async_close(itself), async_ValueError, message);
    note("went on");
    return async_suspend("still", NULL);
}

ASYNC_FUNCTION(a_coroutine_cannot_be_resumed_while_it_is_executing, async_value)
{
    async_owned coroutine = async_new(resumes_itself);
    itself = coroutine.object;
    SUSPENDED(NEXT(coroutine), "'still'");
    RETURNED(NEXT(coroutine), "None");
    CHECK_LOG("went on");
    async_release(coroutine.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(only_none_can_be_sent_to_a_coroutine_that_has_not_started, async_value)
{
    async_owned coroutine = async_new(answers);
    for (int i = 0; i < 2; i++) {
        RAISED(SEND(coroutine, i), async_TypeError,
               "can't send non-None value to a just-started coroutine");
        RAISED(SEND(coroutine, async_list(1)), async_TypeError,
               "can't send non-None value to a just-started coroutine");
    }
    GIVES(coroutine, "42");
    return ASYNC_OK;
}

ASYNC_FUNCTION(raises_stop, async_value, (int, how))
{
    switch (args->how) {
    case 0:
        return async_raise(async_StopIteration, "one");
    case 1:
        return async_raise(async_StopAsyncIteration, "two");
    default:
        return ASYNC_STOP;
    }
}

ASYNC_FUNCTION(stop_iteration_cannot_leave_a_coroutine_and_stop_async_iteration_can, async_value)
{
    RAISES_FROM(async_new(raises_stop, .how = 0), async_RuntimeError,
                "coroutine raised StopIteration", async_StopIteration, "one");
    RAISES(async_new(raises_stop, .how = 1), async_StopAsyncIteration, "two");
    STOPS(async_new(raises_stop, .how = 2));
    const char *messages[] = {"coroutine raised StopIteration", "two", ""};
    for (int how = 0; how < 3; how++) {
        async_owned coroutine = async_new(raises_stop, .how = how);
        RAISED(NEXT(coroutine), how ? async_StopAsyncIteration : async_RuntimeError, messages[how]);
        async_release(coroutine.object);
    }
    return ASYNC_OK;
}

/* Cleans up, and may refuse to end. */
ASYNC_FUNCTION(cleans_up, async_value, (int, depth), (bool, refuses, false), (bool, fails, false))
{
    async_status status =
        args->depth > 0 ? async_await(async_new(cleans_up, .depth = args->depth - 1,
                                                .refuses = args->refuses, .fails = args->fails),
                                      NULL)
                        : async_suspend("innermost", NULL);
    (void)noted(status);
    if (args->depth == 0 && args->refuses)
        async_try(async_suspend("once more", NULL));
    if (args->depth == 0 && args->fails)
        return async_raise_from(status, async_ValueError, "while closing");
    return status;
}

ASYNC_FUNCTION(close_raises_generator_exit_at_the_innermost_await, async_value)
{
    async_owned coroutine = async_new(cleans_up, .depth = 2);
    SUSPENDED(NEXT(coroutine), "'innermost'");
    for (int i = 0; i < 3; i++)
        async_try(async_close(coroutine.object));
    CHECK_LOG("GeneratorExit GeneratorExit GeneratorExit");
    async_release(coroutine.object);

    coroutine = async_new(cleans_up, .depth = 0);
    for (int i = 0; i < 3; i++)
        async_try(async_close(coroutine.object));
    RAISES(coroutine, async_RuntimeError, "cannot reuse already awaited coroutine");
    CHECK_LOG("");

    coroutine = async_new(cleans_up, .depth = 1, .fails = true);
    SUSPENDED(NEXT(coroutine), "'innermost'");
    CHECK_ERROR(async_close(coroutine.object), async_ValueError, "while closing");
    async_try(async_close(coroutine.object));
    CHECK_LOG("GeneratorExit ValueError");
    async_release(coroutine.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_coroutine_that_is_suspended_again_while_closed_is_an_error, async_value)
{
    async_owned coroutine = async_new(cleans_up, .depth = 1, .refuses = true);
    SUSPENDED(NEXT(coroutine), "'innermost'");
    CHECK_ERROR(async_close(coroutine.object), async_RuntimeError,
                "coroutine ignored GeneratorExit");
    CHECK_LOG("GeneratorExit");
    async_try(async_close(coroutine.object));
    CHECK_LOG("GeneratorExit");
    async_release(coroutine.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_coroutine_that_was_never_awaited_is_a_warning, async_value)
{
    async_exception_handler *before = async_set_exception_handler(note_context);
    async_release(async_new(answers).object);
    CHECK_LOG("RuntimeWarning: coroutine 'answers' was never awaited");
    async_owned coroutine = async_new(answers);
    async_try(async_close(coroutine.object));
    async_release(coroutine.object);
    GIVES(async_new(answers), "42");
    CHECK_LOG("");
    async_set_exception_handler(before);
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    BEHAVIOUR("21", what_cannot_be_awaited_is_refused);
    BEHAVIOUR("22", suspensions_pass_outward_and_what_is_sent_reaches_the_innermost);
    BEHAVIOUR("22", each_step_of_an_await_iterator_is_a_suspension);
    BEHAVIOUR("22", await_gives_the_result_of_whatever_is_awaited);
    BEHAVIOUR("23", an_error_thrown_in_is_raised_at_the_innermost_await);
    BEHAVIOUR("23", an_error_thrown_in_is_raised_in_an_await_iterator_that_is_a_generator);
    BEHAVIOUR("24", a_coroutine_that_has_ended_cannot_be_used_again_but_closed);
    BEHAVIOUR("25", a_coroutine_is_awaited_by_one_at_a_time);
    BEHAVIOUR("26", a_coroutine_cannot_be_resumed_while_it_is_executing);
    BEHAVIOUR("27", only_none_can_be_sent_to_a_coroutine_that_has_not_started);
    BEHAVIOUR("28", stop_iteration_cannot_leave_a_coroutine_and_stop_async_iteration_can);
    BEHAVIOUR("29", close_raises_generator_exit_at_the_innermost_await);
    BEHAVIOUR("30", a_coroutine_that_is_suspended_again_while_closed_is_an_error);
    BEHAVIOUR("31", a_coroutine_that_was_never_awaited_is_a_warning);
    return failures;
}
