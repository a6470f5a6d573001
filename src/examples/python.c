/*
 * Python's protocol, line by line: above each part stands what it is in Python. What it prints is
 * written beside the line that prints it.
 */
#include <asyncfor.h>
#include <stdio.h>

/*
 * async def echo():
 *     received = 0
 *     try:
 *         while True:
 *             received = yield received
 *     finally:
 *         print('closed')
 */
ASYNC_GENERATOR(echo, async_value)
{
    async_value received = async_value_of(0);
    async_status status = ASYNC_OK;
    while (!async_failed(status))
        status = async_yield_sent(received, &received);
    puts("closed");
    return status;
}

/*
 * async def square(n):
 *     await asyncio.sleep(0)
 *     return n * n
 */
ASYNC_FUNCTION(square, int, (int, n))
{
    async_try(async_sleep(0));
    return async_return(args->n * args->n);
}

/*
 * async def count(to):
 *     for n in range(to):
 *         yield n
 */
ASYNC_GENERATOR(count, int, (int, to))
{
    for (int n = 0; n < args->to; n++)
        async_try(async_yield(n));
    return ASYNC_OK;
}

/* (x * by async for x in source if x % 2) */
ASYNC_GENERATOR_EXPRESSION(multiples, int, x * args->by, (int, x), if (x % 2), (int, by));

/* print(value) */
static async_status print(async_value value)
{
    async_value text;
    async_status status = async_value_repr(&value, &text);
    if (!async_failed(status))
        printf("%.*s\n", (int)text.size, text.data);
    async_value_release(text);
    async_value_release(value);
    return status;
}

/* Requests to a generator, one by one. */
static async_status requests(async_scope, async_object *generator)
{
    async_value item;

    /* print(await anext(generator)) */
    async_try(async_await(async_anext(generator), &item));
    async_try(print(item)); /* 0 */

    /* print(await generator.asend('hello')) */
    async_try(async_await(async_asend(generator, "hello"), &item));
    async_try(print(item)); /* 'hello' */

    /* await generator.aclose() */
    async_try(async_await(async_aclose(generator), NULL)); /* closed */

    /* print(await anext(generator, 'nothing left')) */
    async_try(async_await(async_anext(generator, "nothing left"), &item));
    return print(item); /* 'nothing left' */
}

/* Comprehensions. */
static async_status comprehensions(async_scope)
{
    /* print([n * n async for n in count(6) if n % 2]) */
    async_try(print(async_value_of(
        async_list_of(n * n, async_for (int, n, async_new(count, .to = 6)) if (n % 2)))));
    /* [1, 9, 25] */

    /* print({n: await square(n) async for n in count(3)}) */
    async_try(print(async_value_of(async_dict_of(n, async_try_await(int, async_new(square, .n = n)),
                                                 async_for (int, n, async_new(count, .to = 3))))));
    /* {0: 0, 1: 1, 2: 4} */

    /* print([n async for n in (x * 10 async for x in count(6) if x % 2)]) */
    async_owned expression =
        async_new(multiples, .source = async_new(count, .to = 6).object, .by = 10);
    return print(
        async_value_of(async_list_of(n, async_for (int, n, expression)))); /* [10, 30, 50] */
}

/* Tasks. */
static async_status tasks(async_scope)
{
    async_value result;

    /* print(await asyncio.gather(square(2), square(3))) */
    async_try(
        async_await(async_gather(async_new(square, .n = 2), async_new(square, .n = 3)), &result));
    async_try(print(result)); /* [4, 9] */

    /*
     * try:
     *     await asyncio.wait_for(asyncio.sleep(60), timeout=0.01)
     * except TimeoutError:
     *     print('too late')
     */
    async_owned never = async_future_new();
    async_status status = async_await(async_wait_for(never, 0.01), NULL);
    if (async_error_is(status, async_TimeoutError))
        puts("too late"); /* too late */
    else
        return status;
    async_error_clear(status);

    /* async with lock: print(lock.locked()) */
    async_owned lock = async_lock_new();
    async_with (async_value, entered, lock) {
        (void)entered;
        async_try(print(async_value_of(async_lock_locked(lock.object)))); /* True */
    }
    return ASYNC_OK;
}

ASYNC_FUNCTION(program, async_value)
{
    async_owned generator = async_new(echo);
    async_try(generator.status);
    async_status status = requests(async_here, generator.object);
    async_release(generator.object);
    async_try(status);
    async_try(comprehensions(async_here));
    return tasks(async_here);
}

/* asyncio.run(program()) */
int main(void)
{
    async_status status = async_run(async_new(program), NULL);
    async_error_print(status);
    return async_failed(status);
}
