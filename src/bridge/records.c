/* Records and arrays that JavaScript hands to C. */
#include "handle.h"
#include "port/values.h"
#include "value.h"

#include <asyncfor/javascript.h>

async_status async__outside_read_as(const async__declared *type, async_value *value)
{
    char *box = NULL;
    int32_t result =
        ASYNC__OUTSIDE(async__js_read_as(async__handle_index(value->object), type, &box));
    if (async__is_thrown(result))
        return async__raise_thrown_handle(async__thrown_handle(result));
    async_value_release(*value);
    *value = (async_value){.header = ASYNC__HEADER(ASYNC_RECORD, 0), .data = box};
    value->owned = true;
    value->holds = type->refers & ASYNC__REFERS_TO_OBJECTS;
    return ASYNC_OK;
}

/*
 * The counted copy of a box that JavaScript has written, with all that the data refers to.
 * @param whole false: it could not be written to its end, and is given up.
 * @return the copy, which takes over the references; NULL: they are given up.
 */
__attribute__((used, export_name("asyncfor_keep"))) char *async__typed_keep(async__box *box,
                                                                            bool whole)
{
    async_value value = async__unbox(box);
    if (!whole) {
        async_value_release(value);
        return NULL;
    }
    async_status status = async_value_own(value, &value);
    bool failed = async_failed(status);
    async_error_clear(status);
    return failed ? NULL : (char *)(uintptr_t)value.data;
}
