/* The code of the guide for C authors, built as any module is. */
#include <asyncfor.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

ASYNC_DOC(squares, "The squares of 1 to `count`, one each `delay` seconds.");
ASYNC_GENERATOR(squares, double, (int, count), (double, delay, 0))
{
    for (int n = 1; n <= args->count; n++) {
        async_try(async_sleep(args->delay));
        async_try(async_yield((double)n * n));
    }
    return ASYNC_OK;
}

ASYNC_DOC(longest, "The longest of the strings that come.");
ASYNC_FUNCTION(longest, async_string, (async_iterable, texts))
{
    async_value kept = async_none();
    async_for (async_value, text, args->texts) {
        if (text.kind == ASYNC_STRING && text.size >= kept.size) {
            async_value_release(kept);
            kept = async_value_retain(text);
        }
    }
    return async_return(kept);
}

ASYNC_ERROR_TYPE(ParseError, async_ValueError);

static async_status parse(async_string text, double *number)
{
    char digits[64];
    if (text.size >= sizeof digits)
        return async_raise(ParseError, "a number has at most 63 characters, got %zu", text.size);
    memcpy(digits, text.data, text.size);
    digits[text.size] = 0;
    char *end;
    *number = strtod(digits, &end);
    return *end || !text.size ? async_raise(ParseError, "expected a number, got '%s'", digits)
                              : ASYNC_OK;
}

ASYNC_DOC(numbers,
          "The numbers among the texts; what is none is left out, or an error if `strict`.");
ASYNC_GENERATOR(numbers, double, (async_iterable, texts), (bool, strict, false))
{
    async_for (async_string, text, args->texts) {
        double number = 0;
        async_status parsed = parse(text, &number);
        if (async_error_is(parsed, ParseError) && !args->strict) {
            async_error_clear(parsed);
            continue;
        }
        async_try(parsed);
        async_try(async_yield(number));
    }
    return ASYNC_OK;
}

typedef struct window {
    double *items;
    size_t size, used;
} window;

static async_status fill(async_scope, window *window, async_iterable source)
{
    async_for (double, number, source) {
        window->items[window->used++ % window->size] = number;
        if (window->used < window->size)
            continue;
        double sum = 0;
        for (size_t i = 0; i < window->size; i++)
            sum += window->items[i];
        async_try(async_yield(sum / (double)window->size));
    }
    return ASYNC_OK;
}

ASYNC_DOC(averages, "The averages of `size` numbers in a row.");
ASYNC_GENERATOR(averages, double, (async_iterable, source), (int, size))
{
    if (args->size < 1)
        return async_raise(async_ValueError, "averages(): size must be at least 1, got %d",
                           args->size);
    window window = {.size = (size_t)args->size};
    window.items = calloc(window.size, sizeof *window.items);
    if (!window.items)
        return async_raise(async_MemoryError, "averages(): no memory for %zu numbers", window.size);
    async_status status = fill(async_here, &window, args->source);
    free(window.items);
    return status;
}

ASYNC_DOC(Ticker, "The seconds since it was made, one each `period` seconds.");
ASYNC_CLASS(Ticker, int, (int, period), (int, limit, 1000))
{
    int ticks;
    char *label;
};

ASYNC_INIT(Ticker)
{
    self->label = strdup("ticker");
    return self->label ? ASYNC_OK : async_raise(async_MemoryError, "no memory for the label");
}

ASYNC_ANEXT(Ticker)
{
    if (self->ticks == args->limit)
        return ASYNC_STOP;
    async_try(async_sleep(args->period));
    return async_item(++self->ticks * args->period);
}

ASYNC_DROP(Ticker)
{
    free(self->label);
}

ASYNC_FUNCTION(sum, double, (async_iterable, source))
{
    double sum = 0;
    async_for (double, number, args->source) {
        sum += number;
    }
    return async_return(sum);
}

ASYNC_DOC(sums, "The sums of two sources, which are read at the same time.");
ASYNC_FUNCTION(sums, async_value, (async_iterable, left), (async_iterable, right),
               (double, seconds, 60))
{
    async_owned both = async_gather(async_new(sum, .source = async_retain(args->left)),
                                    async_new(sum, .source = async_retain(args->right)));
    async_value list;
    async_try(async_await(async_wait_for(both, args->seconds), &list));
    return async_return(list);
}

ASYNC_DOC(pairs, "Items in twos: what next(value) is given goes with the second.");
ASYNC_GENERATOR(pairs, async_value, (async_iterable, source))
{
    async_owned iterator = async_aiter(args->source);
    async_try(iterator.status);
    async_value first;
    async_value second;
    async_status status = ASYNC_OK;
    while (!async_failed(status)) {
        async_try_goto(status, async_await(async_anext(iterator.object), &first), end);
        status = async_await(async_anext(iterator.object, "none"), &second);
        if (async_failed(status))
            async_value_release(first);
        else
            status = async_yield(async_list(first, second));
    }
end:
    async_release(iterator.object);
    if (async_error_is(status, async_StopAsyncIteration)) {
        async_error_clear(status);
        return ASYNC_OK;
    }
    return status;
}

ASYNC_MODULE(squares, longest, numbers, averages, Ticker, sums, pairs);
