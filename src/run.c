#include "port/run.h"
#include "function.h"
#include "program.h"

#include <asyncfor/run.h>

async__frame *async__program;

/* What main() waits for: whatever there is to await, on a coroutine of its own. */
ASYNC_STACK(async__main, 2048);
ASYNC_FUNCTION(async__main, async_value, (async_iterable, awaitable))
{
    async_value result;
    async_try(async_await(args->awaitable, &result));
    return async_return(result);
}

static async_status refused(async_owned awaitable, const char *why)
{
    async_release(awaitable.object);
    return async_raise(async_RuntimeError, "%s", why);
}

/* A coroutine that waits for ever keeps all that it holds. */
static async_status run_to_end(async__frame *frame, async_value *result)
{
    async_try(async__frame_prepare(frame));
    async__frame_resume(frame);
    async_status status = async__run_until_ended(frame);
    if (async_failed(status))
        async_retain(&frame->head.object);
    else
        status = async__function_outcome(frame, result);
    return status;
}

async_status async_run(async_owned awaitable, async_value *result)
{
    if (!awaitable.object)
        return awaitable.status;
    if (ASYNC__MAIN_IS_COROUTINE && !async__program)
        return refused(awaitable, "async_run() must be called from a program's main()");
    if (async__frame_of(async__current) != async__program)
        return refused(awaitable, "async_run() cannot be called from a running event loop");
    async_owned main = async_new(async__main, .awaitable = awaitable.object);
    if (!main.object)
        return main.status;
    async_value outcome = async_none();
    async_status status = run_to_end((async__frame *)(void *)main.object, &outcome);
    if (result && !async_failed(status))
        *result = outcome;
    else
        async_value_release(outcome);
    async_release(main.object);
    return status;
}
