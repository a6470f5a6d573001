/* Cancellation (asyncio, "Task Cancellation"). */
#include "asyncio.h"

ASYNC_GENERATOR(awaits, int, (async_iterable, inner))
{
    async_status status = async_await(args->inner, NULL);
    if (!async_failed(status))
        return async_yield(1);
    note(async_error_is(status, async_CancelledError) ? "generator-" : "?");
    async_try(async_sleep(0));
    note("generator!");
    return status;
}

ASYNC_FUNCTION(loops, async_value, (async_iterable, source))
{
    async_for (int, n, args->source) {
        CHECK(n == 1);
    }
    return ASYNC_OK;
}

/* A task is cancelled; who waits for it sees that. */
static async_status cancelled(async_scope, async_owned task)
{
    CHECK_ERROR(async_await(task.object, NULL), async_CancelledError, "");
    note("main");
    CHECK(async_cancelled(task.object));
    async_release(task.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(it_is_raised_at_the_innermost_await_and_goes_outwards, async_value)
{
    async_owned task = async_spawn(CLEANS(
        "outer",
        async_new(loops,
                  .source =
                      async_new(awaits, .inner = CLEANS("inner", LATER("x", 100)).object).object)));
    async_try(async_sleep(0));
    CHECK(async_cancel(task.object));
    note("asked");
    CHECK(!async_done(task.object) && !async_cancelled(task.object));
    async_try(cancelled(async_here, again(task)));
    CHECK(!async_cancel(task.object));
    async_release(task.object);
    CHECK_LOG("asked x- inner- inner! generator- generator! outer- outer! main");
    return ASYNC_OK;
}

ASYNC_FUNCTION(whoever_takes_it_goes_on, async_value)
{
    async_owned task = async_spawn(async_new(swallows));
    async_try(async_sleep(0));
    CHECK(async_cancel(task.object));
    GIVES(task.object, "5");
    CHECK(!async_cancelled(task.object));
    async_release(task.object);
    CHECK_LOG("swallowed 1");
    return ASYNC_OK;
}

ASYNC_FUNCTION(asking_twice_at_once_cancels_once_and_later_again, async_value)
{
    async_owned task = async_spawn(CLEANS("a", LATER("x", 100)));
    async_try(async_sleep(0));
    CHECK(async_cancel(task.object) && async_cancel(task.object));
    CHECK(async_task_cancelling(task.object) == 2);
    async_try(cancelled(async_here, task));
    CHECK_LOG("x- a- a! main");

    task = async_spawn(CLEANS("a", LATER("x", 100)));
    async_try(async_sleep(0));
    CHECK(async_cancel(task.object));
    async_try(async_sleep(0));
    note("again");
    CHECK(async_cancel(task.object));
    async_try(cancelled(async_here, task));
    CHECK_LOG("x- a- again main");
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_has_not_started_never_does, async_value)
{
    async_owned task = async_spawn(CLEANS("a", LATER("x", 100)));
    CHECK(async_cancel(task.object) && !async_cancelled(task.object));
    async_try(cancelled(async_here, task));
    /* What its arguments held has not been awaited. */
    CHECK_LOG("main");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_task_that_is_awaited_is_cancelled_too, async_value)
{
    async_owned inner = async_spawn(CLEANS("inner", LATER("x", 100)));
    async_owned outer = async_spawn(CLEANS("outer", again(inner)));
    async_try(turns(async_here, 2));
    CHECK(async_cancel(outer.object));
    CHECK(async_task_cancelling(inner.object) == 1 && async_task_cancelling(outer.object) == 1);
    async_try(cancelled(async_here, outer));
    CHECK(async_cancelled(inner.object));
    async_release(inner.object);
    CHECK_LOG("x- inner- inner! outer- outer! main");

    outer = async_spawn(CLEANS("outer", async_spawn(async_new(swallows))));
    async_try(turns(async_here, 2));
    CHECK(async_cancel(outer.object));
    GIVES(outer.object, "5");
    CHECK(!async_cancelled(outer.object));
    async_release(outer.object);
    CHECK_LOG("swallowed 1");

    inner = async_spawn(CLEANS("inner", LATER("x", 100)));
    outer = async_spawn(CLEANS("outer", again(inner)));
    async_try(turns(async_here, 2));
    CHECK(async_cancel(inner.object));
    CHECK(async_task_cancelling(outer.object) == 0);
    async_try(cancelled(async_here, outer));
    async_release(inner.object);
    CHECK_LOG("x- inner- inner! outer- outer! main");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_future_that_is_awaited_is_cancelled_too, async_value)
{
    async_owned future = async_future_new();
    async_owned task = async_spawn(CLEANS("a", again(future)));
    async_try(async_sleep(0));
    CHECK(async_cancel(task.object) && async_cancelled(future.object));
    async_try(cancelled(async_here, task));
    async_release(future.object);
    CHECK_LOG("a- a! main");

    future = async_future_new();
    task = async_spawn(CLEANS("a", again(future)));
    async_try(async_sleep(0));
    CHECK(async_cancel(future.object));
    CHECK(async_task_cancelling(task.object) == 0);
    async_try(cancelled(async_here, task));
    async_release(future.object);
    CHECK_LOG("a- a! main");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_result_that_has_come_gives_way_to_it, async_value)
{
    async_owned future = async_future_new();
    async_owned task = async_spawn(CLEANS("a", again(future)));
    async_try(async_sleep(0));
    async_try(async_future_set_result(future.object, async_value_of("text")));
    CHECK(async_cancel(task.object) && !async_cancelled(future.object));
    async_try(cancelled(async_here, task));
    async_release(future.object);
    CHECK_LOG("a- a! main");

    task = async_spawn(LATER("a", 0));
    async_try(async_sleep(0));
    CHECK(async_cancel(task.object));
    async_try(cancelled(async_here, task));
    CHECK_LOG("a- main");
    return ASYNC_OK;
}

/* What it does next. */
enum { ENDS, GIVES_WAY, SLEEPS, AWAITS_A_FUTURE, AWAITS_A_TASK };

ASYNC_FUNCTION(cancels_itself, int, (int, next))
{
    CHECK(async_cancel(async_current_task()));
    note("goes on");
    if (args->next == GIVES_WAY || args->next == SLEEPS)
        async_try(noted(async_sleep(args->next == SLEEPS)));
    if (args->next == AWAITS_A_FUTURE)
        async_try(noted(async_await(async_future_new(), NULL)));
    if (args->next == AWAITS_A_TASK)
        async_try(noted(async_await(async_spawn(LATER("task", 1)), NULL)));
    return async_return(5);
}

ASYNC_FUNCTION(a_task_that_cancels_itself_sees_it_at_its_next_await, async_value)
{
    for (int next = GIVES_WAY; next <= AWAITS_A_FUTURE; next++) {
        async_try(cancelled(async_here, async_spawn(async_new(cancels_itself, .next = next))));
        CHECK_LOG("goes on CancelledError main");
    }
    async_try(cancelled(async_here, async_spawn(async_new(cancels_itself, .next = AWAITS_A_TASK))));
    CHECK_LOG("goes on CancelledError main");
    async_try(cancelled(async_here, async_spawn(async_new(cancels_itself, .next = ENDS))));
    CHECK_LOG("goes on main");
    return ASYNC_OK;
}

ASYNC_FUNCTION(takes_it_back, int)
{
    async_object *own = async_current_task();
    async_status status = async_sleep(100);
    CHECK(async_error_is(status, async_CancelledError) && async_task_cancelling(own) == 1);
    async_error_clear(status);
    CHECK(async_task_uncancel(own) == 0 && async_task_uncancel(own) == 0);
    async_try(async_sleep(1));
    return async_return(1);
}

ASYNC_FUNCTION(requests_are_counted_and_taken_back, async_value)
{
    async_owned task = async_spawn(async_new(takes_it_back));
    async_try(async_sleep(0));
    CHECK(async_task_cancelling(task.object) == 0);
    CHECK(async_cancel(task.object));
    GIVES(task, "1");
    async_owned list = async_list(1);
    CHECK(async_task_cancelling(list.object) == 0 && async_task_uncancel(list.object) == 0);
    async_release(list.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(replaces_it, int)
{
    async_status status = async_sleep(100);
    return async_failed(status) ? async_raise(async_ValueError, "instead") : status;
}

ASYNC_FUNCTION(another_error_may_take_its_place, async_value)
{
    async_owned task = async_spawn(async_new(replaces_it));
    async_try(async_sleep(0));
    CHECK(async_cancel(task.object));
    async_status status = async_await(task.object, NULL);
    const async_error *context = status.error ? async_error_context(status.error) : NULL;
    CHECK(context && async_error_type_of(context) == async_CancelledError);
    CHECK_ERROR(status, async_ValueError, "instead");
    CHECK(!async_cancelled(task.object));
    async_release(task.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(it_reaches_what_is_asked_of_a_generator, async_value)
{
    async_owned generator = async_new(awaits, .inner = LATER("x", 100).object);
    async_owned task = async_spawn(async_asend(generator.object, async_none()));
    async_try(turns(async_here, 2));
    CHECK(async_generator_running(generator.object) && async_cancel(task.object));
    async_try(cancelled(async_here, task));
    CHECK_LOG("x- generator- generator! main");
    STOPS(async_anext(generator.object));
    async_release(generator.object);
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    async_use_virtual_clock();
    RUN(it_is_raised_at_the_innermost_await_and_goes_outwards);
    RUN(whoever_takes_it_goes_on);
    RUN(asking_twice_at_once_cancels_once_and_later_again);
    RUN(what_has_not_started_never_does);
    RUN(a_task_that_is_awaited_is_cancelled_too);
    RUN(a_future_that_is_awaited_is_cancelled_too);
    RUN(a_result_that_has_come_gives_way_to_it);
    RUN(a_task_that_cancels_itself_sees_it_at_its_next_await);
    RUN(requests_are_counted_and_taken_back);
    RUN(another_error_may_take_its_place);
    RUN(it_reaches_what_is_asked_of_a_generator);
    return failures;
}
