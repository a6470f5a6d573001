/* The two examples of Python's documentation, and range: numbers that need no waiting. */
#include <asyncfor.h>

ASYNC_DOC(AsyncCounter, "Counts from 1 to `limit`, waiting `delay` seconds before each number.");
ASYNC_STACK(AsyncCounter, 1024);
ASYNC_CLASS(AsyncCounter, int, (int, limit), (double, delay, 0.1))
{
    int current;
};

ASYNC_ANEXT(AsyncCounter)
{
    if (self->current >= args->limit)
        return ASYNC_STOP;
    async_try(async_sleep(args->delay));
    return async_item(++self->current);
}

ASYNC_DOC(async_generator, "Counts from 1 to `limit`, waiting `delay` seconds before each number.");
ASYNC_STACK(async_generator, 1024);
ASYNC_GENERATOR(async_generator, int, (int, limit), (double, delay, 0.1))
{
    for (int current = 1; current <= args->limit; current++) {
        async_try(async_sleep(args->delay));
        async_try(async_yield(current));
    }
    return ASYNC_OK;
}

ASYNC_DOC(range, "The numbers from `start` to before `stop`, in steps of `step`. Never waits.");
ASYNC_STACK(range, 1024);
ASYNC_GENERATOR(range, double, (double, stop), (double, start, 0), (double, step, 1))
{
    if (!(args->step > 0 || args->step < 0))
        return async_raise(async_ValueError, "range(): 'step' must be a number other than 0");
    /* From the index, so that no error adds up. */
    for (double i = 0;; i++) {
        double number = args->start + i * args->step;
        if (args->step > 0 ? !(number < args->stop) : !(number > args->stop))
            return ASYNC_OK;
        async_try(async_yield(number));
    }
}
