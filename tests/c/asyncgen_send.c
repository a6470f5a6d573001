/* Behaviours 32 to 49: asynchronous generators, iterated and sent to (PEP 525). */
#include "behaviour.h"

/* Yields what is next, notes what it is sent, and says when it runs. */
ASYNC_GENERATOR(numbers, int, (int, to, 2))
{
    note("runs");
    for (int i = 1; i <= args->to; i++) {
        async_value sent;
        async_try(async_yield_sent(i, &sent));
        note_value(sent);
    }
    note("ends");
    return ASYNC_OK;
}

ASYNC_FUNCTION(nothing_runs_before_a_request_is_awaited, async_value)
{
    async_owned generator = async_new(numbers);
    async_release(async_anext(generator.object).object);
    async_release(async_anext(generator.object, "default").object);
    async_release(async_asend(generator.object, async_none()).object);
    async_release(async_asend(generator.object, async_list(1)).object);
    CHECK_LOG("");
    async_owned awaitable = async_anext(generator.object);
    CHECK_LOG("");
    GIVES(awaitable, "1");
    CHECK_LOG("runs");
    async_release(async_asend(generator.object, "unseen").object);
    GIVES(async_anext(generator.object), "2");
    CHECK_LOG("None");
    STOPS(async_anext(generator.object));
    CHECK_LOG("None ends");
    async_release(generator.object);
    return ASYNC_OK;
}

/* Suspends before and after each item. */
ASYNC_GENERATOR(suspends, int)
{
    for (int i = 1; i <= 2; i++) {
        async_value received;
        async_try(async_suspend("before", &received));
        note_value(received);
        async_try(async_yield(i));
        async_try(async_suspend("after", NULL));
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(loops, async_value, (async_iterable, source))
{
    async_for (async_value, item, args->source) {
        note_value(async_value_retain(item));
    }
    else
    {
        note("else");
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_generator_is_its_own_iterator_and_its_suspensions_pass_outward, async_value)
{
    async_owned generator = async_new(suspends);
    async_owned iterator = async_aiter(generator.object);
    CHECK(iterator.object == generator.object);
    async_release(iterator.object);
    async_owned coroutine = async_new(loops, .source = generator.object);
    SUSPENDED(NEXT(coroutine), "'before'");
    SUSPENDED(SEND(coroutine, "a"), "'after'");
    CHECK_LOG("'a' 1");
    SUSPENDED(NEXT(coroutine), "'before'");
    SUSPENDED(SEND(coroutine, "b"), "'after'");
    CHECK_LOG("'b' 2");
    RETURNED(NEXT(coroutine), "None");
    CHECK_LOG("else");
    async_release(coroutine.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_yield_gives_what_was_sent_and_none_after_anext, async_value)
{
    async_owned generator = async_new(numbers, .to = 6);
    GIVES(async_asend(generator.object, async_none()), "1");
    GIVES(async_asend(generator.object, "a"), "2");
    GIVES(async_anext(generator.object), "3");
    GIVES(async_asend(generator.object, async_tuple(1, "b")), "4");
    GIVES(async_asend(generator.object, async_none()), "5");
    GIVES(async_asend(generator.object, 2.5), "6");
    STOPS(async_asend(generator.object, "last"));
    CHECK_LOG("runs 'a' None (1, 'b') None 2.5 'last' ends");
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(only_none_can_be_sent_to_a_generator_that_has_not_started, async_value)
{
    const char *message = "can't send non-None value to a just-started async generator";
    async_owned generator = async_new(numbers);
    RAISES(async_asend(generator.object, 0), async_TypeError, message);
    RAISES(async_asend(generator.object, "a"), async_TypeError, message);
    RAISES(async_asend(generator.object, async_list(1)), async_TypeError, message);
    CHECK_LOG("");
    GIVES(async_new(loops, .source = generator.object), "None");
    CHECK_LOG("runs 1 None 2 None ends else");
    return ASYNC_OK;
}

/* Each way for a body to end: it falls off its end, returns early, or says that it stops. */
ASYNC_GENERATOR(ends, int, (bool, returns))
{
    async_try(async_yield(1));
    if (args->returns)
        return async_return(7);
    return ASYNC_OK;
}

ASYNC_FUNCTION(the_end_is_stop_async_iteration_without_a_value_each_time, async_value)
{
    for (int returns = 0; returns < 2; returns++) {
        async_owned generator = async_new(ends, .returns = returns);
        GIVES(async_anext(generator.object), "1");
        for (int i = 0; i < 2; i++) {
            STOPS(async_anext(generator.object));
            STOPS(async_asend(generator.object, async_none()));
            STOPS(async_asend(generator.object, 5));
            GIVES(async_anext(generator.object, "default"), "'default'");
            async_owned awaitable = async_anext(generator.object);
            RAISED(NEXT(awaitable), async_StopAsyncIteration, "");
            async_release(awaitable.object);
        }
        async_release(generator.object);
        GIVES(async_new(loops, .source = async_new(ends, .returns = returns).object), "None");
        CHECK_LOG("1 else");
    }
    return ASYNC_OK;
}

/* Each way for a body to fail. */
enum { VALUE_ERROR, STOP_ITERATION, STOP_ASYNC_ITERATION, STOP };

ASYNC_GENERATOR(fails, int, (int, how))
{
    async_try(async_yield(1));
    async_try(async_sleep(0));
    switch (args->how) {
    case VALUE_ERROR:
        return async_raise(async_ValueError, "failed");
    case STOP_ITERATION:
        return async_raise(async_StopIteration, "one");
    case STOP_ASYNC_ITERATION:
        return async_raise(async_StopAsyncIteration, "two");
    default:
        return ASYNC_STOP;
    }
}

ASYNC_FUNCTION(an_error_of_the_body_comes_out_once_and_is_the_end, async_value)
{
    async_owned generator = async_new(fails, .how = VALUE_ERROR);
    GIVES(async_anext(generator.object), "1");
    RAISES(async_anext(generator.object), async_ValueError, "failed");
    STOPS(async_anext(generator.object));
    STOPS(async_asend(generator.object, async_none()));
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(stop_iteration_cannot_leave_a_generator, async_value)
{
    const struct {
        int how;
        const char *message;
        const async_error_type *cause;
        const char *cause_message;
    } stops[] = {
        {STOP_ITERATION, "async generator raised StopIteration", async_StopIteration, "one"},
        {STOP_ASYNC_ITERATION, "async generator raised StopAsyncIteration",
         async_StopAsyncIteration, "two"},
        {STOP, "async generator raised StopAsyncIteration", async_StopAsyncIteration, ""},
    };
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        async_owned generator = async_new(fails, .how = stops[i].how);
        GIVES(async_anext(generator.object), "1");
        RAISES_FROM(async_anext(generator.object, "default"), async_RuntimeError, stops[i].message,
                    stops[i].cause, stops[i].cause_message);
        STOPS(async_anext(generator.object));
        async_release(generator.object);
        RAISES(async_new(loops, .source = async_new(fails, .how = stops[i].how).object),
               async_RuntimeError, stops[i].message);
        CHECK_LOG("1");
    }
    return ASYNC_OK;
}

/* `try: … finally:` with yields in the finally. */
ASYNC_GENERATOR(yields_in_finally, int)
{
    async_status pending = async_yield(1);
    if (!async_failed(pending))
        pending = async_raise(async_ValueError, "pending");
    async_try(async_yield(2));
    async_try(async_sleep(0));
    async_try(async_yield(3));
    async_try(async_yield(4));
    note("end of finally");
    return pending;
}

ASYNC_FUNCTION(yields_in_finally_come_before_the_pending_error, async_value)
{
    async_owned generator = async_new(yields_in_finally);
    GIVES(async_anext(generator.object), "1");
    GIVES(async_anext(generator.object), "2");
    GIVES(async_anext(generator.object), "3");
    GIVES(async_asend(generator.object, "x"), "4");
    CHECK_LOG("");
    RAISES(async_anext(generator.object), async_ValueError, "pending");
    CHECK_LOG("end of finally");
    STOPS(async_anext(generator.object));
    async_release(generator.object);
    return ASYNC_OK;
}

/* Its finally raises, whether an error is pending or not. */
ASYNC_GENERATOR(raises_in_finally, int, (bool, pending))
{
    async_try(async_yield(1));
    async_status status = args->pending ? async_raise(async_ValueError, "pending") : async_sleep(0);
    async_try(async_sleep(0));
    async_try(async_raise(async_TimeoutError, "finally"));
    note("after try");
    async_try(async_yield(2));
    return status;
}

ASYNC_FUNCTION(an_error_in_finally_replaces_what_was_pending, async_value)
{
    for (int pending = 0; pending < 2; pending++) {
        async_owned generator = async_new(raises_in_finally, .pending = pending);
        GIVES(async_anext(generator.object), "1");
        async_status status = async_await(async_anext(generator.object), NULL);
        async_error *context = status.error ? async_error_context(status.error) : NULL;
        CHECK(pending ? context && async_error_type_of(context) == async_ValueError : !context);
        CHECK_ERROR(status, async_TimeoutError, "finally");
        STOPS(async_anext(generator.object));
        CHECK_LOG("");
        async_release(generator.object);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(operation, int, (bool, fails))
{
    async_try(async_sleep(1));
    return args->fails ? async_raise(async_ValueError, "operation") : ASYNC_OK;
}

/* Awaits an operation, and cleans up with awaits. */
ASYNC_GENERATOR(cleans_up, int, (bool, fails, false))
{
    async_status status = async_yield(1);
    if (!async_failed(status))
        status = async_await(async_new(operation, .fails = args->fails), NULL);
    (void)noted(status);
    async_try(async_sleep(1));
    async_try(async_sleep(0));
    note("cleaned");
    return status;
}

ASYNC_FUNCTION(a_failed_await_is_raised_there_and_cleanup_comes_before_the_consumer, async_value)
{
    async_owned generator = async_new(cleans_up, .fails = true);
    GIVES(async_anext(generator.object), "1");
    async_status status = noted(async_await(async_anext(generator.object), NULL));
    CHECK_LOG("ValueError cleaned ValueError");
    CHECK_ERROR(status, async_ValueError, "operation");
    STOPS(async_anext(generator.object));
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(consumes, async_value, (async_iterable, source))
{
    async_for (int, n, args->source) {
        note_value(async_value_of(n));
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(cancellation_is_raised_at_the_await_and_reaches_the_consumer, async_value)
{
    async_owned generator = async_new(cleans_up);
    async_owned task = async_spawn(async_new(consumes, .source = async_retain(generator.object)));
    async_try(async_sleep(0));
    CHECK_LOG("1");
    CHECK(async_cancel(task.object));
    RAISES(task.object, async_CancelledError, "");
    CHECK_LOG("CancelledError cleaned");
    CHECK(async_cancelled(task.object));
    STOPS(async_anext(generator.object));
    async_release(task.object);
    async_release(generator.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_request_is_awaited_once, async_value)
{
    const char *message = "cannot reuse already awaited __anext__()/asend()";
    async_owned generator = async_new(numbers, .to = 9);
    for (int i = 1; i <= 4; i++) {
        const char *items[] = {"1", "2", "3", "4"};
        async_owned awaitable =
            i % 2 ? async_anext(generator.object) : async_asend(generator.object, i);
        GIVES(awaitable.object, items[i - 1]);
        RAISES(awaitable.object, async_RuntimeError, message);
        RAISED(NEXT(awaitable), async_RuntimeError, message);
        RAISED(THROW(awaitable, async_ValueError, "x"), async_RuntimeError, message);
        async_release(awaitable.object);
    }
    GIVES(async_aclose(generator.object), "None");
    async_release(generator.object);
    *history = 0;
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
        return async_asend(generator, "sent");
    case ATHROW:
        return async_athrow(generator, async_error_new(async_ValueError, "thrown"));
    default:
        return async_aclose(generator);
    }
}

static const char *const already_running[REQUESTS] = {
    "anext(): asynchronous generator is already running",
    "anext(): asynchronous generator is already running",
    "anext(): asynchronous generator is already running",
    "athrow(): asynchronous generator is already running",
    "aclose(): asynchronous generator is already running",
};

static const char *const already_awaited[REQUESTS] = {
    "cannot reuse already awaited __anext__()/asend()",
    "cannot reuse already awaited __anext__()/asend()",
    "cannot reuse already awaited __anext__()/asend()",
    "cannot reuse already awaited aclose()/athrow()",
    "cannot reuse already awaited aclose()/athrow()",
};

/* While one request is suspended, each other is refused, in each of the ways to await it. */
ASYNC_FUNCTION(overlapping_requests_are_refused_and_spent, async_value)
{
    for (int kind = 0; kind < REQUESTS; kind++) {
        async_owned generator = async_new(suspends);
        async_owned first = async_anext(generator.object);
        SUSPENDED(NEXT(first), "'before'");
        async_owned second = request(kind, generator.object);
        RAISES(second.object, async_RuntimeError, already_running[kind]);
        RAISES(second, async_RuntimeError, already_awaited[kind]);
        second = request(kind, generator.object);
        RAISED(NEXT(second), async_RuntimeError, already_running[kind]);
        RAISED(NEXT(second), async_RuntimeError, already_awaited[kind]);
        RAISES(second, async_RuntimeError, already_awaited[kind]);
        second = request(kind, generator.object);
        RAISED(THROW(second, async_TimeoutError, "x"), async_RuntimeError, already_running[kind]);
        RAISES(second, async_RuntimeError, already_awaited[kind]);
        RETURNED(SEND(first, "a"), "1");
        CHECK_LOG("'a'");
        async_release(first.object);
        first = async_anext(generator.object);
        SUSPENDED(NEXT(first), "'after'");
        SUSPENDED(NEXT(first), "'before'");
        RETURNED(SEND(first, "b"), "2");
        CHECK_LOG("'b'");
        async_release(first.object);
        async_release(generator.object);
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(awaits, async_value, (async_iterable, awaitable))
{
    async_value result;
    async_try(async_await(args->awaitable, &result));
    return async_return(result);
}

ASYNC_FUNCTION(overlapping_requests_of_tasks_are_refused, async_value)
{
    for (int kind = 0; kind < REQUESTS; kind++) {
        async_owned generator = async_new(cleans_up);
        GIVES(async_anext(generator.object), "1");
        async_owned first = async_anext(generator.object);
        async_owned task = async_spawn(async_new(awaits, .awaitable = first.object));
        async_try(async_sleep(0));
        RAISES(request(kind, generator.object), async_RuntimeError, already_running[kind]);
        STOPS(task);
        CHECK_LOG("OK cleaned");
        async_release(generator.object);
    }
    return ASYNC_OK;
}

static async_object *itself;

ASYNC_GENERATOR(asks_itself, int, (int, kind))
{
    RAISES(request(args->kind, itself), async_RuntimeError, already_running[args->kind]);
    async_try(async_yield(1));
    async_try(async_await(request(args->kind, itself), NULL));
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_body_that_asks_itself_is_refused, async_value)
{
    for (int kind = 0; kind < REQUESTS; kind++) {
        async_owned generator = async_new(asks_itself, .kind = kind);
        itself = generator.object;
        GIVES(async_anext(generator.object), "1");
        RAISES(async_anext(generator.object), async_RuntimeError, already_running[kind]);
        STOPS(async_anext(generator.object));
        async_release(generator.object);
    }
    return ASYNC_OK;
}

ASYNC_GENERATOR(awaits_given, int, (async_iterable, awaitable))
{
    CHECK(async_generator_running(itself));
    CHECK(async_awaiting(itself) == NULL);
    async_try(async_await(args->awaitable, NULL));
    CHECK(async_awaiting(itself) == NULL);
    async_try(async_yield(1));
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_generator_tells_whether_it_runs_and_what_it_awaits, async_value)
{
    async_owned awaitable = async_new(operation, .fails = false);
    async_owned generator = async_new(awaits_given, .awaitable = async_retain(awaitable.object));
    itself = generator.object;
    CHECK(!async_generator_running(itself) && async_awaiting(itself) == NULL);
    async_owned task = async_spawn(async_new(awaits, .awaitable = async_anext(itself).object));
    CHECK(!async_generator_running(itself) && async_awaiting(itself) == NULL);
    async_try(async_sleep(0));
    CHECK(async_generator_running(itself) && async_awaiting(itself) == awaitable.object);
    GIVES(task, "1");
    CHECK(!async_generator_running(itself) && async_awaiting(itself) == NULL);
    STOPS(async_anext(itself));
    CHECK(!async_generator_running(itself) && async_awaiting(itself) == NULL);
    async_release(awaitable.object);
    async_release(generator.object);
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    async_use_virtual_clock();
    BEHAVIOUR("32", nothing_runs_before_a_request_is_awaited);
    BEHAVIOUR("33", a_generator_is_its_own_iterator_and_its_suspensions_pass_outward);
    BEHAVIOUR("34", a_yield_gives_what_was_sent_and_none_after_anext);
    BEHAVIOUR("35", only_none_can_be_sent_to_a_generator_that_has_not_started);
    BEHAVIOUR("36 37", the_end_is_stop_async_iteration_without_a_value_each_time);
    BEHAVIOUR("38", an_error_of_the_body_comes_out_once_and_is_the_end);
    BEHAVIOUR("39", stop_iteration_cannot_leave_a_generator);
    BEHAVIOUR("40", yields_in_finally_come_before_the_pending_error);
    BEHAVIOUR("41", an_error_in_finally_replaces_what_was_pending);
    BEHAVIOUR("42", a_failed_await_is_raised_there_and_cleanup_comes_before_the_consumer);
    BEHAVIOUR("43", cancellation_is_raised_at_the_await_and_reaches_the_consumer);
    BEHAVIOUR("44", a_request_is_awaited_once);
    BEHAVIOUR("45 46 48", overlapping_requests_are_refused_and_spent);
    BEHAVIOUR("45 46", overlapping_requests_of_tasks_are_refused);
    BEHAVIOUR("47", a_body_that_asks_itself_is_refused);
    BEHAVIOUR("49", a_generator_tells_whether_it_runs_and_what_it_awaits);
    return failures;
}
