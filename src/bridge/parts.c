#include "parts.h"

#include "handle.h"

/* It is not there where nothing has plain iterators. */
extern __attribute__((weak)) const char async__face_of_plain_iterators;

/* The bindings read these by their offsets. */
_Static_assert(sizeof(async__parts) == 24 && offsetof(async__parts, container) == 4, "a layout");

/* An error that JavaScript threw is what it threw. */
static async__parts error_parts(const async_error *error)
{
    if (error->thrown)
        return (async__parts){ASYNC__SHAPE_HANDLE, .handle = async__handle_index(error->thrown)};
    return (async__parts){ASYNC__SHAPE_ERROR,
                          .error = {error->type->name, error->message, error->cause,
                                    (const char *const *)error->trail, error->trail_length}};
}

async__parts async__parts_of(const async_object *object)
{
    if (async__is_javascript(object))
        return (async__parts){ASYNC__SHAPE_HANDLE, .handle = async__handle_index(object)};
    if (async__is_error(object))
        return error_parts((const async_error *)(const void *)object);
    if (object->type->next && &async__face_of_plain_iterators)
        return (async__parts){.shape = ASYNC__SHAPE_ITERATOR};
    return (async__parts){ASYNC__SHAPE_NONE, .name = async_type_name(object)};
}

const async__parts *async__parts_put(async__parts parts)
{
    static async__parts last;
    last = parts;
    return &last;
}
