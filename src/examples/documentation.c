/*
 * The two examples of Python's documentation, in C: a class with the protocol's two methods, and
 * an asynchronous generator. Both are run by `async for`.
 */
#include <asyncfor.h>
#include <stdio.h>

ASYNC_CLASS(AsyncCounter, int, (int, limit))
{
    int current;
};

ASYNC_ANEXT(AsyncCounter)
{
    if (self->current >= args->limit)
        return ASYNC_STOP;
    async_try(async_sleep(0.1));
    return async_item(++self->current);
}

ASYNC_GENERATOR(async_generator, int, (int, limit))
{
    for (int current = 1; current <= args->limit; current++) {
        async_try(async_sleep(0.1));
        async_try(async_yield(current));
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(program, async_value)
{
    async_for (int, number, async_new(AsyncCounter, .limit = 3)) {
        printf("%d\n", number);
    }
    async_for (int, number, async_new(async_generator, .limit = 3)) {
        printf("%d\n", number);
    }
    return ASYNC_OK;
}

int main(void)
{
    async_status status = async_run(async_new(program), NULL);
    async_error_print(status);
    return async_failed(status);
}
