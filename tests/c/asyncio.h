/**
 * @file asyncio.h
 * What the tests of tasks have in common: coroutines that note what happens to them.
 */
#ifndef ASYNCIO_H
#define ASYNCIO_H

#include "behaviour.h"

/* Notes the two parts as one word. */
static __attribute__((unused)) void note_two(async_string name, const char *rest)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%.*s%s", (int)name.size, name.data, rest);
    note(text);
}

#define NAME(text) ((async_string){text, sizeof(text) - 1})

/* Gives way so often. */
static __attribute__((unused)) async_status turns(async_scope, int count)
{
    for (int i = 0; i < count; i++)
        async_try(async_sleep(0));
    return ASYNC_OK;
}

/* Awaits, and if that fails cleans up, which takes a turn. */
ASYNC_FUNCTION(cleans, async_value, (async_string, name), (async_iterable, inner))
{
    async_value result;
    async_status status = async_await(args->inner, &result);
    if (!async_failed(status))
        return async_return(result);
    note_two(args->name, async_error_is(status, async_CancelledError) ? "-" : "?");
    async_try(async_sleep(0));
    note_two(args->name, "!");
    return status;
}

#define CLEANS(text, what) async_new(cleans, .name = NAME(text), .inner = (what).object)

/* Takes a time, then gives its name, or fails with it. */
ASYNC_FUNCTION(later, async_string, (async_string, name), (double, seconds), (bool, fails, false))
{
    async_status status = async_sleep(args->seconds);
    note_two(args->name, async_failed(status) ? "-" : "");
    async_try(status);
    if (!args->fails)
        return async_return(args->name);
    char text[16];
    (void)snprintf(text, sizeof text, "%.*s", (int)args->name.size, args->name.data);
    return async_raise(async_ValueError, "%s", text);
}

#define LATER(text, time, ...) async_new(later, .name = NAME(text), .seconds = time, ##__VA_ARGS__)

/* Takes a cancellation, and goes on. */
ASYNC_FUNCTION(swallows, int)
{
    async_status status = async_sleep(100);
    CHECK(async_error_is(status, async_CancelledError));
    async_error_clear(status);
    note("swallowed");
    async_try(async_sleep(0));
    note_value(async_value_of(async_task_cancelling(async_current_task())));
    return async_return(5);
}

static __attribute__((unused)) async_owned again(async_owned owned)
{
    return (async_owned){async_retain(owned.object), owned.status};
}

#endif
