/* Values of JavaScript on their way to C and back. */
#include "port/values.h"

#include "handle.h"
#include "value.h"

#include <asyncfor/javascript.h>

bool async_is_js(const async_object *object)
{
    return object && object->type == &async__javascript_type;
}

static async_status give_up(async_value *value, async_status status)
{
    async_value_release(*value);
    *value = async_none();
    return status;
}

async_status async__outside_read(async_value *value, bool integers)
{
    if (value->kind != ASYNC_OBJECT || !async_is_js(value->object))
        return ASYNC_OK;
    async_value read = async_none();
    int32_t result = async__js_read(async__handle_index(value->object), &read, integers);
    if (result == ASYNC__JS_ABSENT)
        return give_up(value, async_raise(async_OverflowError, "bigint does not fit 64 bits"));
    if (async__is_thrown(result))
        return give_up(value, async__raise_thrown_handle(async__thrown_handle(result)));
    if (read.kind == ASYNC_OBJECT)
        return ASYNC_OK;
    async_value_release(*value);
    *value = read;
    return ASYNC_OK;
}

async_status async__outside_own(async_value *value)
{
    if (value->kind == ASYNC_OBJECT && async_is_js(value->object))
        return ASYNC_OK;
    async_owned made = async__javascript_value(async__js_make(value));
    async_value_release(*value);
    *value = made.object ? async__value_of_object(made.object) : async_none();
    return made.status;
}

/*
 * For JavaScript's requests every value is awaited, as at each `yield` of the language: requests
 * made at once are so answered in their order. For C's it is enough to look whether it can be.
 */
async_status async__outside_settle(async_coroutine *here, async_value *value)
{
    async__frame *frame = async__frame_of(here);
    uint32_t index = async__handle_index(value->object);
    int32_t waiter = frame->task == frame ? ASYNC__OUTSIDE(async__js_wait(index, frame))
                                          : ASYNC__OUTSIDE(async__js_thenable(index, frame));
    if (waiter == ASYNC__JS_ABSENT)
        return ASYNC_OK;
    if (async__is_thrown(waiter))
        return give_up(value, async__raise_thrown_handle(async__thrown_handle(waiter)));
    async_value outcome = async_none();
    async_status status = async__promise_wait(here, (uint32_t)waiter, &outcome);
    async_value_release(*value);
    *value = outcome;
    return status;
}
