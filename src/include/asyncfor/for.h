/**
 * @file for.h
 * async_for, the statement (PEP 492).
 */
#ifndef ASYNCFOR_FOR_H
#define ASYNCFOR_FOR_H

#include <asyncfor/each.h>
#include <asyncfor/scope.h>
#include <asyncfor/type.h>

ASYNC__C_BEGIN

/* The state of one loop. */
typedef struct async__loop {
    async_coroutine *here;
    async_object *iterator; /* Owned; NULL once the loop has let go of it. */
    async_value item;       /* Owned: the loop variable borrows from it. */
    async_status status;
    bool once;
    bool exhausted;
    bool begun; /* The step under way has been begun, and waits. */
} async__loop;

/* How far a step has come that nothing was suspended for. */
typedef enum async__tried {
    ASYNC__TRIED_IN_VAIN,
    ASYNC__TRIED_ITEM, /* There it is. */
    ASYNC__TRIED_WAITS /* It comes once `here` has been suspended, as it must be next. */
} async__tried;

async__loop async__loop_open(async_coroutine *here, async_object *iterable);
async__loop async__loop_open_owned(async_coroutine *here, async_owned iterable);
async__loop async__loop_open_value(async_coroutine *here, async_value iterable);
async__tried async__loop_try(async__loop *loop);
bool async__loop_resumed(async__loop *loop);
bool async__loop_wait(async__loop *loop);
async_status async__loop_item(async__loop *loop) ASYNC_MUST_CHECK;
async_status async__loop_leave(async__loop *loop) ASYNC_MUST_CHECK;
void async__loop_abandon(async__loop *loop);

/* Most steps need no waiting, and most others no frame but this one's while they wait. */
static inline bool async__loop_step(async__loop *loop)
{
    async__tried tried = async__loop_try(loop);
    if (__builtin_expect(tried == ASYNC__TRIED_ITEM, 1))
        return true;
    if (tried == ASYNC__TRIED_WAITS) {
        async__suspend(loop->here);
        if (async__loop_resumed(loop))
            return true;
    }
    return async__loop_wait(loop);
}

/* C++ knows neither the loop nor the word _Bool. */
#ifndef __cplusplus

/* One step with the conversion of the item, for each type that a loop variable may have. */
#define ASYNC__LOOP_STEP(type)                                               \
    static inline bool async__step_##type(async__loop *loop, type *variable) \
    {                                                                        \
        if (!async__loop_step(loop))                                         \
            return false;                                                    \
        if (__builtin_expect(async__is_##type(&loop->item, variable), 1))    \
            return true;                                                     \
        loop->status = async__loop_item(loop);                               \
        if (!async_failed(loop->status))                                     \
            loop->status = async__to_##type(&loop->item, variable);          \
        return !async_failed(loop->status);                                  \
    }
ASYNC__LOOP_STEP(_Bool)
ASYNC__LOOP_STEP(int)
ASYNC__LOOP_STEP(int64_t)
ASYNC__LOOP_STEP(double)
ASYNC__LOOP_STEP(async_string)
ASYNC__LOOP_STEP(async_bytes)
ASYNC__LOOP_STEP(async_iterable)
ASYNC__LOOP_STEP(async_value)
#define async__step_bool async__step__Bool

/* Items of JavaScript's are not copied, and those of C become what they are to JavaScript. */
void async__loop_items_as_they_are(async__loop *loop);
bool async__loop_item_of_javascript(async__loop *loop, async_js_value *variable);
static inline bool async__step_async_js_value(async__loop *loop, async_js_value *variable)
{
    async__loop_items_as_they_are(loop);
    return async__loop_step(loop) && async__loop_item_of_javascript(loop, variable);
}

/* A function is looked at: whether it is one. */
static inline bool async__step_async_js_function(async__loop *loop, async_js_function *variable)
{
    if (!async__step_async_js_value(loop, variable))
        return false;
    loop->status = async__to_async_js_function(&loop->item, variable);
    return !async_failed(loop->status);
}

/* A step for a type that is made of others: a record, an array, an optional. */
#define ASYNC__LOOP_STEP_AS(type, element, sort, references)                               \
    static inline                                                                          \
        __attribute__((unused)) bool async__step_##type(async__loop *loop, type *variable) \
    {                                                                                      \
        if (!async__loop_step(loop))                                                       \
            return false;                                                                  \
        loop->status = async__read(&async__declared_##type, &loop->item, variable);        \
        return !async_failed(loop->status);                                                \
    }
#define ASYNC__LOOP_STEPS_AS(type, expects, refers, references) \
    ASYNC__EACH_MADE(ASYNC__LOOP_STEP_AS, type)
ASYNC__BASIC_TYPES(ASYNC__LOOP_STEPS_AS)

#endif

/* clang-format off */
#define async__open(here, iterable)                                                                \
    _Generic((iterable),                                                                           \
        async_owned: async__loop_open_owned,                                                       \
        async_value: async__loop_open_value,                                                       \
        default: async__loop_open)(here, iterable)
/* clang-format on */

/**
 * `async for`: runs the statement that follows once for each item.
 *
 *     async_for (int, n, source) {
 *         …
 *     } else {
 *         …            // the source is exhausted: not after break
 *     }
 *
 * @param type the type of the variable: one of type.h or a record. What it refers to is borrowed
 * until the next step. An item of another type is a TypeError, a number that does not fit an
 * OverflowError.
 * @param variable its name, in sight in the statement.
 * @param iterable an object or a value, borrowed; what async_new() gives is taken.
 *
 * `break`, `continue`, `return` and `goto` work as in any loop. An error of the source, and a
 * TypeError for what has no `aiter`, is returned from the function. A loop that is left early
 * closes an iterator that came from JavaScript, and one that nobody else holds, and awaits that;
 * if closing fails after `break`, that error is returned; after `return` of an error, that error
 * stays, and after `return ASYNC_OK` the failed close takes its place.
 *
 * `break` inside the else leaves this loop alone. Put braces around an async_for that stands
 * in an `if` with an `else` of its own.
 */
#define async_for(type, variable, iterable) \
    async__for(type, variable, iterable, async__paste(async__loop_, __COUNTER__))

/* The outer `for` runs once: it holds the state, and its third expression awaits the closing. */
#define async__for(type, variable, iterable, loop)                           \
    for (async__loop loop __attribute__((cleanup(async__loop_abandon))) =    \
             async__open(async__here("async for"), iterable);                \
         loop.once; async__try_expression(async__loop_leave(&loop)))         \
        for (type variable; !loop.exhausted;)                                \
            if (__extension__({                                              \
                    bool async__more = async__step_##type(&loop, &variable); \
                    if (!async__more && async_failed(loop.status))           \
                        return loop.status;                                  \
                    async__more;                                             \
                }))

#define async__try_expression(expression) __extension__({ async_try(expression); })

/** An iteration that is no loop: see ASYNC_ITERATION. */
typedef struct async__loop async_iteration;

/**
 * `async for` where there can be no loop, because a C library asks for the data, by a callback of
 * ours. Defines a variable, an async_iteration, whose items async_next_value() gives one by one:
 *
 *     ASYNC_ITERATION(chunks, args->source);
 *     library_set_reader(library, read_chunk, &chunks);
 *
 * @param name of the variable. @param iterable as for async_for. An error of opening it is that of
 * the first step.
 *
 * However the block that it stands in is left, what a loop would close is closed, and awaited: if
 * that fails, the error takes the place of `return ASYNC_OK`.
 */
#define ASYNC_ITERATION(name, iterable)                                  \
    async_iteration name __attribute__((cleanup(async__loop_abandon))) = \
        async__open(async__here("async for"), iterable)

/**
 * The next item of an iteration, for code that has no scope in sight: a callback of a C library,
 * many frames down. That it runs in the coroutine of the iteration is checked when it is called.
 * @param iteration borrowed. @param item where it goes, borrowed until the next step; none on
 * failure. async_value_to() makes of it what C needs.
 * @return OK; ASYNC_STOP at the end, and behind the end or an error; the error of the source;
 * TypeError for what is not iterable; RuntimeError outside of the coroutine of the iteration, or
 * in a method that must not await.
 */
async_status async_next_value(async_iteration *iteration, async_value *item) ASYNC_MUST_CHECK;

ASYNC__C_END

#endif
