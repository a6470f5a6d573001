/* Time, on the virtual clock. */
#include "check.h"

ASYNC_GENERATOR(ticks, int, (double, every), (int, count))
{
    for (int i = 0; i < args->count; i++) {
        async_try(async_sleep(args->every));
        note("tick");
        async_try(async_yield(i));
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(a_year_takes_no_time, async_value)
{
    async_for (int, n, async_new(ticks, .every = 365 * 24 * 60 * 60, .count = 3)) {
        CHECK(n < 3);
        async_try(async_sleep(1));
        note("tock");
    }
    CHECK_LOG("tick tock tick tock tick tock");
    return ASYNC_OK;
}

ASYNC_FUNCTION(giving_way_is_not_waiting, async_value)
{
    for (int i = 0; i < 1000; i++)
        async_try(async_sleep(0));
    return ASYNC_OK;
}

int main(int argument_count, char **arguments)
{
    tests_begin(argument_count, arguments);
    async_use_virtual_clock();
    RUN(a_year_takes_no_time);
    RUN(giving_way_is_not_waiting);
    return failures;
}
