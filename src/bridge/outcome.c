#include "outcome.h"

#include "handle.h"

async_value async__outgoing;

async_value async__outgoing_kept;

void async__outgoing_clear(void)
{
    async_value before = async__outgoing_kept;
    async__outgoing_kept = async_none();
    async_value_release(before);
}

/* JavaScript's numbers are exact as far as this. */
static const int64_t safe_integer = (1LL << 53) - 1;

/* Turns what a double can hold into one. */
static async_value as_number(async_value value)
{
    if (value.kind == ASYNC_INT && value.integer <= safe_integer && value.integer >= -safe_integer)
        return async__value_of_double((double)value.integer);
    return value;
}

/* @return the outcome that it is as an item. What could not be created is NULL. */
static async__outcome put_object(async_object *object)
{
    if (!object)
        return async__outgoing_error(async__no_memory());
    if (async__is_javascript(object)) {
        async__outgoing.number = async__handle_index(object);
        return ASYNC__OUTCOME_ITEM + ASYNC_OBJECT;
    }
    async__outgoing.kind = ASYNC__RUNTIME_OBJECT;
    return ASYNC__OUTCOME_OBJECT;
}

/* @return the outcome that it is as an item. */
static async__outcome put(async_value value)
{
    if (async__outgoing_kept.kind != ASYNC_NONE)
        async__outgoing_clear();
    async__outgoing = value;
    if (value.kind >= ASYNC_STRING) {
        async__outgoing_kept = value;
        if (value.kind == ASYNC_OBJECT)
            return put_object(value.object);
    }
    return ASYNC__OUTCOME_ITEM + value.kind;
}

async__outcome async__outgoing_item(async_value value)
{
    return put(as_number(value));
}

async__outcome async__outgoing_done(async_value value)
{
    bool failed = put(as_number(value)) == ASYNC__OUTCOME_FAILED;
    return failed ? ASYNC__OUTCOME_FAILED : ASYNC__OUTCOME_DONE;
}

async__outcome async__outgoing_error(async_status status)
{
    put(async__value_of_error(async_error_take(status)));
    return ASYNC__OUTCOME_FAILED;
}

async_status async__incoming(async_kind kind, double number, uint32_t size, async_value *value)
{
    *value = (async_value){.kind = (uint8_t)kind};
    switch (kind) {
    case ASYNC_BOOL:
        value->boolean = number != 0;
        break;
    case ASYNC_STRING:
    case ASYNC_BYTES:
        value->owned = true;
        value->size = size;
        value->data = (const char *)(uintptr_t)number;
        break;
    case ASYNC_OBJECT:
        value->object = async__handle_create(&async__javascript_type, (uint32_t)number);
        if (!value->object) {
            *value = async_none();
            return async__no_memory();
        }
        break;
    default:
        value->number = number;
    }
    return ASYNC_OK;
}
