/* Containers on their way to JavaScript. */
#include "container/table.h"
#include "exports.h"
#include "parts.h"

const char async__face_of_containers = 0;

/* The bindings read these by their offsets. */
_Static_assert(sizeof(async__entry) == offsetof(async__entry, value) + sizeof(async_value),
               "the value of a dict's entry is the last thing in it");

static async__parts sequence_parts(const async__container *sequence)
{
    return (async__parts){ASYNC__SHAPE_ARRAY,
                          .container = {async__items_of(sequence),
                                        (uint32_t)(sequence->count * sizeof(async_value)),
                                        sizeof(async_value)}};
}

static async__parts table_parts(const async__table *table, async__shape shape)
{
    size_t stride = async__entry_size(table);
    return (async__parts){
        shape, .container = {table->entries, (uint32_t)(table->used * stride), (uint32_t)stride}};
}

/* Of a dict that is to be an object, whose keys are strings. */
static async__parts record_parts(const async__table *dict)
{
    size_t position = 0;
    for (const async__entry *each; (each = async__next_entry(dict, &position));)
        if (each->key.kind != ASYNC_STRING)
            return (async__parts){ASYNC__SHAPE_NO_KEY, .name = async_value_type_name(&each->key)};
    return table_parts(dict, ASYNC__SHAPE_RECORD);
}

static async__parts container_parts(const async__container *container)
{
    const async__table *table = async__table_of(&container->object);
    switch (async__kind_of(container)) {
    case ASYNC__SET:
        return table_parts(table, ASYNC__SHAPE_SET);
    case ASYNC__DICT:
        return table->as_object ? record_parts(table) : table_parts(table, ASYNC__SHAPE_MAP);
    default:
        return sequence_parts(container);
    }
}

/* What an object is to be in JavaScript, until the next call; containers among them. */
const async__parts *EXPORT(container_parts)(const async_object *object)
{
    const async__container *container = async__container_of(object);
    return async__parts_put(container ? container_parts(container) : async__parts_of(object));
}
