#include "errors.h"

#include "scenario.h"

ASYNC_ERROR_TYPE(ZeroDivisionError, async_Exception);

const async_error_type *error_type(const char *name)
{
    static const async_error_type *const types[] = {
        async_ValueError,     async_KeyError,           ZeroDivisionError,   async_RuntimeError,
        async_TypeError,      async_StopAsyncIteration, async_StopIteration, async_GeneratorExit,
        async_CancelledError, async_Exception,          async_BaseException, NULL};
    for (const async_error_type *const *each = types; *each; each++)
        if (strcmp((*each)->name, name) == 0)
            return *each;
    abandon("no exception is called '%s'", name);
    return async_BaseException;
}

async_error *error_new(const char *type, const char *message)
{
    return async_error_new(error_type(type), "%s", message);
}

async_status error_raise(const char *type, const char *message)
{
    return async_raise(error_type(type), "%s", message);
}
