/* From values to C, and from views to memory that is theirs. */
#include "error.h"
#include "memory.h"
#include "port/values.h"
#include "value.h"

#include <math.h>

/* A copy of a box and of the memory that it refers to, as one block. */
static char *copy_box(const async__box *box)
{
    const async__declared *type = box->type;
    const async__references *references = type->references;
    size_t size = sizeof *box + type->size;
    char *copy = async__buffer_create(
        references ? async__sum(size, references->size(type, box + 1 ASYNC__MARK)) : size);
    if (copy)
        memcpy(copy, box, size);
    if (copy && references)
        references->copy(type, copy + sizeof *box, copy + size ASYNC__MARK);
    return copy;
}

static char *copy_text(const async_value *value)
{
    char *copy = async__buffer_create(value->size);
    if (copy)
        memcpy(copy, value->data, value->size);
    return copy;
}

async_status async_value_own(async_value value, async_value *result)
{
    *result = value;
    if (value.owned || value.kind < ASYNC_STRING || value.kind == ASYNC_OBJECT)
        return ASYNC_OK;
    char *data =
        value.kind == ASYNC_RECORD ? copy_box(async__value_box(&value)) : copy_text(&value);
    if (!data) {
        async_value_release(value);
        *result = async_none();
        return async__no_memory();
    }
    result->data = data;
    result->owned = true;
    result->lent = false;
    return ASYNC_OK;
}

static async_status expected(const char *what, const async_value *value)
{
    return async_raise(async_TypeError, "expected %s, got %s", what, async_value_type_name(value));
}

async_status async__to__Bool(const async_value *value, bool *result)
{
    if (value->kind != ASYNC_BOOL)
        return expected("bool", value);
    *result = value->boolean;
    return ASYNC_OK;
}

/* A bigint, which stays JavaScript's until it is asked for. */
static async_status integer_outside(const async_value *value, int64_t *result)
{
    async_value read = async_value_retain(*value);
    async_try(async__outside_read(&read, true));
    bool integer = read.kind == ASYNC_INT;
    if (integer)
        *result = read.integer;
    async_value_release(read);
    return integer ? ASYNC_OK : expected("int", value);
}

async_status async__to_int64_t(const async_value *value, int64_t *result)
{
    if (value->kind == ASYNC_OBJECT)
        return integer_outside(value, result);
    if (value->kind == ASYNC_INT) {
        *result = value->integer;
        return ASYNC_OK;
    }
    if (value->kind != ASYNC_DOUBLE)
        return expected("int", value);
    if (value->number != trunc(value->number))
        return async_raise(async_TypeError, "expected int, got a float with a fraction");
    if (!(value->number >= -0x1p63 && value->number < 0x1p63))
        return async_raise(async_OverflowError, "number does not fit 64 bits");
    *result = (int64_t)value->number;
    return ASYNC_OK;
}

async_status async__to_int(const async_value *value, int *result)
{
    int64_t integer = 0;
    async_try(async__to_int64_t(value, &integer));
    if (integer < INT32_MIN || integer > INT32_MAX)
        return async_raise(async_OverflowError, "number does not fit 32 bits");
    *result = (int)integer;
    return ASYNC_OK;
}

async_status async__to_double(const async_value *value, double *result)
{
    if (value->kind == ASYNC_DOUBLE)
        *result = value->number;
    else if (value->kind == ASYNC_INT)
        *result = (double)value->integer;
    else
        return expected("float", value);
    return ASYNC_OK;
}

async_status async__to_async_string(const async_value *value, async_string *result)
{
    if (value->kind != ASYNC_STRING)
        return expected("str", value);
    *result = (async_string){value->data, value->size};
    return ASYNC_OK;
}

async_status async__to_async_bytes(const async_value *value, async_bytes *result)
{
    if (value->kind != ASYNC_BYTES)
        return expected("bytes", value);
    *result = (async_bytes){(const uint8_t *)value->data, value->size};
    return ASYNC_OK;
}

async_status async__to_async_iterable(const async_value *value, async_iterable *result)
{
    if (value->kind != ASYNC_OBJECT)
        return expected("an object", value);
    *result = value->object;
    return ASYNC_OK;
}

async_status async__to_owned(const async_value *value, async_owned *result)
{
    *result = (async_owned){NULL, ASYNC_OK};
    return async__to_async_iterable(value, &result->object);
}

async_status async__to_error(const async_value *value, async_error **result)
{
    if (value->kind != ASYNC_OBJECT || !async__is_error(value->object))
        return async_raise(async_TypeError,
                           "exceptions must be classes or instances deriving from BaseException, "
                           "not %s",
                           async_value_type_name(value));
    *result = (async_error *)value->object;
    return ASYNC_OK;
}
