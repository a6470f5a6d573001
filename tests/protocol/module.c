/* C that the tests of the JavaScript face drive. */
#include <asyncfor.h>
#include <stdio.h>
#include <stdlib.h>

ASYNC_DOC(relay, "Every item of `source`, until `limit` of them have come.");
ASYNC_GENERATOR(relay, async_value, (async_iterable, source), (int, limit, -1))
{
    int items = 0;
    async_for (async_value, item, args->source) {
        async_try(async_yield(async_value_retain(item)));
        if (++items == args->limit)
            break;
    }
    return ASYNC_OK;
}

ASYNC_DOC(guarded, "Counts to `count`; told to stop, it cleans up for `delay` seconds.");
ASYNC_GENERATOR(guarded, int, (int, count), (double, delay, 0), (bool, yields, false),
                (bool, fails, false), (bool, catches, false))
{
    for (int i = 1; i <= args->count; i++) {
        async_status status = async_yield(i);
        if (!async_failed(status))
            continue;
        if (args->catches && !async_error_is(status, async_GeneratorExit)) {
            async_error_clear(status);
            continue;
        }
        async_try(async_sleep(args->delay));
        if (args->yields)
            async_try(async_yield(-i));
        return args->fails ? async_raise_from(status, async_ValueError, "while cleaning up")
                           : status;
    }
    return async_return("all");
}

ASYNC_FUNCTION(total, double, (async_iterable, source))
{
    double sum = 0;
    async_for (double, number, args->source) {
        sum += number;
    }
    return async_return(sum);
}

ASYNC_DOC(settle, "Awaits `value`, twice if told so, and gives what it came to.");
ASYNC_FUNCTION(settle, async_value, (async_value, value), (bool, twice, false))
{
    if (args->value.kind != ASYNC_OBJECT)
        return async_return(async_value_retain(args->value));
    async_value result;
    async_try(async_await(args->value, &result));
    if (!args->twice)
        return async_return(result);
    async_value_release(result);
    async_try(async_await(args->value, &result));
    return async_return(result);
}

ASYNC_GENERATOR(awaits, async_value, (async_value, value), (int, times, 1), (int, items, 3))
{
    for (int item = 0; item < args->items; item++) {
        async_value result = async_none();
        for (int time = 0; time < args->times; time++) {
            async_value_release(result);
            async_try(async_await(args->value.object, &result));
        }
        async_try(async_yield(result));
    }
    return ASYNC_OK;
}

ASYNC_DOC(echo, "One item of each parameter, as it came.");
ASYNC_GENERATOR(echo, async_value, (bool, truth), (int, integer), (int64_t, wide), (double, number),
                (async_string, text), (async_bytes, data), (async_value, anything),
                (async_string, word, "default"))
{
    async_try(async_yield(args->truth));
    async_try(async_yield(args->integer));
    async_try(async_yield(args->wide));
    async_try(async_yield(args->number));
    async_try(async_yield(args->text));
    async_try(async_yield(args->data));
    async_try(async_yield(async_value_retain(args->anything)));
    async_try(async_yield(args->word));
    return ASYNC_OK;
}

ASYNC_ERROR_TYPE(ParseError, async_ValueError);

ASYNC_DOC(raises, "Fails with the error of that number, after one item.");
ASYNC_GENERATOR(raises, int, (int, number))
{
    async_try(async_yield(0));
    switch (args->number) {
    case 0:
        return async_raise(async_TypeError, "a type");
    case 1:
        return async_raise(async_ValueError, "a value");
    case 2:
        return async_raise(async_RuntimeError, "at run time");
    case 3:
        return async_raise_from(async_raise(async_TypeError, "inner"), ParseError, "outer");
    default:
        return ASYNC_STOP;
    }
}

ASYNC_STACK(overflows, 1024);
ASYNC_GENERATOR(overflows, int)
{
    char buffer[4096];
    char *volatile escaped = buffer;
    async_try(async_yield(escaped == buffer));
    return ASYNC_OK;
}

ASYNC_DOC(traps, "Ends the instance by a trap.");
ASYNC_FUNCTION(traps, int)
{
    __builtin_trap();
}

/* What not even the compiler knows to be NULL. */
static int (*volatile nothing)(void);

ASYNC_DOC(releases, "Gives a list up `times` times, which it has once.");
ASYNC_FUNCTION(releases, int, (int, times))
{
    async_owned list = async_list(1, 2);
    async_try(list.status);
    for (int i = 0; i < args->times; i++)
        async_release(list.object);
    return ASYNC_OK;
}

ASYNC_DOC(dies, "Ends the instance by a call of NULL, abort(), or exit(3).");
ASYNC_FUNCTION(dies, int, (int, how))
{
    if (args->how == 0)
        return async_return(nothing());
    if (args->how == 1)
        abort();
    exit(3);
}

ASYNC_DOC(prints, "Writes to standard output.");
ASYNC_FUNCTION(prints, int, (async_string, text))
{
    printf("%.*s\n", (int)args->text.size, args->text.data);
    (void)fflush(stdout);
    return ASYNC_OK;
}

ASYNC_CLASS(Ticker, int, (int, limit), (bool, refuses, false))
{
    int count;
};

ASYNC_INIT(Ticker)
{
    self->count = 0;
    return args->refuses ? async_raise(async_ValueError, "refused") : ASYNC_OK;
}

ASYNC_ACLOSE(Ticker)
{
    (void)self;
    return async_sleep(0.5);
}

ASYNC_ANEXT(Ticker)
{
    if (self->count == args->limit)
        return ASYNC_STOP;
    return async_item(++self->count);
}

ASYNC_DOC(spinner, "Gives way `count` times before its only item.");
ASYNC_GENERATOR(spinner, int, (int, count))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_sleep(0));
    async_try(async_yield(args->count));
    return ASYNC_OK;
}

ASYNC_DOC(mirror, "Yields what next() sends, after giving way if it is told to.");
ASYNC_GENERATOR(mirror, async_value, (bool, waits, false))
{
    async_value received = async_none();
    for (;;) {
        async_try(async_yield_sent(received, &received));
        if (args->waits)
            async_try(async_sleep(0));
    }
}

ASYNC_DOC(lends, "Fills one buffer with 1, 2, … `count`, and lends it each time, or copies it.");
ASYNC_GENERATOR(lends, async_bytes, (int, count), (bool, copies, false))
{
    uint8_t buffer[4];
    for (int i = 1; i <= args->count; i++) {
        memset(buffer, i, sizeof buffer);
        async_bytes bytes = {buffer, sizeof buffer};
        async_try(async_yield(args->copies ? async_value_of(bytes) : async_lend(bytes)));
    }
    return ASYNC_OK;
}

ASYNC_DOC(calls,
          "Calls `function` before each of `items` numbers, the first time after giving way if "
          "it `waits`; then sleeps for an hour.");
ASYNC_GENERATOR(calls, int, (async_js_value, function), (int, items, 1), (bool, waits, false))
{
    if (args->waits)
        async_try(async_sleep(0));
    for (int i = 0; i < args->items; i++) {
        async_owned result = async_js_call(args->function, i);
        async_try(result.status);
        async_release(result.object);
        async_try(async_yield(i));
    }
    return async_sleep(3600);
}

ASYNC_DOC(nests, "Loops over `calls`.");
ASYNC_GENERATOR(nests, int, (async_js_value, function), (int, items, 1), (bool, waits, false))
{
    async_for (int, number,
               async_new(calls, .function = async_retain(args->function), .items = args->items,
                         .waits = args->waits)) {
        async_try(async_yield(number));
    }
    return ASYNC_OK;
}

/* Waits, fails or gives another kind of item at certain places; tells where it is left. */
static async_status run_steps(async_scope, int count, int waits_at, int fails_at, int text_at,
                              int list_at, async_object *left)
{
    for (int i = 0; i < count; i++) {
        if (i == waits_at)
            async_try(async_sleep(0));
        if (i == fails_at)
            return async_raise(async_ValueError, "at %d", i);
        async_status status = i == text_at   ? async_yield("text")
                              : i == list_at ? async_yield(async_list(i, "owned"))
                                             : async_yield(i % 2 ? i + 0.5 : (double)i);
        if (!async_failed(status))
            continue;
        async_owned told = async_js_call(left, i);
        async_error_clear(told.status);
        async_release(told.object);
        return status;
    }
    return async_return((double)count);
}

#define STEPS(name)                                                                              \
    ASYNC_GENERATOR(name, async_value, (int, count), (int, waits_at, -1), (int, fails_at, -1),   \
                    (int, text_at, -1), (int, list_at, -1), (async_js_function, left))           \
    {                                                                                            \
        return run_steps(async_here, args->count, args->waits_at, args->fails_at, args->text_at, \
                         args->list_at, args->left);                                             \
    }
STEPS(steps)
ASYNC_AHEAD(steps_ahead, 8);
STEPS(steps_ahead)

ASYNC_DOC(calls_ahead, "Calls the function before each item, of which it has several in a row.");
ASYNC_AHEAD(calls_ahead, 8);
ASYNC_GENERATOR(calls_ahead, int, (async_js_function, function), (int, count))
{
    for (int i = 0; i < args->count; i++) {
        async_owned told = async_js_call(args->function, i);
        async_try(told.status);
        async_release(told.object);
        async_try(async_yield(i));
    }
    return ASYNC_OK;
}

/* Its items are truth values, although they are written as numbers. */
ASYNC_CLASS(Flags, bool, (int, count), (int, waits_at))
{
    int next;
};

ASYNC_ANEXT(Flags)
{
    if (self->next == args->waits_at)
        async_try(async_sleep(0));
    return self->next++ < args->count ? async_item(1) : ASYNC_STOP;
}

ASYNC_AHEAD(flags_ahead, 8);
ASYNC_GENERATOR(flags_ahead, async_value, (int, count), (int, waits_at))
{
    async_for (async_value, flag,
               async_new(Flags, .count = args->count, .waits_at = args->waits_at)) {
        async_try(async_yield(flag));
    }
    return ASYNC_OK;
}

ASYNC_MODULE(relay, guarded, total, settle, awaits, echo, raises, overflows, traps, dies, prints,
             Ticker, spinner, mirror, lends, calls, nests, steps, steps_ahead, calls_ahead,
             flags_ahead, releases);
