/* C that is cancelled where it waits, in every way in which it can wait. */
#include <asyncfor.h>
#include <string.h>

static bool is(async_string text, const char *expected)
{
    return text.size == strlen(expected) && memcmp(text.data, expected, text.size) == 0;
}

ASYNC_DOC(sleeper, "One item, after an hour.");
ASYNC_GENERATOR(sleeper, int)
{
    async_try(async_sleep(3600));
    return async_yield(1);
}

ASYNC_FUNCTION(sleeps, int)
{
    return async_sleep(3600);
}

/* Takes `delay` seconds for each item. */
static async_status pass_over(async_scope, async_iterable source, double delay)
{
    async_for (async_value, item, source) {
        (void)item;
        if (delay > 0)
            async_try(async_sleep(delay));
    }
    return ASYNC_OK;
}

static async_status wait_for_lock(async_scope)
{
    async_owned lock = async_lock_new();
    async_try(lock.status);
    async_try(async_lock_acquire(lock.object));
    async_status status = async_lock_acquire(lock.object);
    async_release(lock.object);
    return status;
}

static async_status wait_for_item(async_scope)
{
    async_owned queue = async_queue_new(1);
    async_try(queue.status);
    async_value item;
    async_status status = async_queue_get(queue.object, &item);
    async_release(queue.object);
    return status;
}

static async_status wait_for_event(async_scope)
{
    async_owned event = async_event_new();
    async_try(event.status);
    async_status status = async_event_wait(event.object);
    async_release(event.object);
    return status;
}

static async_status wait_in(async_scope, async_string where, async_value value)
{
    if (is(where, "a sleep"))
        return async_sleep(3600);
    if (is(where, "a promise"))
        return async_await(value.object, NULL);
    if (is(where, "a source"))
        return pass_over(async_here, value.object, 0);
    if (is(where, "a generator")) {
        async_for (int, number, async_new(sleeper)) {
            (void)number;
        }
        return ASYNC_OK;
    }
    if (is(where, "a function"))
        return async_await(async_new(sleeps), NULL);
    if (is(where, "a task"))
        return async_await(async_spawn(async_new(sleeps)), NULL);
    if (is(where, "a gathering"))
        return async_await(async_gather(async_new(sleeps), async_new(sleeps)), NULL);
    if (is(where, "a limit of time"))
        return async_await(async_wait_for(async_new(sleeps), 7200), NULL);
    if (is(where, "a future"))
        return async_await(async_future_new(), NULL);
    if (is(where, "a lock"))
        return wait_for_lock(async_here);
    if (is(where, "a queue"))
        return wait_for_item(async_here);
    return wait_for_event(async_here);
}

ASYNC_DOC(waits, "Yields `items` numbers, then waits; told to stop, it cleans up for `delay` "
                 "seconds and does what `then` says.");
ASYNC_GENERATOR(waits, async_value, (async_string, where), (async_value, value), (int, items, 0),
                (double, delay, 0), (async_string, then, "raise"))
{
    async_status status = ASYNC_OK;
    for (int i = 0; i < args->items && !async_failed(status); i++)
        status = async_yield(i);
    if (!async_failed(status))
        status = wait_in(async_here, args->where, args->value);
    if (!async_failed(status))
        return async_return("waited");
    if (!async_error_is(status, async_CancelledError))
        return status;
    if (args->delay > 0)
        async_try(async_sleep(args->delay));
    if (is(args->then, "fail"))
        return async_raise_from(status, async_ValueError, "while cleaning up");
    if (is(args->then, "raise"))
        return status;
    async_error_clear(status);
    if (is(args->then, "yield")) {
        async_try(async_yield("swallowed"));
        async_try(async_yield("and on"));
    }
    return async_return("swallowed");
}

ASYNC_DOC(waiting, "The same as a function.");
ASYNC_FUNCTION(waiting, async_value, (async_string, where), (async_value, value),
               (double, delay, 0), (async_string, then, "raise"))
{
    async_status status = wait_in(async_here, args->where, args->value);
    if (!async_failed(status))
        return async_return("waited");
    if (args->delay > 0)
        async_try(async_sleep(args->delay));
    if (is(args->then, "fail"))
        return async_raise_from(status, async_ValueError, "while cleaning up");
    if (is(args->then, "raise"))
        return status;
    async_error_clear(status);
    return async_return("swallowed");
}

ASYNC_FUNCTION(consumer, async_value, (async_iterable, source), (double, delay))
{
    async_status status = pass_over(async_here, args->source, args->delay);
    int cancelling = (int)async_task_cancelling(async_current_task());
    async_error *error = async_error_take(status);
    const char *type = error ? async_error_type_of(error)->name : "none";
    return async_return(async_list(type, cancelling, error ? async_value_of(error) : async_none()));
}

ASYNC_DOC(consumes,
          "Has a task loop over `source`, taking `delay` seconds for each item. What came "
          "of it: the type of the error, the task's requests to cancel, the error.");
ASYNC_FUNCTION(consumes, async_value, (async_iterable, source), (double, delay, 0))
{
    async_value outcome;
    async_try(async_await(async_spawn(async_new(consumer, .source = async_retain(args->source),
                                                .delay = args->delay)),
                          &outcome));
    return async_return(outcome);
}

ASYNC_DOC(opens, "Opens `source`, and asks for its first item an hour later.");
ASYNC_FUNCTION(opens, async_value, (async_iterable, source))
{
    async_owned iterator = async_aiter(args->source);
    async_try(iterator.status);
    async_value item = async_none();
    async_status status = async_sleep(3600);
    if (!async_failed(status))
        status = async_await(async_anext(iterator.object), &item);
    async_release(iterator.object);
    async_try(status);
    return async_return(item);
}

ASYNC_MODULE(waits, waiting, consumes, opens);
