/* Generators, coroutines and classes: how they start, end, fail and are dropped. */
#include "check.h"

ASYNC_GENERATOR(raises_stop, int)
{
    async_try(async_yield(1));
    return ASYNC_STOP;
}

static async_owned itself;

ASYNC_GENERATOR(iterates_itself, int)
{
    async_for (int, n, itself.object) {
        (void)n;
    }
    return ASYNC_OK;
}

ASYNC_GENERATOR(ignores_exit, int)
{
    for (int i = 0; i < 3; i++)
        async_error_clear(async_yield(i));
    note("went on");
    return ASYNC_OK;
}

ASYNC_GENERATOR(fails_to_close, int)
{
    async_status status = async_yield(1);
    return async_failed(status) ? async_raise_from(status, async_ValueError, "while closing")
                                : status;
}

ASYNC_FUNCTION(drains, int, (async_iterable, source))
{
    int items = 0;
    async_for (int, n, args->source) {
        items += n >= 0;
    }
    return async_return(items);
}

/* Leaves a loop over one that fails to close, in each of the ways. */
ASYNC_FUNCTION(leaves, int, (bool, ignoring, false), (bool, body_fails, false),
               (bool, returns, false))
{
    async_for (int, n, args->ignoring ? async_new(ignores_exit) : async_new(fails_to_close)) {
        (void)n;
        if (args->body_fails)
            return async_raise(async_RuntimeError, "the body's");
        if (args->returns)
            return ASYNC_OK;
        break;
    }
    return ASYNC_OK;
}

static async_status await_once(async_scope, async_owned coroutine, int *result)
{
    async_value value = async_none();
    async_status status = async_await(coroutine.object, &value);
    if (!async_failed(status) && result)
        status = async_value_to(&value, result);
    async_release(coroutine.object);
    return status;
}

ASYNC_FUNCTION(errors_of_generators_are_python_s, async_value)
{
    CHECK_ERROR(
        await_once(async_here, async_new(drains, .source = async_new(raises_stop).object), NULL),
        async_RuntimeError, "async generator raised StopAsyncIteration");
    itself = async_new(iterates_itself);
    CHECK_ERROR(
        await_once(async_here, async_new(drains, .source = async_retain(itself.object)), NULL),
        async_RuntimeError, "anext(): asynchronous generator is already running");
    async_release(itself.object);
    CHECK_ERROR(await_once(async_here, async_new(drains, .source = NULL), NULL), async_TypeError,
                "'async for' requires an object with __aiter__ method, got NoneType");
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_failing_close_is_raised_unless_the_body_failed, async_value)
{
    CHECK_ERROR(await_once(async_here, async_new(leaves), NULL), async_ValueError, "while closing");
    CHECK_ERROR(await_once(async_here, async_new(leaves, .returns = true), NULL), async_ValueError,
                "while closing");
    CHECK_ERROR(await_once(async_here, async_new(leaves, .body_fails = true), NULL),
                async_RuntimeError, "the body's");
    CHECK_ERROR(await_once(async_here, async_new(leaves, .ignoring = true), NULL),
                async_RuntimeError, "async generator ignored GeneratorExit");
    async_try(async_sleep(0));
    CHECK_LOG("");
    return ASYNC_OK;
}

ASYNC_FUNCTION(answers, int, (int, question))
{
    async_try(async_sleep(0));
    return async_return(args->question + 1);
}

ASYNC_FUNCTION(awaits_itself, int)
{
    async_value result;
    async_try(async_await(itself.object, &result));
    return ASYNC_OK;
}

ASYNC_FUNCTION(coroutines_are_awaited_once, async_value)
{
    int answer = 0;
    async_owned coroutine = async_new(answers, .question = 41);
    async_retain(coroutine.object);
    async_try(await_once(async_here, coroutine, &answer));
    CHECK(answer == 42);
    CHECK_ERROR(async_await(coroutine.object, NULL), async_RuntimeError,
                "cannot reuse already awaited coroutine");
    async_release(coroutine.object);
    itself = async_new(awaits_itself);
    CHECK_ERROR(await_once(async_here, itself, NULL), async_ValueError,
                "coroutine already executing");
    CHECK_ERROR(async_await(NULL, NULL), async_TypeError,
                "object NoneType can't be used in 'await' expression");
    async_owned generator = async_new(raises_stop);
    CHECK_ERROR(async_await(generator.object, NULL), async_TypeError,
                "object async_generator can't be used in 'await' expression");
    async_release(generator.object);
    return ASYNC_OK;
}

static async_status yields_from_a_helper(async_scope)
{
    return async_yield(1);
}

ASYNC_FUNCTION(yields_in_a_function, int)
{
    return yields_from_a_helper(async_here);
}

/* Its methods run on the coroutine of whoever iterates, which is a generator's below. */
ASYNC_CLASS(Yielding, int)
{
    int unused;
};

ASYNC_ANEXT(Yielding)
{
    return yields_from_a_helper(async_here);
}

ASYNC_GENERATOR(over_yielding, int)
{
    async_for (int, n, async_new(Yielding)) {
        async_try(async_yield(n));
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(bad_calls_are_errors, async_value)
{
    CHECK_ERROR(
        await_once(async_here, async_new(drains, .source = async_new(over_yielding).object), NULL),
        async_RuntimeError, "'yield' outside async generator");
    CHECK_ERROR(async_await(async_value_of("text"), NULL), async_TypeError,
                "object str can't be used in 'await' expression");
    CHECK_ERROR(await_once(async_here, async_new(yields_in_a_function), NULL), async_RuntimeError,
                "'yield' outside async generator");
    CHECK_ERROR(async_sleep(0.0 / 0.0), async_ValueError, "Invalid delay: NaN (not a number)");
    CHECK_ERROR(async_run(async_new(answers, .question = 1), NULL), async_RuntimeError,
                "async_run() cannot be called from a running event loop");
    return ASYNC_OK;
}

ASYNC_CLASS(Resource, int, (async_string, name), (bool, fails, false))
{
    char first;
};

ASYNC_INIT(Resource)
{
    if (args->fails)
        return async_raise(async_ValueError, "cannot open %c%c", args->name.data[0],
                           args->name.data[1]);
    self->first = args->name.data[0];
    note("opened");
    return ASYNC_OK;
}

ASYNC_DROP(Resource)
{
    note(self->first ? "dropped" : "dropped unopened");
}

ASYNC_ACLOSE(Resource)
{
    note("closing");
    async_try(async_sleep(0));
    note(self->first == 'a' ? "closed a" : "closed b");
    return ASYNC_OK;
}

ASYNC_ANEXT(Resource)
{
    if (args->name.size == 0)
        return ASYNC_STOP;
    return async_item(self->first);
}

ASYNC_FUNCTION(classes_are_initialised_closed_and_dropped, async_value)
{
    char name[] = "abc";
    async_owned resource = async_new(Resource, .name = ((async_string){name, 3}));
    name[0] = 'x';
    async_for (int, item, resource) {
        CHECK(item == 'a');
        break;
    }
    CHECK_LOG("opened closing closed a dropped");
    CHECK_ERROR(await_once(async_here, async_new(drains, .source = NULL), NULL), async_TypeError,
                "'async for' requires an object with __aiter__ method, got NoneType");
    async_owned failed = async_new(Resource, .name = ((async_string){name, 3}), .fails = true);
    CHECK(failed.object == NULL);
    CHECK_ERROR(failed.status, async_ValueError, "cannot open xb");
    CHECK_LOG("dropped unopened");
    return ASYNC_OK;
}

ASYNC_GENERATOR(nested, int, (int, depth))
{
    if (args->depth == 0) {
        async_try(async_yield(1));
        return ASYNC_OK;
    }
    async_for (int, n, async_new(nested, .depth = args->depth - 1)) {
        async_try(async_yield(n + 1));
    }
    return ASYNC_OK;
}
ASYNC_STACK(nested, 1024);

ASYNC_FUNCTION(nesting_is_limited, async_value)
{
    async_for (int, n, async_new(nested, .depth = 900)) {
        CHECK(n == 901);
    }
    CHECK_ERROR(await_once(async_here,
                           async_new(drains, .source = async_new(nested, .depth = 1100).object),
                           NULL),
                async_RecursionError, "maximum recursion depth exceeded in 'nested'");
    return ASYNC_OK;
}

ASYNC_FUNCTION(what_never_ran_leaves_nothing, async_value)
{
    async_release(async_new(nested, .depth = 3).object);
    async_release(async_new(answers, .question = 3).object);
    async_release(async_new(drains, .source = async_new(nested, .depth = 3).object).object);
    return ASYNC_OK;
}

ASYNC_GENERATOR(closes_slowly, int)
{
    async_status exit = async_yield(1);
    note("closing");
    async_error *error = async_error_take(exit);
    async_try(async_sleep(0.001));
    note("closed");
    return async_raise_again(error);
}

ASYNC_FUNCTION(drops_a_generator, async_value)
{
    async_owned generator = async_new(closes_slowly);
    async_try(async_await(async_anext(generator.object), NULL));
    async_release(generator.object);
    return ASYNC_OK;
}

static void the_end_waits_for_what_is_dropped_last(void)
{
    RUN(drops_a_generator);
    CHECK_LOG("closing closed");
}

ASYNC_FUNCTION(a_task_is_cancelled_before_it_starts, async_value)
{
    async_owned task = async_spawn(async_new(answers, .question = 1));
    CHECK(async_cancel(task.object));
    CHECK_ERROR(async_await(task, NULL), async_CancelledError, "");
    return ASYNC_OK;
}

ASYNC_CLASS(Named, int, (bool, second))
{
    char unused;
};

ASYNC_TYPE_NAME(Named)
{
    return args->second ? "Second" : "First";
}

ASYNC_FUNCTION(instances_name_their_types, async_value)
{
    const char *names[] = {"First", "Second"};
    for (int i = 0; i < 2; i++) {
        async_owned instance = async_new(Named, .second = i);
        CHECK(strcmp(async_type_name(instance.object), names[i]) == 0);
        async_release(instance.object);
    }
    CHECK_ERROR(
        await_once(async_here, async_new(drains, .source = async_new(Named, .second = true).object),
                   NULL),
        async_TypeError, "'async for' requires an object with __aiter__ method, got Second");
    return ASYNC_OK;
}

ASYNC_GENERATOR(sleeps_and_yields, int, (int, items))
{
    for (int i = 0; i < args->items; i++) {
        async_try(async_sleep(0));
        async_try(async_yield(i));
    }
    return ASYNC_OK;
}

/* What awaits a coroutine that is suspended is suspended with it, which does not count. */
ASYNC_FUNCTION(starts_and_suspensions_are_counted, async_value)
{
    async_statistics before = async_stats();
    async_object *source = async_new(sleeps_and_yields, .items = 3).object;
    CHECK(async_stats().started == before.started);
    async_try(await_once(async_here, async_new(drains, .source = source), NULL));
    async_statistics after = async_stats();
    CHECK(after.started - before.started == 2);
    CHECK(after.suspends - before.suspends == 6);
    return ASYNC_OK;
}

ASYNC_ERROR_TYPE(ParseError, async_ValueError);

ASYNC_FUNCTION(errors_have_types_messages_and_causes, async_value)
{
    async_status cause = async_raise(ParseError, "%s at %u:%d%% %c %x %zu %ld %lld", "token", 7u,
                                     -3, '!', 255u, (size_t)9, -5L, 1LL << 40);
    CHECK(async_error_is(cause, ParseError) && async_error_is(cause, async_ValueError) &&
          async_error_is(cause, async_Exception) && !async_error_is(cause, async_TypeError));
    CHECK(strcmp(async_error_message(cause.error), "token at 7:-3% ! ff 9 -5 1099511627776") == 0);
    async_status error = async_raise_from(cause, async_RuntimeError, "outer");
    CHECK(async_error_cause(error.error) == cause.error);
    async_error *taken = async_error_take(error);
    error = async_raise_again(taken);
    CHECK(error.error == taken);
    CHECK_ERROR(error, async_RuntimeError, "outer");
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    RUN(errors_of_generators_are_python_s);
    RUN(a_failing_close_is_raised_unless_the_body_failed);
    RUN(coroutines_are_awaited_once);
    RUN(bad_calls_are_errors);
    RUN(classes_are_initialised_closed_and_dropped);
    RUN(nesting_is_limited);
    RUN(what_never_ran_leaves_nothing);
    the_end_waits_for_what_is_dropped_last();
    RUN(a_task_is_cancelled_before_it_starts);
    RUN(instances_name_their_types);
    RUN(starts_and_suspensions_are_counted);
    RUN(errors_have_types_messages_and_causes);
    return failures;
}
