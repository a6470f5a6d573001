#include "value.h"

#include "memory.h"

#include <asyncfor/object.h>

/* Counted memory: the head lies before the data that values point to. */
typedef struct counted {
    uint32_t references;
    char data[];
} counted;

static counted *counted_of(async_value value)
{
    return (counted *)(void *)((char *)(uintptr_t)value.data - offsetof(counted, data));
}

char *async__buffer_create(size_t size)
{
    counted *memory = size <= UINT32_MAX ? async__allocate(sizeof *memory + size) : NULL;
    if (!memory)
        return NULL;
    memory->references = 1;
    return memory->data;
}

void async_value_release(async_value value)
{
    if (value.kind == ASYNC_OBJECT)
        async_release(value.object);
    else if (value.owned && --counted_of(value)->references == 0)
        async__free(counted_of(value));
}

async_value async_value_retain(async_value value)
{
    if (value.kind == ASYNC_OBJECT)
        async_retain(value.object);
    else if (value.owned)
        counted_of(value)->references++;
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
        return value->kind == ASYNC_OBJECT;
    }
}

const char *async_value_type_name(const async_value *value)
{
    static const char *const names[ASYNC_KIND_COUNT] = {"NoneType", "bool", "int",
                                                        "float",    "str",  "bytes"};
    return value->kind == ASYNC_OBJECT ? async_type_name(value->object) : names[value->kind];
}
