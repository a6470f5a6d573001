/* The event loop: tasks, timers, futures, and its end, as asyncio has them. */
#include "asyncio.h"

/* Gives way `count` times. */
ASYNC_FUNCTION(steps, async_string, (async_string, name), (int, count))
{
    for (int i = 1; i <= args->count; i++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%d", i);
        note_two(args->name, number);
        async_try(async_sleep(0));
    }
    note_two(args->name, "!");
    return async_return(args->name);
}

#define STEPS(text, n) async_new(steps, .name = NAME(text), .count = n)

ASYNC_FUNCTION(tasks_run_in_the_order_in_which_they_became_ready, async_value)
{
    async_owned a = async_spawn(STEPS("a", 2));
    async_owned b = async_spawn(STEPS("b", 1));
    note("main");
    async_try(async_sleep(0));
    note("main");
    GIVES(a, "'a'");
    note("main");
    GIVES(b, "'b'");
    note("main");
    CHECK_LOG("main a1 b1 main a2 b! a! main main");
    return ASYNC_OK;
}

ASYNC_FUNCTION(awaiting_what_does_not_wait_does_not_give_way, async_value)
{
    async_owned a = async_spawn(STEPS("a", 2));
    GIVES(STEPS("b", 0), "'b'");
    note("main");
    GIVES(STEPS("c", 1), "'c'");
    note("main");
    GIVES(a.object, "'a'");
    GIVES(a.object, "'a'");
    async_release(a.object);
    CHECK_LOG("b! main c1 a1 c! main a2 a!");
    return ASYNC_OK;
}

ASYNC_FUNCTION(spawns, async_value)
{
    note("s1");
    async_release(async_spawn(STEPS("x", 1)).object);
    async_try(async_sleep(0));
    note("s2");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_task_that_is_made_by_another_runs_in_the_next_turn, async_value)
{
    async_owned a = async_spawn(async_new(spawns));
    async_owned b = async_spawn(STEPS("b", 2));
    GIVES(b, "'b'");
    GIVES(a, "None");
    CHECK_LOG("s1 b1 x1 s2 b2 x! b!");
    return ASYNC_OK;
}

ASYNC_FUNCTION(waits, async_value, (async_string, name), (async_iterable, future))
{
    async_value result;
    note_two(args->name, "");
    async_status status = async_await(args->future, &result);
    note_two(args->name, async_failed(status) ? "-" : "+");
    async_try(status);
    return async_return(result);
}

#define WAITS(text, what) \
    async_spawn(async_new(waits, .name = NAME(text), .future = async_retain((what).object)))

ASYNC_FUNCTION(who_waits_for_a_task_goes_on_in_the_order_of_waiting, async_value)
{
    async_owned task = async_spawn(STEPS("t", 1));
    async_owned waiters[] = {WAITS("a", task), WAITS("b", task), WAITS("c", task)};
    GIVES(task, "'t'");
    note("main");
    GIVES(waiters[2], "'t'");
    CHECK_LOG("t1 a b c t! main a+ b+ c+");
    async_release(waiters[0].object);
    async_release(waiters[1].object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(sleeps, async_value, (async_string, name), (double, seconds))
{
    async_try(async_sleep(args->seconds));
    note_two(args->name, "");
    return ASYNC_OK;
}

#define SLEEPS(text, time) async_spawn(async_new(sleeps, .name = NAME(text), .seconds = time))

ASYNC_FUNCTION(timers_fire_by_their_time_and_then_their_age, async_value)
{
    async_owned tasks[] = {SLEEPS("c", 0.3),    SLEEPS("a", 0.1),  SLEEPS("b", 0.2),
                           SLEEPS("minus", -1), SLEEPS("zero", 0), SLEEPS("b2", 0.2)};
    async_try(async_sleep(0.4));
    CHECK_LOG("minus zero a b b2 c");
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        async_release(tasks[i].object);
    CHECK_ERROR(async_sleep(0.0 / 0.0), async_ValueError, "Invalid delay: NaN (not a number)");
    return ASYNC_OK;
}

ASYNC_GENERATOR(guarded, int)
{
    async_status status = async_yield(1);
    note("closing");
    async_try(async_sleep(0));
    note("closed");
    return status;
}

ASYNC_FUNCTION(a_dropped_generator_is_closed_in_its_turn, async_value)
{
    async_owned generator = async_new(guarded);
    GIVES(async_anext(generator.object), "1");
    async_owned a = async_spawn(STEPS("a", 4));
    async_release(generator.object);
    note("dropped");
    GIVES(a, "'a'");
    CHECK_LOG("dropped a1 a2 closing a3 closed a4 a!");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_dropped_task_goes_on, async_value)
{
    async_release(async_spawn(STEPS("a", 2)).object);
    note("main");
    async_try(turns(async_here, 4));
    CHECK_LOG("main a1 a2 a!");
    return ASYNC_OK;
}

static async_object *seen;

ASYNC_FUNCTION(sees_its_task, async_value)
{
    seen = async_current_task();
    async_try(async_sleep(0));
    CHECK(async_current_task() == seen);
    return ASYNC_OK;
}

ASYNC_GENERATOR(sees_its_task_too, int)
{
    async_object *before = async_current_task();
    async_try(async_await(async_new(sees_its_task), NULL));
    CHECK(before == seen);
    return async_yield(1);
}

ASYNC_FUNCTION(the_current_task_is_that_of_all_it_awaits, async_value)
{
    async_object *own = async_current_task();
    CHECK(own && strcmp(async_type_name(own), "Task") == 0);
    async_for (int, n, async_new(sees_its_task_too)) {
        CHECK(n == 1 && seen == own);
    }
    async_owned task = async_spawn(async_new(sees_its_task));
    async_try(async_await(task.object, NULL));
    CHECK(seen == task.object && seen != own && async_current_task() == own);
    async_release(task.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(awaits_itself, async_value)
{
    CHECK_ERROR(async_await(async_current_task(), NULL), async_RuntimeError,
                "Task cannot await on itself: 'awaits_itself'");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_task_cannot_await_itself, async_value)
{
    GIVES(async_spawn(async_new(awaits_itself)), "None");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_future_is_set_once_and_wakes_all_in_order, async_value)
{
    async_value result;
    async_owned future = async_future_new();
    CHECK(!async_done(future.object) && !async_cancelled(future.object));
    CHECK_ERROR(async_future_result(future.object, &result), async_InvalidStateError,
                "Result is not set.");
    async_owned waiters[] = {WAITS("a", future), WAITS("b", future), WAITS("c", future)};
    async_try(async_sleep(0));
    char text[] = "text";
    async_try(async_future_set_result(future.object, async_value_of(text)));
    text[0] = '?';
    note("set");
    async_try(async_sleep(0));
    note("main");
    CHECK_LOG("a b c set a+ b+ c+ main");
    for (int i = 0; i < 3; i++)
        GIVES(waiters[i], "'text'");
    CHECK(async_done(future.object) && !async_cancelled(future.object));
    CHECK_ERROR(async_future_set_result(future.object, async_value_of(6)), async_InvalidStateError,
                "invalid state");
    CHECK_ERROR(async_future_set_error(future.object, async_error_new(async_ValueError, "late")),
                async_InvalidStateError, "invalid state");
    CHECK(!async_cancel(future.object));
    async_try(async_future_result(future.object, &result));
    note_value(result);
    GIVES(future, "'text'");
    CHECK_LOG("'text'");
    return ASYNC_OK;
}

ASYNC_FUNCTION(an_error_of_a_future_is_the_same_for_all, async_value)
{
    async_owned future = async_future_new();
    async_error *error = async_error_new(async_ValueError, "of the future");
    async_try(async_future_set_error(future.object, error));
    for (int i = 0; i < 2; i++) {
        async_status status = async_await(future.object, NULL);
        CHECK(status.error == error);
        CHECK_ERROR(status, async_ValueError, "of the future");
    }
    async_release(future.object);
    future = async_future_new();
    CHECK_ERROR(async_future_set_error(future.object, async_error_new(async_StopIteration, "no")),
                async_TypeError,
                "StopIteration interacts badly with generators and cannot be raised into a Future");
    CHECK(!async_done(future.object));
    async_release(future.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_cancelled_waiter_cancels_the_future_and_so_the_others, async_value)
{
    async_value result;
    async_owned future = async_future_new();
    async_owned a = WAITS("a", future);
    async_owned b = WAITS("b", future);
    async_try(async_sleep(0));
    CHECK(async_cancel(a.object));
    async_try(async_sleep(0));
    note("main");
    CHECK_LOG("a b a- b- main");
    CHECK(async_cancelled(future.object) && async_cancelled(a.object) && async_cancelled(b.object));
    CHECK_ERROR(async_future_result(future.object, &result), async_CancelledError, "");
    CHECK_ERROR(async_future_set_result(future.object, async_none()), async_InvalidStateError,
                "invalid state");
    RAISES(a, async_CancelledError, "");
    RAISES(b, async_CancelledError, "");
    async_release(future.object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_is_no_future_is_a_type_error, async_value)
{
    async_value result;
    async_owned list = async_list(1);
    CHECK_ERROR(async_future_set_result(list.object, async_none()), async_TypeError,
                "set_result() argument must be a future or a task, not list");
    CHECK_ERROR(async_future_result(NULL, &result), async_TypeError,
                "async_future_result() argument must be a future or a task, not NoneType");
    CHECK_ERROR(async_spawn(async_list(1)).status, async_TypeError,
                "An asyncio.Future, a coroutine or an awaitable is required, got list");
    CHECK(!async_cancel(list.object) && !async_cancel(NULL));
    async_release(list.object);
    async_owned task = async_spawn(STEPS("a", 0));
    CHECK_ERROR(async_future_set_result(task.object, async_none()), async_RuntimeError,
                "Task does not support set_result operation");
    async_owned same = async_spawn((async_owned){async_retain(task.object), ASYNC_OK});
    CHECK(same.object == task.object);
    async_release(same.object);
    GIVES(task, "'a'");
    *history = 0;
    return ASYNC_OK;
}

static void note_context(const async_exception_context *context)
{
    note(context->message);
    note(context->error ? async_error_type_of(context->error)->name : "no error");
}

ASYNC_FUNCTION(fails, async_value)
{
    return async_raise(async_ValueError, "unseen");
}

ASYNC_FUNCTION(errors_that_nobody_has_seen_are_reported, async_value)
{
    async_set_exception_handler(note_context);
    async_owned future = async_future_new();
    async_try(
        async_future_set_error(future.object, async_error_new(async_TypeError, "never seen")));
    async_release(future.object);
    CHECK_LOG("Future exception was never retrieved TypeError");
    async_release(async_spawn(async_new(fails)).object);
    async_try(async_sleep(0));
    CHECK_LOG("Task exception was never retrieved ValueError");
    RAISES(async_spawn(async_new(fails)), async_ValueError, "unseen");
    async_owned task = async_spawn(async_new(fails));
    async_value result;
    async_try(async_sleep(0));
    CHECK_LOG("");
    CHECK_ERROR(async_future_result(task.object, &result), async_ValueError, "unseen");
    async_release(task.object);
    task = async_spawn(async_new(waits, .name = NAME("a"), .future = async_future_new().object));
    async_try(async_sleep(0));
    (void)async_cancel(task.object);
    async_release(task.object);
    async_try(turns(async_here, 2));
    CHECK_LOG("a a-");
    async_set_exception_handler(NULL);
    return ASYNC_OK;
}

ASYNC_FUNCTION(is_left, async_value)
{
    note("left");
    async_status status = async_sleep(100);
    note(async_error_is(status, async_CancelledError) ? "cleanup" : "?");
    async_try(async_sleep(1));
    note("cleaned");
    return status;
}

static async_object *kept;

ASYNC_FUNCTION(the_end_cancels_tasks_then_closes_generators_and_waits, async_value)
{
    kept = async_new(guarded).object;
    GIVES(async_anext(kept), "1");
    async_release(async_spawn(async_new(is_left)).object);
    async_try(async_sleep(0));
    return async_return(5);
}

ASYNC_FUNCTION(fails_when_cancelled, async_value)
{
    async_error_clear(async_sleep(100));
    return async_raise(async_ValueError, "in cleanup");
}

ASYNC_FUNCTION(what_was_ready_still_runs_and_errors_of_the_end_are_reported, async_value)
{
    async_set_exception_handler(note_context);
    async_release(async_spawn(async_new(fails_when_cancelled)).object);
    async_try(async_sleep(0));
    async_release(async_spawn(STEPS("a", 0)).object);
    return ASYNC_OK;
}

ASYNC_FUNCTION(awaits_what_is_never_set, async_value)
{
    return async_await(async_future_new(), NULL);
}

ASYNC_FUNCTION(the_end_cancels_what_waits_for_what_never_comes, async_value)
{
    async_set_exception_handler(note_context);
    async_release(async_spawn(async_new(awaits_what_is_never_set)).object);
    async_release(
        async_spawn(async_gather(async_new(awaits_what_is_never_set), STEPS("a", 0))).object);
    return async_sleep(0);
}

ASYNC_FUNCTION(gives_seven, int)
{
    return async_return(7);
}

/* RUN(), and then what is to be seen only after the loop has shut down. */
#define RUN_THEN(name, then) BEHAVIOUR_THEN_NAMED(#name, name, then)

static async_status run_gives_the_result_or_the_error(void)
{
    async_value result;
    CHECK(!async_failed(async_run(async_new(gives_seven), &result)) && result.integer == 7);
    CHECK_ERROR(async_run(async_new(fails), &result), async_ValueError, "unseen");
    CHECK(result.kind == ASYNC_NONE);
    CHECK(!async_failed(async_run(async_gather(async_new(gives_seven)), &result)));
    note_value(result);
    CHECK_LOG("[7]");
    CHECK_ERROR(async_run(async_list(1), NULL), async_TypeError,
                "An asyncio.Future, a coroutine or an awaitable is required, got list");
    CHECK(!async_current_task());
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    async_use_virtual_clock();
    RUN(tasks_run_in_the_order_in_which_they_became_ready);
    RUN(awaiting_what_does_not_wait_does_not_give_way);
    RUN(a_task_that_is_made_by_another_runs_in_the_next_turn);
    RUN(who_waits_for_a_task_goes_on_in_the_order_of_waiting);
    RUN(timers_fire_by_their_time_and_then_their_age);
    RUN(a_dropped_generator_is_closed_in_its_turn);
    RUN(a_dropped_task_goes_on);
    RUN(the_current_task_is_that_of_all_it_awaits);
    RUN(a_task_cannot_await_itself);
    RUN(a_future_is_set_once_and_wakes_all_in_order);
    RUN(an_error_of_a_future_is_the_same_for_all);
    RUN(a_cancelled_waiter_cancels_the_future_and_so_the_others);
    RUN(what_is_no_future_is_a_type_error);
    RUN(errors_that_nobody_has_seen_are_reported);
    RUN_THEN(the_end_cancels_tasks_then_closes_generators_and_waits, async_release(kept);
             kept = NULL; CHECK_LOG("left cleanup cleaned closing closed"));
    RUN_THEN(what_was_ready_still_runs_and_errors_of_the_end_are_reported,
             async_set_exception_handler(NULL);
             CHECK_LOG("a! unhandled exception during async_run() shutdown ValueError"));
    RUN_THEN(the_end_cancels_what_waits_for_what_never_comes, async_set_exception_handler(NULL);
             CHECK_LOG("a! _GatheringFuture exception was never retrieved CancelledError"));
    RUN_OUTSIDE(run_gives_the_result_or_the_error);
    return failures;
}
