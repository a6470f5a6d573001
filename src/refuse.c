#include "refuse.h"

const char *async__name_of(const async_object *object)
{
    return object ? async_type_name(object) : "NoneType";
}

async_status async__refuse(const char *function, const char *wanted, const async_object *object)
{
    return async_raise(async_TypeError, "%s() argument must be %s, not %s", function, wanted,
                       async__name_of(object));
}
