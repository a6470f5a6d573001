/* What the benchmark measures: compiled as any user's module. */
#include <asyncfor.h>

ASYNC_GENERATOR(numbers, int, (int, count))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(i));
    return ASYNC_OK;
}

/* The same, running ahead. */
ASYNC_AHEAD(numbers_ahead, 64);
ASYNC_GENERATOR(numbers_ahead, int, (int, count))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(i));
    return ASYNC_OK;
}

ASYNC_CLASS(Numbers, int, (int, count))
{
    int next;
};

ASYNC_ANEXT(Numbers)
{
    return self->next < args->count ? async_item(self->next++) : ASYNC_STOP;
}

/* One more generator in a chain of them. */
ASYNC_GENERATOR(relay, int, (async_iterable, source))
{
    async_for (int, number, args->source) {
        async_try(async_yield(number));
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(sum_of, double, (async_iterable, source))
{
    double sum = 0;
    async_for (double, number, args->source) {
        sum += number;
    }
    return async_return(sum);
}

ASYNC_FUNCTION(sum_numbers, double, (int, count), (int, depth, 1))
{
    double sum = 0;
    async_owned chain = async_new(numbers, .count = args->count);
    for (int i = 1; i < args->depth && chain.object; i++)
        chain = async_new(relay, .source = chain.object);
    async_for (int, number, chain) {
        sum += number;
    }
    return async_return(sum);
}

ASYNC_FUNCTION(sum_class, double, (int, count))
{
    double sum = 0;
    async_for (int, number, async_new(Numbers, .count = args->count)) {
        sum += number;
    }
    return async_return(sum);
}

/* Frames between the body and its yield, each with something to keep. */
static __attribute__((noinline)) async_status yield_below(async_scope, int depth, int number)
{
    volatile int kept = depth;
    if (depth == 0)
        return async_yield(number);
    async_status status = yield_below(async_here, depth - 1, number);
    return kept == depth ? status : ASYNC_STOP;
}

ASYNC_GENERATOR(deep, int, (int, count), (int, depth))
{
    for (int i = 0; i < args->count; i++)
        async_try(yield_below(async_here, args->depth, i));
    return ASYNC_OK;
}

ASYNC_GENERATOR(awaiting, int, (int, count), (async_js_value, promise), (int, times, 1))
{
    for (int i = 0; i < args->count; i++) {
        for (int time = 0; time < args->times; time++)
            async_try(async_await(args->promise, NULL));
        async_try(async_yield(i));
    }
    return ASYNC_OK;
}

ASYNC_GENERATOR(sleeping, int, (int, count))
{
    for (int i = 0; i < args->count; i++) {
        async_try(async_sleep(0));
        async_try(async_yield(i));
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(produce, async_value, (int, count), (async_iterable, queue))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_queue_put(args->queue, i));
    return ASYNC_OK;
}

/* Woken for each item by another coroutine, through a queue of one place. */
ASYNC_GENERATOR(woken, int, (int, count))
{
    async_owned queue = async_queue_new(1);
    async_try(queue.status);
    async_owned task =
        async_spawn(async_new(produce, .count = args->count, .queue = async_retain(queue.object)));
    async_status status = task.status;
    for (int i = 0; i < args->count && !async_failed(status); i++) {
        async_value item;
        async_try_goto(status, async_queue_get(queue.object, &item), end);
        status = async_yield(item);
    }
end:
    if (task.object)
        (void)async_cancel(task.object);
    async_release(task.object);
    async_release(queue.object);
    return status;
}

/* The text behind strings and bytes: `size` bytes of each `size * places`, over and over. */
enum { PLACES = 16, LONGEST = 4096 };
static char text[PLACES * LONGEST];

static const char *text_at(int index)
{
    if (!text[0])
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = (char)('a' + i % 26);
    return text + (size_t)(index % PLACES) * LONGEST;
}

ASYNC_GENERATOR(strings, async_string, (int, count), (int, size))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(((async_string){text_at(i), (size_t)args->size})));
    return ASYNC_OK;
}

ASYNC_GENERATOR(bytes, async_bytes, (int, count), (int, size))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(((async_bytes){(const uint8_t *)text_at(i), (size_t)args->size})));
    return ASYNC_OK;
}

ASYNC_RECORD(sample, (int, id), (double, x), (double, y), (bool, valid), (int, next));

ASYNC_GENERATOR(records, sample, (int, count))
{
    for (int i = 0; i < args->count; i++) {
        sample item = {.id = i, .x = i * 0.5, .y = i * 0.25, .valid = i % 2, .next = i + 1};
        async_try(async_yield(async_value_as(sample, item)));
    }
    return ASYNC_OK;
}

ASYNC_GENERATOR(handles, async_js_value, (int, count), (async_js_value, object))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(async_retain(args->object)));
    return ASYNC_OK;
}

ASYNC_GENERATOR(lists, async_value, (int, count))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(async_list(1, 2, 3, 4, i)));
    return ASYNC_OK;
}

/* As small as a fiber of the peer: 4 KiB of stack and 1 KiB to save frames. */
ASYNC_STACK(small, 5120);
ASYNC_GENERATOR(small, int, (int, count))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(i));
    return ASYNC_OK;
}

/* What the peer takes of stack alone: here that is room enough for both. */
ASYNC_STACK(smallest, 4096);
ASYNC_GENERATOR(smallest, int, (int, count))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(i));
    return ASYNC_OK;
}

ASYNC_MODULE(numbers, numbers_ahead, Numbers, relay, sum_of, sum_numbers, sum_class, deep, awaiting,
             sleeping, woken, strings, bytes, records, handles, lists, small, smallest);
