/* What C does with values of JavaScript: the calls of <asyncfor/javascript.h>. */
#include <asyncfor/javascript.h>

#include "generator.h"
#include "handle.h"
#include "port/values.h"
#include "refuse.h"

static async_status check(const char *function, const async_object *object)
{
    return async_is_js(object) ? ASYNC_OK
                               : async__refuse(function, "a value of JavaScript", object);
}

static async_owned failed(async_status status)
{
    return (async_owned){NULL, status};
}

async_owned async__js(async_value value)
{
    async_status status = async__outside_own(&value);
    return (async_owned){value.object, status};
}

async_status async_js_read(async_js_value value, async_value *result)
{
    *result = async_none();
    async_try(check("async_js_read", value));
    *result = async__value_of_object(async_retain(value));
    return async__outside_read(result, true);
}

bool async_js_truth(async_js_value value)
{
    return async_is_js(value) && async__js_truth(async__handle_index(value));
}

async_owned async_js_get(async_js_value object, const char *name)
{
    async_status status = check("async_js_get", object);
    if (async_failed(status))
        return failed(status);
    return async__javascript_value(
        ASYNC__OUTSIDE(async__js_get_property(async__handle_index(object), name, 0)));
}

async_owned async_js_at(async_js_value object, uint32_t index)
{
    async_status status = check("async_js_at", object);
    if (async_failed(status))
        return failed(status);
    return async__javascript_value(
        ASYNC__OUTSIDE(async__js_get_property(async__handle_index(object), NULL, index)));
}

async_status async__js_set(async_js_value object, const char *name, async_value value)
{
    async_status status = check("async_js_set", object);
    if (!async_failed(status)) {
        uint32_t index = async__handle_index(object);
        int32_t result = ASYNC__OUTSIDE(async__js_set_property(index, name, &value));
        if (async__is_thrown(result))
            status = async__raise_thrown_handle(async__thrown_handle(result));
    }
    async_value_release(value);
    return status;
}

async_owned async__js_call(async_js_value object, const char *method, size_t count,
                           const async_value *arguments)
{
    async_status status = check(method ? "async_js_call_method" : "async_js_call", object);
    async_owned result = failed(status);
    if (!async_failed(status)) {
        uint32_t index = async__handle_index(object);
        result = async__javascript_value(
            ASYNC__OUTSIDE(async__js_call_function(index, method, (uint32_t)count, arguments)));
    }
    for (size_t i = 0; i < count; i++)
        async_value_release(arguments[i]);
    return result;
}

async_status async__js_await(async_coroutine *here, async_js_value awaitable, async_object **result)
{
    *result = NULL;
    async_try(check("async_js_await", awaitable));
    async_value outcome = async_none();
    async_try(async__javascript_await(here, awaitable, true, &outcome));
    async_try(async__outside_own(&outcome));
    *result = outcome.object;
    return ASYNC_OK;
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
    *sent = NULL;
    async_try(async__yield(here, item));
    async_value received = async__generator_take_sent((async__generator *)here);
    async_try(async__outside_own(&received));
    *sent = received.object;
    return ASYNC_OK;
}

async_owned async_js_error(async_error *error)
{
    if (!error)
        return async__js(async_none());
    return async__js(async__value_of_error(async__error_retain(error)));
}

async_status async_js_throw(async_owned value)
{
    if (!value.object)
        return value.status;
    async_status status = check("async_js_throw", value.object);
    if (!async_failed(status))
        return async__raise_thrown(value.object);
    async_release(value.object);
    return status;
}
