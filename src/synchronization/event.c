/* A flag that coroutines wait for (asyncio.Event). */
#include "synchronization/waiters.h"

#include "error.h"
#include "memory.h"
#include "refuse.h"

#include <asyncfor/synchronization.h>

typedef struct event {
    async_object object;
    async__waiters waiters;
    bool set;
} event;

static void event_drop(async_object *object)
{
    async__free(object);
}

static const async_type event_type = {.name = "Event", .drop = event_drop};

async_owned async_event_new(void)
{
    event *created = async__allocate_zeroed(sizeof *created);
    if (!created)
        return (async_owned){NULL, async__no_memory()};
    created->object = (async_object){&event_type, 1};
    async__callbacks_init(&created->waiters);
    return (async_owned){&created->object, ASYNC_OK};
}

static event *event_of(async_object *object)
{
    return object && object->type == &event_type ? (event *)(void *)object : NULL;
}

async_status async_event_set(async_object *object)
{
    event *flag = event_of(object);
    if (!flag)
        return async__refuse("async_event_set", "Event", object);
    flag->set = true;
    async__waiters_wake_all(&flag->waiters);
    return ASYNC_OK;
}

async_status async_event_clear(async_object *object)
{
    event *flag = event_of(object);
    if (!flag)
        return async__refuse("async_event_clear", "Event", object);
    flag->set = false;
    return ASYNC_OK;
}

bool async_event_is_set(const async_object *object)
{
    const event *flag = event_of((async_object *)(uintptr_t)object);
    return flag && flag->set;
}

async_status async__event_wait(async_coroutine *here, async_object *object)
{
    event *flag = event_of(object);
    bool woken;
    if (!flag)
        return async__refuse("async_event_wait", "Event", object);
    if (flag->set)
        return ASYNC_OK;
    async_retain(object);
    async_status status = async__waiters_wait(here, &flag->waiters, &woken);
    async_release(object);
    return status;
}
