#include <asyncfor/object.h>

async_object *async_retain(async_object *object)
{
    if (object)
        object->references++;
    return object;
}

void async_release(async_object *object)
{
    if (object && --object->references == 0)
        object->type->drop(object);
}

const char *async_type_name(const async_object *object)
{
    return object->type->name_of ? object->type->name_of(object) : object->type->name;
}

async_status async__aiter_self(async_object *object, async_object **iterator);

async_status async__aiter_self(async_object *object, async_object **iterator)
{
    *iterator = async_retain(object);
    return ASYNC_OK;
}
