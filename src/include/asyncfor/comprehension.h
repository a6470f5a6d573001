/**
 * @file comprehension.h
 * Asynchronous comprehensions and generator expressions (PEP 530).
 *
 * A comprehension is an expression in a function that returns an async_status; an error of its
 * clauses or of its element is returned from that function, and nothing is left of the result.
 * The clauses are C: any number of async_for, sync_for and `if`, one inside the other.
 */
#ifndef ASYNCFOR_COMPREHENSION_H
#define ASYNCFOR_COMPREHENSION_H

#include <asyncfor/sync.h>

ASYNC__C_BEGIN

/**
 * A list: `[x * x async for x in source if x % 2]` is
 *
 *     async_list_of(x * x, async_for (int, x, source) if (x % 2))
 *
 * @param element what async_value_of() takes: of an object, the reference is taken. The clauses
 * follow.
 * @return new, as an async_owned whose status is OK.
 */
#define async_list_of(element, ...)                                               \
    async__comprehension(async_list_new, async__paste(async__made_, __COUNTER__), \
                         async_list_append, (element), __VA_ARGS__)

/** A set: as async_list_of(). @param element as for async_list_of(), and hashable. @return new. */
#define async_set_of(element, ...)                                                              \
    async__comprehension(async_set_new, async__paste(async__made_, __COUNTER__), async_set_add, \
                         (element), __VA_ARGS__)

/**
 * A dict: `async_dict_of(n, n * n, async_for (int, n, source))`. As async_list_of() otherwise.
 * @param key as for async_list_of(), and hashable; evaluated before the value (PEP 572).
 * @param value as for async_list_of(). @return new.
 */
#define async_dict_of(key, value, ...)                                                   \
    async__dict_comprehension(                                                           \
        async__paste(async__made_, __COUNTER__), async__paste(async__key_, __COUNTER__), \
        async__paste(async__value_, __COUNTER__), (key), (value), __VA_ARGS__)

#define async__comprehension(create, made, add, element, ...)                    \
    __extension__({                                                              \
        async_owned made __attribute__((cleanup(async__owned_drop))) = create(); \
        async_try(made.status);                                                  \
        __VA_ARGS__ async_try(add(made.object, element));                        \
        async__owned_move(&made);                                                \
    })

/* The key comes first, and is dropped if the value fails. */
#define async__dict_comprehension(made, made_key, made_value, key, value, ...)           \
    __extension__({                                                                      \
        async_owned made __attribute__((cleanup(async__owned_drop))) = async_dict_new(); \
        async_try(made.status);                                                          \
        __VA_ARGS__ async_try(__extension__({                                            \
            async_value made_key __attribute__((cleanup(async__value_drop))) =           \
                async_value_of(key);                                                     \
            async_value made_value = async_value_of(value);                              \
            async_dict_set(made.object, async__value_move(&made_key), made_value);       \
        }));                                                                             \
        async__owned_move(&made);                                                        \
    })

static inline void async__owned_drop(async_owned *owned)
{
    async_release(owned->object);
}

static inline async_owned async__owned_move(async_owned *owned)
{
    async_owned moved = *owned;
    owned->object = NULL;
    return moved;
}

static inline void async__value_drop(async_value *value)
{
    async_value_release(*value);
}

static inline async_value async__value_move(async_value *value)
{
    async_value moved = *value;
    *value = async_none();
    return moved;
}

/**
 * Awaits, and gives the result as a C value: an element or a condition that awaits is
 * `async_try_await(int, async_new(square, .of = n))`. An error is returned from the function.
 * @param type bool, int, int64_t, double; or async_value, which is new; or async_owned, which a
 * loop takes: `async_for (int, n, async_try_await(async_owned, …))`. @param awaitable as for
 * async_await().
 */
#define async_try_await(type, awaitable)                                          \
    async__try_await(type, awaitable, async__paste(async__outcome_, __COUNTER__), \
                     async__paste(async__as_, __COUNTER__),                       \
                     async__paste(async__converted_, __COUNTER__))

#define async__try_await(type, awaitable, outcome, as, converted)                             \
    __extension__({                                                                           \
        async_value outcome;                                                                  \
        type as;                                                                              \
        _Static_assert(                                                                       \
            _Generic(as, async_string : 0, async_bytes : 0, async_object * : 0, default : 1), \
            "a result that refers to memory is awaited as an async_value");                   \
        async_try(async_await(awaitable, &outcome));                                          \
        async_status converted = async_value_into(type, &outcome, &as);                       \
        if (async_failed(converted) ||                                                        \
            !_Generic(as, async_value : 1, async_owned : 1, default : 0))                     \
            async_value_release(outcome);                                                     \
        async_try(converted);                                                                 \
        as;                                                                                   \
    })

/**
 * Defines an asynchronous generator expression: `(x * args->by async for x in source if x % 2)` is
 *
 *     ASYNC_GENERATOR_EXPRESSION(multiples, int, x * args->by, (int, x), if (x % 2), (int, by));
 *
 * and `async_new(multiples, .source = …, .by = 10)` creates it: an asynchronous generator. Its
 * first iterable, the parameter `source`, is asked for its iterator there and then; all else
 * happens when it is iterated over.
 * @param name of the definition. @param item the type of its items. @param element what is yielded;
 * of an object the reference is taken. @param variable the type and the name of the variable of the
 * first clause. @param clauses the further clauses; may be empty. The parameters of the expression
 * follow.
 */
#define ASYNC_GENERATOR_EXPRESSION(name, item, element, variable, clauses, ...)                \
    ASYNC__DECLARE(name, item, (async_iterable, source), ##__VA_ARGS__)                        \
    static async_status name##__body(async_scope, const struct name##__arguments *args)        \
    {                                                                                          \
        async_for (ASYNC__VARIABLE_TYPE variable, ASYNC__VARIABLE_NAME variable, args->source) \
            clauses async_try(async_yield(element));                                           \
        return ASYNC_OK;                                                                       \
    }                                                                                          \
    static async_status name##__run(async__suspends(here), const void *args)                   \
    {                                                                                          \
        return name##__body(here, args);                                                       \
    }                                                                                          \
    ASYNC__DEFINITION_BY(name, ASYNC__GENERATOR, async__creation_of_expression, item,          \
                         .body = name##__run)                                                  \
    struct name##__arguments

#define ASYNC__VARIABLE_TYPE(type, name) type
#define ASYNC__VARIABLE_NAME(type, name) name

ASYNC__C_END

#endif
