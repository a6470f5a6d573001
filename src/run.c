#include "program.h"

#include <asyncfor/run.h>

async__frame *async__program;

static async_status refused(async_owned awaitable, const char *why)
{
    async_release(awaitable.object);
    return async_raise(async_RuntimeError, "%s", why);
}

async_status async_run(async_owned awaitable, async_value *result)
{
    if (!awaitable.object)
        return awaitable.status;
    async_coroutine *here = async__current;
    if (!here)
        return refused(awaitable, "async_run() must be called from a program's main()");
    if (async__frame_of(here) != async__program)
        return refused(awaitable, "async_run() cannot be called from a running event loop");
    async_status status = async__await(here, awaitable.object, result);
    async_release(awaitable.object);
    return status;
}
