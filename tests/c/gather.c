/* What is made of several tasks, or of a task and a time: gather, shield, timeout, wait_for. */
#include "asyncio.h"

static async_status cancelled(async_scope, async_owned awaited)
{
    CHECK_ERROR(async_await(awaited.object, NULL), async_CancelledError, "");
    note("main");
    async_release(awaited.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(results_come_in_the_order_of_the_arguments, async_value)
{
    GIVES(async_gather(LATER("a", 3), LATER("b", 1), LATER("c", 2)), "['a', 'b', 'c']");
    CHECK_LOG("b c a");
    GIVES(async_gather(), "[]");
    async_owned same = async_spawn(LATER("a", 1));
    GIVES(async_gather(again(same), same), "['a', 'a']");
    CHECK_LOG("a");
    CHECK_ERROR(async_gather(LATER("a", 1), async_list(1), LATER("b", 1)).status, async_TypeError,
                "An asyncio.Future, a coroutine or an awaitable is required, got list");
    async_try(async_sleep(2));
    CHECK_LOG("a");
    return ASYNC_OK;
}

ASYNC_FUNCTION(the_first_error_is_that_of_the_whole_and_the_others_go_on, async_value)
{
    RAISES(async_gather(LATER("a", 3), LATER("b", 1, .fails = true), LATER("c", 2, .fails = true)),
           async_ValueError, "b");
    note("main");
    async_try(async_sleep(4));
    CHECK_LOG("b main c a");
    async_owned awaitables[] = {LATER("a", 2), LATER("b", 1, .fails = true)};
    async_value results;
    async_try(async_await(async_gather_all(2, awaitables, true), &results));
    async_value error;
    async_try(async_item_at(results.object, 1, &error));
    CHECK(strcmp(async_value_type_name(&error), "ValueError") == 0);
    CHECK(strcmp(async_error_message((async_error *)error.object), "b") == 0);
    async_value_release(results);
    CHECK_LOG("b a");
    return ASYNC_OK;
}

ASYNC_FUNCTION(cancelling_the_whole_cancels_all, async_value)
{
    async_owned task =
        async_spawn(CLEANS("w", async_gather(LATER("a", 2), CLEANS("b", LATER("x", 1)))));
    async_try(turns(async_here, 2));
    CHECK(async_cancel(task.object));
    async_try(cancelled(async_here, task));
    CHECK_LOG("a- x- b- b! w- w! main");

    async_owned awaitables[] = {LATER("a", 2), LATER("b", 1)};
    task = async_spawn(CLEANS("w", async_gather_all(2, awaitables, true)));
    async_try(turns(async_here, 2));
    CHECK(async_cancel(task.object));
    async_try(cancelled(async_here, task));
    CHECK_LOG("a- b- w- w! main");

    async_owned whole = async_gather(LATER("a", 1), async_new(swallows));
    async_try(async_sleep(0));
    CHECK(async_cancel(whole.object));
    async_try(cancelled(async_here, whole));
    CHECK_LOG("a- swallowed 1 main");

    whole = async_gather(LATER("a", 0));
    GIVES(whole.object, "['a']");
    CHECK(!async_cancel(whole.object) && async_done(whole.object));
    async_release(whole.object);
    CHECK_LOG("a");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_child_that_is_cancelled_is_an_error_like_others, async_value)
{
    async_owned child = async_spawn(LATER("c", 5));
    async_owned whole = async_gather(LATER("a", 2), again(child));
    async_try(async_sleep(0));
    CHECK(async_cancel(child.object));
    async_release(child.object);
    async_try(cancelled(async_here, whole));
    async_try(async_sleep(3));
    CHECK_LOG("c- main a");

    child = async_spawn(LATER("c", 5));
    async_owned awaitables[] = {LATER("a", 2), again(child)};
    whole = async_gather_all(2, awaitables, true);
    async_try(async_sleep(0));
    CHECK(async_cancel(child.object));
    async_release(child.object);
    async_value results;
    async_try(async_await(whole, &results));
    async_value error;
    async_try(async_item_at(results.object, 1, &error));
    CHECK(strcmp(async_value_type_name(&error), "CancelledError") == 0);
    async_value_release(results);
    CHECK_LOG("c- a");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_shield_keeps_what_is_behind_it_from_being_cancelled, async_value)
{
    async_owned inner = async_spawn(LATER("i", 1));
    async_owned task = async_spawn(CLEANS("o", async_shield(again(inner))));
    async_try(async_sleep(0));
    CHECK(async_cancel(task.object));
    async_try(cancelled(async_here, task));
    CHECK(!async_cancelled(inner.object));
    GIVES(inner, "'i'");
    CHECK_LOG("o- o! main i");

    GIVES(async_shield(LATER("a", 1)), "'a'");
    RAISES(async_shield(LATER("b", 1, .fails = true)), async_ValueError, "b");
    inner = async_spawn(LATER("i", 1));
    async_owned outer = async_shield(again(inner));
    async_try(async_sleep(0));
    CHECK(async_cancel(inner.object));
    async_try(cancelled(async_here, again(outer)));
    CHECK(async_cancelled(outer.object));
    async_release(inner.object);
    async_release(outer.object);
    CHECK_LOG("a b i- main");

    inner = async_future_new();
    async_try(async_future_set_result(inner.object, async_value_of(1)));
    outer = async_shield(again(inner));
    CHECK(outer.object == inner.object);
    async_release(inner.object);
    async_release(outer.object);
    CHECK_ERROR(async_shield(async_list(1)).status, async_TypeError,
                "An asyncio.Future, a coroutine or an awaitable is required, got list");
    return ASYNC_OK;
}

/* Awaits within a limit of time, and drops the limit. */
static async_status await_within(async_scope, async_owned limit, async_owned awaitable)
{
    async_status status = async_enter(limit.object, NULL);
    if (!async_failed(status))
        status = async_exit(limit.object, async_await(awaitable, NULL));
    else
        async_release(awaitable.object);
    async_release(limit.object);
    return status;
}

ASYNC_FUNCTION(within, async_value, (async_iterable, limit), (async_iterable, inner))
{
    return noted(await_within(async_here, (async_owned){async_retain(args->limit), ASYNC_OK},
                              (async_owned){async_retain(args->inner), ASYNC_OK}));
}

#define WITHIN(seconds, awaitable) \
    async_new(within, .limit = async_timeout(seconds).object, .inner = (awaitable).object)

ASYNC_FUNCTION(a_timeout_cancels_and_raises_timeout_error, async_value)
{
    async_owned limit = async_timeout(1);
    async_status status = await_within(async_here, again(limit), LATER("a", 2));
    const async_error *cause = status.error ? async_error_cause(status.error) : NULL;
    CHECK(cause && async_error_type_of(cause) == async_CancelledError);
    CHECK_ERROR(status, async_TimeoutError, "");
    CHECK(async_timeout_expired(limit.object));
    CHECK(async_task_cancelling(async_current_task()) == 0);
    CHECK_ERROR(async_timeout_reschedule(limit.object, 1), async_RuntimeError,
                "Cannot change state of expired Timeout");
    CHECK_ERROR(async_enter(limit.object, NULL), async_RuntimeError,
                "Timeout has already been entered");
    async_release(limit.object);
    CHECK_LOG("a-");

    limit = async_timeout(3);
    CHECK_ERROR(async_timeout_reschedule(limit.object, 1), async_RuntimeError,
                "Timeout has not been entered");
    async_try(await_within(async_here, again(limit), LATER("a", 2)));
    CHECK(!async_timeout_expired(limit.object));
    CHECK_ERROR(async_timeout_reschedule(limit.object, 1), async_RuntimeError,
                "Cannot change state of finished Timeout");
    async_release(limit.object);
    async_try(await_within(async_here, async_timeout(1.0 / 0.0), LATER("b", 1000)));
    CHECK_LOG("a b");
    CHECK_ERROR(async_timeout(0.0 / 0.0).status, async_ValueError,
                "Invalid delay: NaN (not a number)");
    limit = async_list(1);
    CHECK(!async_timeout_expired(limit.object));
    CHECK_ERROR(async_timeout_reschedule(limit.object, 1), async_TypeError,
                "async_timeout_reschedule() argument must be a timeout, not list");
    async_release(limit.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(reschedules, async_value, (async_iterable, limit))
{
    async_try(async_await(LATER("a", 0.5), NULL));
    async_try(async_timeout_reschedule(args->limit, 1));
    async_try(async_await(LATER("b", 0.75), NULL));
    async_try(async_await(LATER("c", 0.5), NULL));
    return ASYNC_OK;
}

ASYNC_FUNCTION(never_waits, async_value)
{
    note("in");
    return ASYNC_OK;
}

ASYNC_FUNCTION(fails_instead, async_value)
{
    async_status status = async_sleep(100);
    return async_failed(status) ? async_raise(async_ValueError, "instead") : status;
}

ASYNC_FUNCTION(timeouts_nest_move_and_may_be_over_at_once, async_value)
{
    async_owned limit = async_timeout(1);
    CHECK_ERROR(await_within(async_here, again(limit),
                             async_new(reschedules, .limit = async_retain(limit.object))),
                async_TimeoutError, "");
    async_release(limit.object);
    CHECK_LOG("a b c-");
    RAISES(WITHIN(1, WITHIN(2, LATER("a", 5))), async_TimeoutError, "");
    CHECK_LOG("a- CancelledError TimeoutError");
    RAISES(WITHIN(2, WITHIN(1, LATER("a", 5))), async_TimeoutError, "");
    CHECK_LOG("a- TimeoutError TimeoutError");
    for (int seconds = 0; seconds >= -1; seconds--) {
        RAISES(WITHIN(seconds, LATER("a", 0)), async_TimeoutError, "");
        GIVES(WITHIN(seconds, async_new(never_waits)), "None");
        CHECK_LOG("a- TimeoutError in OK");
    }
    async_owned task = async_spawn(WITHIN(1, LATER("a", 5)));
    async_try(async_sleep(0));
    CHECK(async_cancel(task.object));
    async_try(cancelled(async_here, task));
    CHECK_LOG("a- CancelledError main");
    RAISES(WITHIN(1, async_new(fails_instead)), async_ValueError, "instead");
    CHECK_LOG("ValueError");
    return ASYNC_OK;
}

ASYNC_FUNCTION(wait_for_gives_what_comes_in_time, async_value)
{
    GIVES(async_wait_for(LATER("a", 1), 2), "'a'");
    async_status status = async_await(async_wait_for(CLEANS("b", LATER("x", 2)), 1), NULL);
    const async_error *cause = status.error ? async_error_cause(status.error) : NULL;
    CHECK(cause && async_error_type_of(cause) == async_CancelledError);
    CHECK_ERROR(status, async_TimeoutError, "");
    RAISES(async_wait_for(LATER("c", 1, .fails = true), 2), async_ValueError, "c");
    CHECK_LOG("a x- b- b! c");

    async_owned task = async_spawn(async_wait_for(CLEANS("a", LATER("x", 5)), 10));
    async_try(turns(async_here, 2));
    CHECK(async_cancel(task.object));
    async_try(cancelled(async_here, task));
    CHECK_LOG("x- a- a! main");

    async_owned future = async_future_new();
    async_try(async_future_set_result(future.object, async_value_of(1)));
    GIVES(async_wait_for(future, 0), "1");
    RAISES(async_wait_for(LATER("a", 1), 0), async_TimeoutError, "");
    CHECK_LOG("");
    GIVES(async_wait_for(async_spawn(async_new(swallows)), 1), "5");
    CHECK_LOG("swallowed 1");
    RAISES(async_wait_for(async_list(1), 1), async_TypeError,
           "object list can't be used in 'await' expression");
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    async_use_virtual_clock();
    RUN(results_come_in_the_order_of_the_arguments);
    RUN(the_first_error_is_that_of_the_whole_and_the_others_go_on);
    RUN(cancelling_the_whole_cancels_all);
    RUN(a_child_that_is_cancelled_is_an_error_like_others);
    RUN(a_shield_keeps_what_is_behind_it_from_being_cancelled);
    RUN(a_timeout_cancels_and_raises_timeout_error);
    RUN(timeouts_nest_move_and_may_be_over_at_once);
    RUN(wait_for_gives_what_comes_in_time);
    return failures;
}
