/* Context managers around a generator: aclosing and asynccontextmanager. */
#include "iteration.h"

#include "error.h"
#include "memory.h"

#include <asyncfor/with.h>

typedef struct manager {
    async_object object;
    async_object *generator; /* Owned. */
} manager;

static async_object *generator_of(const async_object *object)
{
    return ((const manager *)(const void *)object)->generator;
}

static void manager_drop(async_object *object)
{
    async_release(generator_of(object));
    async__free(object);
}

static async_owned create(const async_type *type, async_owned generator)
{
    if (!generator.object)
        return generator;
    manager *created = async__allocate(sizeof *created);
    if (!created) {
        async_release(generator.object);
        return (async_owned){NULL, async__no_memory()};
    }
    *created = (manager){{type, 1}, generator.object};
    return (async_owned){&created->object, ASYNC_OK};
}

static async_status aclosing_enter(async__suspends(here), async_object *object, async_value *value)
{
    (void)here;
    *value = async__value_of_object(async_retain(generator_of(object)));
    return ASYNC_OK;
}

static async_status aclosing_exit(async__suspends(here), async_object *object, async_error *error,
                                  bool *swallowed)
{
    async_object *generator = generator_of(object);
    (void)error;
    *swallowed = false;
    if (!generator->type->aclose)
        return async_raise(async_AttributeError, "'%s' object has no attribute 'aclose'",
                           async_type_name(generator));
    return generator->type->aclose(async__suspending(here), generator);
}

static const async_type aclosing_type = {
    .name = "aclosing", .drop = manager_drop, .aenter = aclosing_enter, .aexit = aclosing_exit};

async_owned async_aclosing(async_owned generator)
{
    return create(&aclosing_type, generator);
}

static async_status generated_enter(async__suspends(here), async_object *object, async_value *value)
{
    async_object *generator = generator_of(object);
    async_status status = generator->type->anext(async__suspending(here), generator, value);
    if (!async_error_is(status, async_StopAsyncIteration))
        return async_failed(status) ? status : async_value_own(*value, value);
    async_error_clear(status);
    return async_raise(async_RuntimeError, "generator didn't yield");
}

static async_status leave_normally(async_coroutine *here, async_object *generator)
{
    async_value item;
    async_status status = generator->type->anext(async__suspending(here), generator, &item);
    if (!async_failed(status)) {
        async_value_release(item);
        return async_raise(async_RuntimeError, "generator didn't stop");
    }
    if (!async_error_is(status, async_StopAsyncIteration))
        return status;
    async_error_clear(status);
    return ASYNC_OK;
}

/* The very error comes out again, or the one that the generator has made of it by itself. */
static bool is_same(async_status status, const async_error *error)
{
    bool stops =
        async_error_is((async_status){(async_error *)(uintptr_t)error}, async_StopAsyncIteration) ||
        async_error_is((async_status){(async_error *)(uintptr_t)error}, async_StopIteration);
    return status.error == error || (stops && async_error_is(status, async_RuntimeError) &&
                                     async_error_cause(status.error) == error);
}

static async_status leave_by(async_coroutine *here, async_object *generator, async_error *error,
                             bool *swallowed)
{
    async_value item;
    async_error *thrown = async__error_retain(error);
    async_status status =
        generator->type->athrow(async__suspending(here), generator, thrown, &item);
    if (!async_failed(status)) {
        async_value_release(item);
        return async_raise(async_RuntimeError, "generator didn't stop after athrow()");
    }
    bool same = is_same(status, error);
    if (!same && !async_error_is(status, async_StopAsyncIteration))
        return status;
    *swallowed = !same;
    async_error_clear(status);
    return ASYNC_OK;
}

static async_status generated_exit(async__suspends(here), async_object *object, async_error *error,
                                   bool *swallowed)
{
    *swallowed = false;
    if (!error)
        return leave_normally(here, generator_of(object));
    return leave_by(here, generator_of(object), error, swallowed);
}

static const async_type generated_type = {.name = "_AsyncGeneratorContextManager",
                                          .drop = manager_drop,
                                          .aenter = generated_enter,
                                          .aexit = generated_exit};

async_owned async_context_manager(async_owned generator)
{
    const async_type *type = generator.object ? generator.object->type : NULL;
    if (type && (!type->anext || !type->athrow)) {
        async_status status = async_raise(
            async_TypeError, "async_context_manager() expected an asynchronous generator, got %s",
            async_type_name(generator.object));
        async_release(generator.object);
        return (async_owned){NULL, status};
    }
    return create(&generated_type, generator);
}
