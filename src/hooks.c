#include "hooks.h"

#include "port/context.h"

#include <asyncfor/generator.h>

static async_firstiter_hook *firstiter;
static async_finalizer_hook *finalizer;

typedef struct first_request {
    async_object *generator;
    async_status status;
} first_request;

static void call_firstiter(void *argument)
{
    first_request *made = argument;
    made->status = firstiter(made->generator);
}

async_status async__hook_firstiter(async_object *generator)
{
    first_request made = {generator, ASYNC_OK};
    if (firstiter)
        async__call_apart(call_firstiter, &made);
    return made.status;
}

static void call_finalizer(void *generator)
{
    finalizer((async_owned){generator, ASYNC_OK});
}

bool async__hook_finalizer(async_object *generator)
{
    if (!finalizer)
        return false;
    generator->references = 1;
    async__call_apart(call_finalizer, generator);
    return true;
}

async_firstiter_hook *async_get_firstiter_hook(void)
{
    return firstiter;
}

async_finalizer_hook *async_get_finalizer_hook(void)
{
    return finalizer;
}

void async__set_firstiter_hook(async_firstiter_hook *hook)
{
    firstiter = hook;
}

void async__set_finalizer_hook(async_finalizer_hook *hook)
{
    finalizer = hook;
}
