/**
 * @file sync.h
 * Plain iteration (PEP 234, PEP 255): generators that do not await, the loop over them, and the
 * adapter that makes an asynchronous iterable of a plain one.
 */
#ifndef ASYNCFOR_SYNC_H
#define ASYNCFOR_SYNC_H

#include <asyncfor/container.h>
#include <asyncfor/define.h>

ASYNC__C_BEGIN

/**
 * Defines a plain generator (PEP 255): a body follows that may yield, by async_yield(), and does
 * not compile if it awaits. Otherwise as ASYNC_GENERATOR; async_iter(), async_next() and sync_for
 * consume what async_new() creates.
 *
 *     SYNC_GENERATOR(squares, int, (int, to)) { … }
 */
#define SYNC_GENERATOR(name, item, ...)                                                       \
    ASYNC__DECLARE(name, item, ##__VA_ARGS__)                                                 \
    static async_status name##__body(async_sync_scope, const struct name##__arguments *args); \
    static async_status name##__run(async__suspends(here), const void *args)                  \
    {                                                                                         \
        return name##__body((async__sync_here *)here, args);                                  \
    }                                                                                         \
    ASYNC__DEFINITION(name, ASYNC__SYNC_GENERATOR, item, .body = name##__run)                 \
    static async_status name##__body(async_sync_scope,                                        \
                                     const struct name##__arguments *args __attribute__((unused)))

/* The state of one plain loop. */
typedef struct async__sync_loop {
    async_object *iterator; /* Owned; NULL once it has ended. */
    async_value item;       /* Owned: the loop variable borrows from it. */
    async_status status;
    bool once;
    bool exhausted;
} async__sync_loop;

async__sync_loop async__sync_loop_open(async_value iterable);
async__sync_loop async__sync_loop_open_owned(async_owned iterable);
bool async__sync_loop_step(async__sync_loop *loop);
void async__sync_loop_close(async__sync_loop *loop);

/* clang-format off */
#define async__sync_open(iterable)                                                                 \
    _Generic((iterable),                                                                           \
        async_owned: async__sync_loop_open_owned,                                                  \
        async_value: async__sync_loop_open,                                                        \
        default: async__sync_loop_open_object)(iterable)
/* clang-format on */

static inline async__sync_loop async__sync_loop_open_object(async_object *iterable)
{
    return async__sync_loop_open(iterable ? async__value_of_object(iterable) : async_none());
}

/**
 * `for`: runs the statement that follows once for each item of a plain iterable: a container, a
 * plain generator. In any function that returns an async_status, asynchronous or not.
 *
 *     sync_for (int, n, list) { … } else { … }
 *
 * @param type the type of the variable, as for async_for. What it refers to is borrowed until the
 * next step. @param variable its name, in sight in the statement. @param iterable an object or a
 * value, borrowed; what async_new() and its like give is taken. An error of it, and a TypeError for
 * what is not iterable, is returned from the function.
 */
#define sync_for(type, variable, iterable) \
    sync__for(type, variable, iterable, async__paste(sync__loop_, __COUNTER__))

#define sync__for(type, variable, iterable, loop)                                       \
    for (async__sync_loop loop                                                          \
         __attribute__((cleanup(async__sync_loop_close))) = async__sync_open(iterable); \
         loop.once; loop.once = false)                                                  \
        for (type variable; !loop.exhausted;)                                           \
            if (__extension__({                                                         \
                    bool async__more = async__sync_loop_step(&loop);                    \
                    if (async__more)                                                    \
                        loop.status = async_value_into(type, &loop.item, &variable);    \
                    if (async_failed(loop.status))                                      \
                        return loop.status;                                             \
                    async__more;                                                        \
                }))

/**
 * The adapter: an asynchronous iterator over a plain iterable, for async_for (ECMA-262's
 * CreateAsyncFromSyncIterator). @param iterable taken. @return new; TypeError for what is not
 * iterable; MemoryError.
 */
async_owned async_from_sync(async_owned iterable) ASYNC_MUST_CHECK;

ASYNC__C_END

#endif
