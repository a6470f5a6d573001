/* Values of declared types: data in a box, and back. */
#include "error.h"
#include "port/values.h"
#include "value.h"

#include <asyncfor/javascript.h>

/* An optional gives way to its value. Where it says that it is given, the head of a box has room.
 */
static async__box *unwrap(async__box *box)
{
    bool given = *(const bool *)(box + 1);
    if (!given)
        return NULL;
    async__box *inner = box + 1;
    inner->type = box->type->of;
    return inner;
}

async_value async__unbox(async__box *box)
{
    if (box->type->sort == ASYNC__SORT_OPTIONAL)
        box = unwrap(box);
    if (!box)
        return async_none();
    const void *data = box + 1;
    switch ((async__sort)box->type->sort) {
    case ASYNC__SORT__Bool:
        return async__value_of_bool(*(const bool *)data);
    case ASYNC__SORT_int:
        return async__value_of_integer(*(const int *)data);
    case ASYNC__SORT_int64_t:
        return async__value_of_integer(*(const int64_t *)data);
    case ASYNC__SORT_double:
        return async__value_of_double(*(const double *)data);
    case ASYNC__SORT_async_string:
        return async__value_of_string(*(const async_string *)data);
    case ASYNC__SORT_async_bytes:
        return async__value_of_bytes(*(const async_bytes *)data);
    case ASYNC__SORT_async_value:
        return *(const async_value *)data;
    case ASYNC__SORT_ARRAY:
    case ASYNC__SORT_RECORD: {
        async_value value = {.header = ASYNC__HEADER(ASYNC_RECORD, 0), .data = (const char *)box};
        value.holds = box->type->refers & ASYNC__REFERS_TO_OBJECTS;
        return value;
    }
    default:
        return async__value_of_object(*(async_object *const *)data);
    }
}

/* Each file that defines a record has a description of its own. */
static bool same_type(const async__declared *left, const async__declared *right)
{
    if (left == right)
        return true;
    if (left->sort != right->sort || left->size != right->size)
        return false;
    if (left->of)
        return same_type(left->of, right->of);
    if (left->field_count != right->field_count || strcmp(left->name, right->name) != 0)
        return false;
    for (uint32_t i = 0; i < left->field_count; i++) {
        const async__field *one = &left->fields[i];
        const async__field *other = &right->fields[i];
        if (one->offset != other->offset || strcmp(one->name, other->name) != 0 ||
            !same_type(one->type, other->type))
            return false;
    }
    return true;
}

static async_status expected(const async__declared *type, const async_value *value)
{
    bool record = type->sort == ASYNC__SORT_RECORD;
    return async_raise(async_TypeError, "expected %s%s, got %s", record ? "a record " : "an array",
                       record ? type->name : "", async_value_type_name(value));
}

static async_status read_box(const async__declared *type, async_value *value, void *data)
{
    if (value->kind == ASYNC_OBJECT && async_is_js(value->object))
        async_try(async__outside_read_as(type, value));
    if (value->kind != ASYNC_RECORD)
        return expected(type, value);
    const async__box *box = async__value_box(value);
    if (!same_type(box->type, type))
        return expected(type, value);
    memcpy(data, box + 1, type->size);
    return ASYNC_OK;
}

static async_status read_optional(const async__declared *type, async_value *value, void *data)
{
    memset(data, 0, type->size);
    if (type->of->sort != ASYNC__SORT_async_js_value)
        async_try(async__outside_read(value, false));
    if (value->kind == ASYNC_NONE)
        return ASYNC_OK;
    *(bool *)data = true;
    return async__read(type->of, value, (char *)data + sizeof(async__box));
}

/* What C has a type of its own for. */
static async_status read_plain(const async__declared *type, async_value *value, void *data)
{
    async_try(async__outside_read(value, false));
    switch ((async__sort)type->sort) {
    case ASYNC__SORT__Bool:
        return async__to__Bool(value, data);
    case ASYNC__SORT_int:
        return async__to_int(value, data);
    case ASYNC__SORT_int64_t:
        return async__to_int64_t(value, data);
    case ASYNC__SORT_double:
        return async__to_double(value, data);
    case ASYNC__SORT_async_string:
        return async__to_async_string(value, data);
    case ASYNC__SORT_async_bytes:
        return async__to_async_bytes(value, data);
    case ASYNC__SORT_async_iterable:
        return async__to_async_iterable(value, data);
    default:
        *(async_value *)data = *value;
        return ASYNC_OK;
    }
}

async_status async__read(const async__declared *type, async_value *value, void *data)
{
    switch ((async__sort)type->sort) {
    case ASYNC__SORT_ARRAY:
    case ASYNC__SORT_RECORD:
        return read_box(type, value, data);
    case ASYNC__SORT_OPTIONAL:
        return read_optional(type, value, data);
    case ASYNC__SORT_async_js_value:
        return async__to_async_js_value(value, data);
    case ASYNC__SORT_async_js_function:
        return async__to_async_js_function(value, data);
    default:
        return read_plain(type, value, data);
    }
}

async_status async__to_async_js_value(async_value *value, async_js_value *result)
{
    async_try(async__outside_own(value));
    *result = value->object;
    return ASYNC_OK;
}

async_status async__to_async_js_function(async_value *value, async_js_function *result)
{
    async_try(async__to_async_js_value(value, result));
    const char *type = async_type_name(*result);
    if (strcmp(type, "function") != 0)
        return async_raise(async_TypeError, "expected a function, got %s", type);
    return ASYNC_OK;
}
