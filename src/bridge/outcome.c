#include "outcome.h"

#include "handle.h"

async_value async__outgoing;

/* The object or buffer behind what lies in the slot. */
static async_value kept;

void async__outgoing_clear(void)
{
    async_value before = kept;
    kept = async_none();
    async_value_release(before);
}

static bool is_javascript(const async_object *object)
{
    return object->type->drop == async__handle_drop;
}

static async__outcome cannot_cross(async_value value)
{
    async_status status =
        async_raise(async_TypeError, "cannot hand %s to JavaScript", async_value_type_name(&value));
    async_value_release(value);
    return async__outgoing_error(status);
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

static async__outcome put(async_value value, async__outcome outcome)
{
    if (kept.kind != ASYNC_NONE)
        async__outgoing_clear();
    async__outgoing = value;
    if (value.kind >= ASYNC_STRING) {
        if (value.kind == ASYNC_OBJECT && !is_javascript(value.object))
            return cannot_cross(value);
        kept = value;
        if (value.kind == ASYNC_OBJECT)
            async__outgoing.number = async__handle_index(value.object);
    }
    return outcome;
}

async__outcome async__outgoing_item(async_value value)
{
    async_value crossing = as_number(value);
    return put(crossing, ASYNC__OUTCOME_ITEM + crossing.kind);
}

async__outcome async__outgoing_done(async_value value)
{
    return put(as_number(value), ASYNC__OUTCOME_DONE);
}

/* So many causes of an error are told, one behind the other. */
enum { CAUSES_TOLD = 16 };

/* The JavaScript error for an error of C: a handle, new; 0 for none. */
static uint32_t error_handle(const async_error *error, int causes)
{
    if (!error || causes < 0)
        return 0;
    const async_object *thrown = error->cause ? error->cause->thrown : NULL;
    uint32_t cause = thrown ? async__handle_index(thrown) : error_handle(error->cause, causes - 1);
    uint32_t made = async__js_error(error->type->name, error->message, cause);
    if (cause && !thrown)
        async__js_release(cause);
    return made;
}

async__outcome async__outgoing_error(async_status status)
{
    async_error *error = async_error_take(status);
    async_object *thrown = async_retain(error->thrown);
    if (!thrown)
        thrown = async__handle_create(&async__javascript_type, error_handle(error, CAUSES_TOLD));
    async_error_release(error);
    if (thrown)
        return put(async__value_of_object(thrown), ASYNC__OUTCOME_FAILED);
    async__outgoing = async_none();
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
