/* What the benchmark measures: compiled as any user's module. */
#include <asyncfor.h>

ASYNC_GENERATOR(numbers, int, (int, count))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(i));
    return ASYNC_OK;
}

ASYNC_GENERATOR(lists, async_value, (int, count))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(async_list(1, 2, 3, 4, i)));
    return ASYNC_OK;
}

ASYNC_FUNCTION(sum_in_c, double, (int, count))
{
    double sum = 0;
    async_for (int, number, async_new(numbers, .count = args->count)) {
        sum += number;
    }
    return async_return(sum);
}

ASYNC_FUNCTION(sum_of, double, (async_iterable, source))
{
    double sum = 0;
    async_for (double, number, args->source) {
        sum += number;
    }
    return async_return(sum);
}

ASYNC_MODULE(numbers, lists, sum_in_c, sum_of);
