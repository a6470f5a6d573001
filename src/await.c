/* What stands inside an asynchronous function: await, sleep, return, and their errors. */
#include "coroutine.h"
#include "loop.h"

#include <math.h>

static async_status not_awaitable(const char *type)
{
    return async_raise(async_TypeError, "object %s can't be used in 'await' expression", type);
}

async_status async__await(async_coroutine *here, async_object *awaitable, async_value *result)
{
    async_value outcome = async_none();
    if (!awaitable || !awaitable->type->await)
        return not_awaitable(awaitable ? async_type_name(awaitable) : "NoneType");
    async_try(awaitable->type->await(here, awaitable, &outcome));
    if (result)
        *result = outcome;
    else
        async_value_release(outcome);
    return ASYNC_OK;
}

async_status async__await_value(async_coroutine *here, async_value awaitable, async_value *result)
{
    if (awaitable.kind == ASYNC_OBJECT)
        return async__await(here, awaitable.object, result);
    return not_awaitable(async_value_type_name(&awaitable));
}

async_status async__sleep(async_coroutine *here, double seconds)
{
    async__frame *frame = async__frame_of(here);
    if (isnan(seconds))
        return async_raise(async_ValueError, "Invalid delay: NaN (not a number)");
    here->status = ASYNC_OK;
    if (seconds > 0)
        async_try(async__loop_ready_after(frame, seconds * 1000));
    else
        async__loop_ready(frame);
    return async__frame_wait(frame);
}

async_status async__return(async_coroutine *here, async_value value)
{
    async_value_release(here->value);
    return async_value_own(value, &here->value);
}

async_status async__take_item(async_coroutine *here, async_status status, async_value *item)
{
    async__frame *frame = async__frame_of(here);
    if (!async_failed(status)) {
        status = frame->close_failure;
        frame->close_failure = ASYNC_OK;
    }
    *item = here->value;
    here->value = async_none();
    if (async_failed(status)) {
        async_value_release(*item);
        *item = async_none();
    }
    return status;
}
