/* The statement async_with, and async_enter() and async_exit() (PEP 492). */
#include "behaviour.h"

/* Its methods note, and give way once. */
ASYNC_CLASS(Context, int, (bool, enter_fails, false), (bool, exit_fails, false),
            (async_value, answer))
{
    int unused;
};

ASYNC_AENTER(Context)
{
    note("enter");
    async_try(async_sleep(0));
    note("entered");
    return args->enter_fails ? async_raise(async_ValueError, "entering") : async_return("value");
}

ASYNC_AEXIT(Context)
{
    note(error ? async_error_type_of(error)->name : "exit");
    async_try(async_sleep(0));
    note("exited");
    if (args->exit_fails)
        return async_raise(async_ValueError, "leaving");
    return async_return(async_value_retain(args->answer));
}

#define CONTEXT(...) async_new(Context, .answer = async_none(), ##__VA_ARGS__)

ASYNC_FUNCTION(the_block_runs_once_between_enter_and_exit, async_value)
{
    async_with (async_string, value, CONTEXT()) {
        CHECK(value.size == 5 && memcmp(value.data, "value", 5) == 0);
        note("block");
    }
    CHECK_LOG("enter entered block exit exited");
    async_owned context = CONTEXT();
    for (int i = 0; i < 2; i++) {
        async_with (async_value, value, context.object) {
            (void)value;
            if (i == 0)
                continue;
            note("block");
        }
    }
    CHECK_LOG("enter entered exit exited enter entered block exit exited");
    async_release(context.object);
    async_with (async_value, value, CONTEXT()) {
        (void)value;
        note("before");
        break;
    }
    CHECK_LOG("enter entered before exit exited");
    async_with (async_value, value, CONTEXT()) {
        (void)value;
        goto behind;
    }
    note("skipped");
behind:
    CHECK_LOG("enter entered exit exited");
    async_with (async_value, outer, CONTEXT()) {
        async_with (async_value, inner, CONTEXT()) {
            (void)outer;
            (void)inner;
            note("block");
        }
    }
    CHECK_LOG("enter entered enter entered block exit exited exit exited");
    return ASYNC_OK;
}

/* How `leaves` leaves its block. */
enum { RETURNS, FAILS, AWAIT_FAILS, TAKEN };

ASYNC_FUNCTION(fails, int)
{
    async_try(async_sleep(0));
    return async_raise(async_TypeError, "in the block");
}

ASYNC_FUNCTION(leaves, int, (async_iterable, context), (int, how))
{
    async_with (async_value, value, args->context) {
        (void)value;
        switch (args->how) {
        case RETURNS:
            return async_return(7);
        case FAILS:
            return async_raise(async_TypeError, "in the block");
        case AWAIT_FAILS:
            async_try(async_await(async_new(fails), NULL));
            break;
        default:
            async_error_clear(async_await(async_new(fails), NULL));
            return async_return(8);
        }
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(return_and_errors_leave_the_context, async_value)
{
    GIVES(async_new(leaves, .context = CONTEXT().object, .how = RETURNS), "7");
    CHECK_LOG("enter entered exit exited");
    GIVES(async_new(leaves, .context = CONTEXT().object, .how = TAKEN), "8");
    CHECK_LOG("enter entered exit exited");
    RAISES(async_new(leaves, .context = CONTEXT().object, .how = FAILS), async_TypeError,
           "in the block");
    CHECK_LOG("enter entered TypeError exited");
    RAISES(async_new(leaves, .context = CONTEXT().object, .how = AWAIT_FAILS), async_TypeError,
           "in the block");
    CHECK_LOG("enter entered TypeError exited");
    RAISES(async_new(leaves, .context = CONTEXT(.exit_fails = true).object, .how = RETURNS),
           async_ValueError, "leaving");
    CHECK_LOG("enter entered exit exited");
    RAISES(async_new(leaves, .context = CONTEXT(.enter_fails = true).object, .how = RETURNS),
           async_ValueError, "entering");
    CHECK_LOG("enter entered");
    return ASYNC_OK;
}

ASYNC_FUNCTION(enters_while_cancelled, int)
{
    async_with (async_value, value, CONTEXT()) {
        (void)value;
        async_try(async_sleep(1));
        note("not here");
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(cancellation_leaves_the_context, async_value)
{
    async_owned task = async_spawn(async_new(enters_while_cancelled));
    for (int i = 0; i < 3; i++)
        async_try(async_sleep(0));
    CHECK_LOG("enter entered");
    CHECK(async_cancel(task.object));
    RAISES(task, async_CancelledError, "");
    CHECK_LOG("CancelledError exited");
    return ASYNC_OK;
}

/* Leaves a context, whose exit answers so, by a TypeError. */
static async_status answered(async_scope, async_value answer)
{
    async_owned context = async_new(Context, .answer = answer);
    async_status status = async_enter(context.object, NULL);
    if (!async_failed(status))
        status = async_exit(context.object, async_raise(async_TypeError, "in the block"));
    async_release(context.object);
    *history = 0;
    return status;
}

ASYNC_FUNCTION(exit_swallows_an_error_by_any_true_answer, async_value)
{
    async_try(answered(async_here, async_value_of((bool)true)));
    async_try(answered(async_here, async_value_of(true)));
    async_try(answered(async_here, async_value_of(0.5)));
    async_try(answered(async_here, async_value_of("yes")));
    async_try(answered(async_here, async_value_of(async_event_new())));
    async_value wrong[] = {async_none(), async_value_of((bool)false), async_value_of(0),
                           async_value_of(0.0), async_value_of("")};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_ERROR(answered(async_here, wrong[i]), async_TypeError, "in the block");

    async_owned context = async_new(Context, .answer = async_value_of((bool)true));
    async_try(async_enter(context.object, NULL));
    async_try(async_exit(context.object, ASYNC_OK));
    async_release(context.object);
    CHECK_LOG("enter entered exit exited");
    return ASYNC_OK;
}

ASYNC_FUNCTION(an_error_of_exit_has_the_block_s_as_its_context, async_value)
{
    async_owned context = CONTEXT(.exit_fails = true);
    async_value value;
    async_try(async_enter(context.object, &value));
    note_value(value);
    async_status status = async_exit(context.object, async_raise(async_TypeError, "in the block"));
    CHECK(async_error_context(status.error) &&
          async_error_type_of(async_error_context(status.error)) == async_TypeError);
    CHECK(!async_error_cause(status.error));
    CHECK_ERROR(status, async_ValueError, "leaving");
    async_release(context.object);
    CHECK_LOG("enter entered 'value' TypeError exited");
    return ASYNC_OK;
}

ASYNC_CLASS(OnlyEnter, int)
{
    int unused;
};

ASYNC_AENTER(OnlyEnter)
{
    note("not entered");
    return async_return(1);
}

ASYNC_CLASS(OnlyExit, int)
{
    int unused;
};

ASYNC_AEXIT(OnlyExit)
{
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_is_no_context_manager_is_a_type_error, async_value)
{
    CHECK_ERROR(async_enter(5, NULL), async_TypeError,
                "'int' object does not support the asynchronous context manager protocol");
    RAISES(async_new(leaves, .context = NULL, .how = RETURNS), async_TypeError,
           "'NoneType' object does not support the asynchronous context manager protocol");
    RAISES(async_new(leaves, .context = async_new(OnlyExit).object, .how = RETURNS),
           async_TypeError,
           "'OnlyExit' object does not support the asynchronous context manager protocol");
    RAISES(async_new(leaves, .context = async_new(OnlyEnter).object, .how = RETURNS),
           async_TypeError,
           "'OnlyEnter' object does not support the asynchronous context manager protocol "
           "(missed __aexit__ method)");
    CHECK_LOG("");
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_cannot_be_created_is_raised, async_value)
{
    async_with (async_value, value, async_context_manager(async_list(1))) {
        (void)value;
        note("block");
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(an_error_of_creating_the_manager_is_raised, async_value)
{
    RAISES(async_new(what_cannot_be_created_is_raised), async_TypeError,
           "async_context_manager() expected an asynchronous generator, got list");
    CHECK_LOG("");
    return ASYNC_OK;
}

ASYNC_CLASS(Closing, int)
{
    int unused;
};

ASYNC_ANEXT(Closing)
{
    return async_item(1);
}

ASYNC_ACLOSE(Closing)
{
    async_try(async_sleep(0));
    note("closed");
    return async_return("of no use");
}

ASYNC_FUNCTION(returns_from_a_loop, async_value)
{
    async_for (int, n, async_new(Closing)) {
        return async_return(async_list("a", n));
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_result_stays_while_a_loop_is_closed, async_value)
{
    GIVES(async_new(returns_from_a_loop), "['a', 1]");
    CHECK_LOG("closed");
    return ASYNC_OK;
}

ASYNC_GENERATOR(inside, int)
{
    async_with (async_value, value, CONTEXT()) {
        (void)value;
        async_try(async_yield(1));
        note("not here");
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_generator_that_is_closed_leaves_its_contexts, async_value)
{
    async_for (int, n, async_new(inside)) {
        CHECK(n == 1);
        break;
    }
    CHECK_LOG("enter entered GeneratorExit exited");
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    async_use_virtual_clock();
    RUN(the_block_runs_once_between_enter_and_exit);
    RUN(return_and_errors_leave_the_context);
    RUN(cancellation_leaves_the_context);
    RUN(exit_swallows_an_error_by_any_true_answer);
    RUN(an_error_of_exit_has_the_block_s_as_its_context);
    RUN(what_is_no_context_manager_is_a_type_error);
    RUN(an_error_of_creating_the_manager_is_raised);
    RUN(a_result_stays_while_a_loop_is_closed);
    RUN(a_generator_that_is_closed_leaves_its_contexts);
    return failures;
}
