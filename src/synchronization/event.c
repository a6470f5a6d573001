/* A flag that coroutines wait for (asyncio.Event). */
#include "synchronization/waiters.h"

#include "error.h"
#include "memory.h"
#include "refuse.h"

#include <asyncfor/synchronization.h>

typedef struct event_object {
    async_object object;
    async__waiters waiters;
    bool set;
} event_object;

static void event_drop(async_object *object)
{
    async__free(object);
}

static const async_type event_type = {.name = "Event", .drop = event_drop};

async_owned async_event_new(void)
{
    event_object *created = async__allocate_zeroed(sizeof *created);
    if (!created)
        return (async_owned){NULL, async__no_memory()};
    created->object = (async_object){&event_type, 1};
    async__ring_init(&created->waiters);
    return (async_owned){&created->object, ASYNC_OK};
}

static event_object *event_of(async_object *object)
{
    return object && object->type == &event_type ? (event_object *)(void *)object : NULL;
}

async_status async_event_set(async_object *event)
{
    event_object *flag = event_of(event);
    if (!flag)
        return async__refuse("async_event_set", "Event", event);
    flag->set = true;
    async__waiters_wake_all(&flag->waiters);
    return ASYNC_OK;
}

async_status async_event_clear(async_object *event)
{
    event_object *flag = event_of(event);
    if (!flag)
        return async__refuse("async_event_clear", "Event", event);
    flag->set = false;
    return ASYNC_OK;
}

bool async_event_is_set(const async_object *event)
{
    const event_object *flag = event_of((async_object *)(uintptr_t)event);
    return flag && flag->set;
}

async_status async__event_wait(async_coroutine *here, async_object *event)
{
    event_object *flag = event_of(event);
    bool woken;
    if (!flag)
        return async__refuse("async_event_wait", "Event", event);
    if (flag->set)
        return ASYNC_OK;
    async_retain(event);
    async_status status = async__waiters_wait(here, &flag->waiters, &woken);
    async_release(event);
    return status;
}
