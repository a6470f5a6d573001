/* Natively no object stands for a value of JavaScript. */
#include "port/values.h"

#include "error.h"
#include "refuse.h"

#include <asyncfor/javascript.h>

static const char wanted[] = "a value of JavaScript";

bool async_is_js(const async_object *object)
{
    (void)object;
    return false;
}

bool async_js_truth(async_js_value value)
{
    (void)value;
    return false;
}

async_status async__outside_read(async_value *value, bool integers)
{
    (void)value;
    (void)integers;
    return ASYNC_OK;
}

async_status async__outside_read_as(const async__declared *type, async_value *value)
{
    (void)type;
    (void)value;
    return ASYNC_OK;
}

async_status async__outside_own(async_value *value)
{
    async_status status =
        async_raise(async_TypeError, "expected %s, got %s", wanted, async_value_type_name(value));
    async_value_release(*value);
    *value = async_none();
    return status;
}

async_owned async__outside_from_sync(async_object *iterable)
{
    return (async_owned){NULL, async__refuse("async_from_sync", wanted, iterable)};
}

void async__outside_keep_items(async_object *iterator)
{
    (void)iterator;
}

async_status async__outside_settle(async_coroutine *here, async_value *value)
{
    (void)here;
    (void)value;
    return ASYNC_OK;
}

async_owned async__js(async_value value)
{
    return (async_owned){NULL, async__outside_own(&value)};
}

async_status async_js_read(async_js_value value, async_value *result)
{
    *result = async_none();
    return async__refuse("async_js_read", wanted, value);
}

async_owned async_js_get(async_js_value object, const char *name)
{
    (void)name;
    return (async_owned){NULL, async__refuse("async_js_get", wanted, object)};
}

async_owned async_js_at(async_js_value object, uint32_t index)
{
    (void)index;
    return (async_owned){NULL, async__refuse("async_js_at", wanted, object)};
}

async_status async__js_set(async_js_value object, const char *name, async_value value)
{
    (void)name;
    async_value_release(value);
    return async__refuse("async_js_set", wanted, object);
}

async_owned async__js_call(async_js_value object, const char *method, size_t count,
                           const async_value *arguments)
{
    for (size_t i = 0; i < count; i++)
        async_value_release(arguments[i]);
    return (async_owned){
        NULL, async__refuse(method ? "async_js_call_method" : "async_js_call", wanted, object)};
}

async_status async__js_await(async_coroutine *here, async_js_value awaitable, async_object **result)
{
    (void)here;
    *result = NULL;
    return async__refuse("async_js_await", wanted, awaitable);
}

async_status async__js_await_owned(async_coroutine *here, async_owned awaitable,
                                   async_object **result)
{
    *result = NULL;
    if (!awaitable.object)
        return awaitable.status;
    async_status status = async__js_await(here, awaitable.object, result);
    async_release(awaitable.object);
    return status;
}

async_status async__js_yield(async_coroutine *here, async_value item, async_object **sent)
{
    async_value received;
    *sent = NULL;
    async_try(async__yield_sent(here, item, &received));
    async_try(async__outside_own(&received));
    *sent = received.object;
    return ASYNC_OK;
}

async_owned async_js_error(async_error *error)
{
    return (async_owned){NULL, async__refuse("async_js_error", "raised where JavaScript is",
                                             (const async_object *)error)};
}

async_status async_js_throw(async_owned value)
{
    if (!value.object)
        return value.status;
    async_status status = async__refuse("async_js_throw", wanted, value.object);
    async_release(value.object);
    return status;
}

/* Natively nobody asks from outside. */
const char async__ahead = 0;
