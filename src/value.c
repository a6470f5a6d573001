#include "value.h"

#include "memory.h"

#include <asyncfor/object.h>
#include <asyncfor/type.h>

/* Counted memory: the head lies before the data that values point to, which may be a box. */
typedef struct counted {
    uint32_t references;
    _Alignas(async__box) char data[];
} counted;

static counted *counted_of(async_value value)
{
    return (counted *)(void *)((char *)(uintptr_t)value.data - offsetof(counted, data));
}

char *async__buffer_create(size_t size)
{
    counted *memory = size <= UINT32_MAX ? async__allocate(async__sum(sizeof *memory, size)) : NULL;
    if (!memory)
        return NULL;
    memory->references = 1;
    return memory->data;
}

const async__box *async__value_box(const async_value *value)
{
    return (const async__box *)(const void *)value->data;
}

static void release_held(async_value value)
{
    const async__box *box = async__value_box(&value);
    box->type->references->release(box->type, box + 1 ASYNC__MARK);
}

void async_value_release(async_value value)
{
    if (value.kind == ASYNC_OBJECT) {
        async_release(value.object);
        return;
    }
    bool last = value.owned && --counted_of(value)->references == 0;
    if (value.holds && (last || !value.owned))
        release_held(value);
    if (last)
        async__free(counted_of(value));
}

static void retain_held(async_value value)
{
    const async__box *box = async__value_box(&value);
    box->type->references->retain(box->type, box + 1 ASYNC__MARK);
}

async_value async_value_retain(async_value value)
{
    if (value.kind == ASYNC_OBJECT)
        async_retain(value.object);
    else if (value.owned)
        counted_of(value)->references++;
    else if (value.holds)
        retain_held(value);
    return value;
}

bool async__truth(const async_value *value)
{
    switch ((async_kind)value->kind) {
    case ASYNC_BOOL:
        return value->boolean;
    case ASYNC_INT:
        return value->integer != 0;
    case ASYNC_DOUBLE:
        return value->number != 0;
    case ASYNC_STRING:
    case ASYNC_BYTES:
        return value->size > 0;
    default:
        return value->kind != ASYNC_NONE;
    }
}

const char *async_value_type_name(const async_value *value)
{
    static const char *const names[ASYNC_KIND_COUNT] = {"NoneType", "bool", "int",
                                                        "float",    "str",  "bytes"};
    if (value->kind == ASYNC_OBJECT)
        return async_type_name(value->object);
    if (value->kind != ASYNC_RECORD)
        return names[value->kind];
    const async__declared *type = async__value_box(value)->type;
    return type->sort == ASYNC__SORT_RECORD ? type->name : "array";
}
