#include "request.h"

#include "await.h"
#include "function.h"
#include "generator.h"
#include "iteration.h"
#include "memory.h"

#include <asyncfor/generator.h>

typedef enum method { ANEXT, ASEND, ATHROW, ACLOSE } method;

typedef struct request {
    async_object object;
    async_object *target; /* Owned. */
    async_object *driver; /* The coroutine that drives it by hand. Owned, or NULL. */
    async_value value;    /* Of ASEND: what is sent; of ATHROW: the error; of ANEXT: what
                             `__anext__` gave, where it is a plain method. Owned. */
    async_value fallback; /* Owned. */
    uint8_t method;
    bool has_fallback;
    bool spent;
    bool thrown; /* `value` is an error to be raised instead of what the method does. */
} request;

static request *request_of(async_object *object)
{
    return (request *)(void *)object;
}

static async_status spent(const request *made)
{
    return async_raise(async_RuntimeError, "cannot reuse already awaited %s",
                       made->method == ATHROW || made->method == ACLOSE ? "aclose()/athrow()"
                                                                        : "__anext__()/asend()");
}

static async_status take_error(request *made, async_error **error)
{
    async_try(async_value_to(&made->value, error));
    made->value = async_none();
    return ASYNC_OK;
}

/* Of what is no error a generator says so only where it would take one. */
static async_status perform_athrow(async_coroutine *here, request *made, async_value *item)
{
    const async__generator *generator = async__generator_of(made->target);
    async_error *error;
    async_status status = take_error(made, &error);
    if (async_failed(status)) {
        if (!generator || async__generator_open(generator))
            return status;
        error = async_error_take(status);
    }
    return made->target->type->athrow(async__suspending(here), made->target, error, item);
}

static async_status perform_anext(async_coroutine *here, request *made, async_value *item)
{
    const async_type *type = made->target->type;
    async_value iterator;
    if (type->anext)
        return type->anext(async__suspending(here), made->target, item);
    async_try(async__await_open(made->value, &iterator));
    return async__await_opened(here, made->value.object, iterator, item);
}

/* What the close of a generator comes to when an error takes the place of GeneratorExit. */
static async_status outcome_of_close(async_status status, async_value *item)
{
    if (!async_failed(status)) {
        async_value_release(*item);
        *item = async_none();
        return async_raise(async_RuntimeError, "async generator ignored GeneratorExit");
    }
    if (!async_error_is(status, async_StopAsyncIteration) &&
        !async_error_is(status, async_GeneratorExit))
        return status;
    async_error_clear(status);
    return ASYNC_OK;
}

/* An error thrown into a request that has not begun is raised where its generator stands, also in
 * one that has ended. */
static async_status perform_thrown(async_coroutine *here, request *made, async_value *item)
{
    static const char *const names[] = {"anext", "anext", "athrow", "aclose"};
    async__generator *generator = async__generator_of(made->target);
    async_error *error;
    if (async__generator_busy(generator))
        return async_raise(async_RuntimeError, "%s(): asynchronous generator is already running",
                           names[made->method]);
    async_try(take_error(made, &error));
    async_status status;
    if (generator->frame.head.state == ASYNC__ENDED)
        status = async_raise_again(error);
    else
        status = async__generator_request(
            here, generator,
            (async__request){.kind = ASYNC__REQUEST_THROW, .error = error, .past_close = true},
            item);
    return made->method == ACLOSE ? outcome_of_close(status, item) : status;
}

static async_status perform(async_coroutine *here, request *made, async_value *item)
{
    const async_type *type = made->target->type;
    async_value value = made->value;
    if (made->thrown)
        return perform_thrown(here, made, item);
    switch ((method)made->method) {
    case ANEXT:
        return perform_anext(here, made, item);
    case ASEND:
        made->value = async_none();
        return type->asend(async__suspending(here), made->target, value, item);
    case ATHROW:
        return perform_athrow(here, made, item);
    case ACLOSE:
        break;
    }
    return type->aclose(async__suspending(here), made->target);
}

static async_status request_await(async__suspends(here), async_object *object, async_value *result)
{
    request *made = request_of(object);
    *result = async_none();
    if (made->spent)
        return spent(made);
    made->spent = true;
    /* It holds the coroutine that drives it by hand, which so must not hold it. */
    async_object *held = made->driver == &here->object ? NULL : async_retain(object);
    async_status status = perform(here, made, result);
    if (made->has_fallback && async_error_is(status, async_StopAsyncIteration)) {
        async_error_clear(status);
        *result = made->fallback;
        made->fallback = async_none();
        status = ASYNC_OK;
    }
    async_release(held);
    return status;
}

static void request_drop(async_object *object)
{
    request *made = request_of(object);
    async_release(made->driver);
    async_release(made->target);
    async_value_release(made->value);
    async_value_release(made->fallback);
    async__free(made);
}

static const char *request_name(const async_object *object)
{
    const request *made = (const request *)(const void *)object;
    if (made->method == ATHROW || made->method == ACLOSE)
        return "async_generator_athrow";
    return made->has_fallback ? "anext_awaitable" : "async_generator_asend";
}

static const async_type request_type = {.name = "async_generator_asend",
                                        .name_of = request_name,
                                        .drop = request_drop,
                                        .await = request_await};

bool async__is_request(const async_object *object)
{
    return object && object->type == &request_type;
}

/* What makes a coroutine of a request, which it refers to without holding it. */
ASYNC_FUNCTION(drive_request, async_value, (int64_t, address))
{
    async_value result;
    async_try(async_await((async_object *)(uintptr_t)args->address, &result));
    return async_return(result);
}

async_status async__request_driver(async_object *object, async__frame **frame)
{
    request *made = request_of(object);
    if (!made->driver && made->spent)
        return spent(made);
    if (!made->driver) {
        async_owned created = async_new(drive_request, .address = (int64_t)(uintptr_t)object);
        async_try(created.status);
        made->driver = created.object;
    }
    *frame = async__function_of(made->driver);
    return (*frame)->head.state == ASYNC__ENDED ? spent(made) : ASYNC_OK;
}

void async__request_forget_driver(async_object *object)
{
    request *made = request_of(object);
    async__frame_end_unstarted(async__function_of(made->driver), NULL);
    async_release(made->driver);
    made->driver = NULL;
}

bool async__request_close(async_object *object)
{
    request *made = request_of(object);
    if (made->driver)
        return false;
    made->spent = true;
    return true;
}

bool async__request_becomes_throw(async_object *object, async_error *error)
{
    request *made = request_of(object);
    if (made->driver || made->spent || !async__generator_of(made->target))
        return false;
    async_value_release(made->value);
    made->value = async_value_of(error);
    made->thrown = true;
    return true;
}

static async_owned failed(async_status status)
{
    return (async_owned){NULL, status};
}

/* @param value taken. @param fallback taken, or NULL. */
static async_owned create(async_object *target, method kind, async_value value,
                          const async_value *fallback)
{
    request *made = async__allocate_zeroed(sizeof *made);
    if (!made) {
        async_value_release(value);
        if (fallback)
            async_value_release(*fallback);
        return failed(async__no_memory());
    }
    made->object = (async_object){&request_type, 1};
    made->target = async_retain(target);
    made->method = (uint8_t)kind;
    made->value = value;
    made->has_fallback = fallback != NULL;
    if (fallback)
        made->fallback = *fallback;
    return (async_owned){&made->object, ASYNC_OK};
}

async_owned async__aiter(async_value iterable)
{
    async_object *object = iterable.kind == ASYNC_OBJECT ? iterable.object : NULL;
    async_object *iterator = NULL;
    if (!object || !object->type->aiter)
        return failed(async_raise(async_TypeError, "'%s' object is not an async iterable",
                                  async_value_type_name(&iterable)));
    async_status status = async__call_aiter(object, &iterator);
    if (async_failed(status))
        return failed(status);
    if (async__is_iterator(iterator))
        return (async_owned){iterator, ASYNC_OK};
    status = async_raise(async_TypeError, "aiter() returned not an async iterator of type '%s'",
                         async_type_name(iterator));
    async_release(iterator);
    return failed(status);
}

/* The first request to a generator is made by the call, and not by the await. */
static async_status touch(async_object *object)
{
    async__generator *generator = async__generator_of(object);
    return generator ? async__generator_touch(generator) : ASYNC_OK;
}

static async_status begin_anext(async_value iterator, async_value *awaitable)
{
    async_object *object = iterator.kind == ASYNC_OBJECT ? iterator.object : NULL;
    if (!object || !async__is_iterator(object))
        return async_raise(async_TypeError, "'%s' object is not an async iterator",
                           async_value_type_name(&iterator));
    return object->type->anext ? touch(object) : async__call_anext(object, awaitable);
}

async_owned async__anext(async_value iterator)
{
    async_value awaitable = async_none();
    async_status status = begin_anext(iterator, &awaitable);
    return async_failed(status) ? failed(status) : create(iterator.object, ANEXT, awaitable, NULL);
}

async_owned async__anext_or(async_value iterator, async_value fallback)
{
    async_value awaitable = async_none();
    async_status status = async_value_own(fallback, &fallback);
    if (!async_failed(status))
        status = begin_anext(iterator, &awaitable);
    if (!async_failed(status))
        return create(iterator.object, ANEXT, awaitable, &fallback);
    async_value_release(fallback);
    return failed(status);
}

static async_owned make(async_value generator, bool supported, const char *name, method kind,
                        async_value value)
{
    async_status status = async_value_own(value, &value);
    if (!async_failed(status) && !supported)
        status = async_raise(async_AttributeError, "'%s' object has no attribute '%s'",
                             async_value_type_name(&generator), name);
    if (!async_failed(status))
        status = touch(generator.object);
    if (!async_failed(status))
        return create(generator.object, kind, value, NULL);
    async_value_release(value);
    return failed(status);
}

#define HAS(value, slot) \
    ((value).kind == ASYNC_OBJECT && (value).object && (value).object->type->slot)

async_owned async__asend(async_value generator, async_value value)
{
    return make(generator, HAS(generator, asend), "asend", ASEND, value);
}

async_owned async__athrow(async_value generator, async_value error)
{
    return make(generator, HAS(generator, athrow), "athrow", ATHROW, error);
}

async_owned async__aclose(async_value generator)
{
    return make(generator, HAS(generator, aclose), "aclose", ACLOSE, async_none());
}

bool async_generator_running(const async_object *object)
{
    return object && object->type == &async__generator_type &&
           async__generator_busy((const async__generator *)(const void *)object);
}

async_object *async_awaiting(const async_object *object)
{
    if (!object ||
        (object->type != &async__generator_type && object->type != &async__coroutine_type))
        return NULL;
    return ((const async__frame *)(const void *)object)->awaiting;
}
