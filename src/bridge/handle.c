#include "handle.h"

#include "memory.h"
#include "port/outside.h"

uint32_t async__handles;

async_object *async__handle_create(const async_type *type, uint32_t index)
{
    async__handle *handle = async__allocate(sizeof *handle);
    if (!handle) {
        async__js_release(index);
        return NULL;
    }
    *handle = (async__handle){{type, 1}, index, false};
    async__handles++;
    return &handle->object;
}

void async__handle_drop(async_object *object)
{
    async__handles--;
    async__js_release(async__handle_index(object));
    async__free(object);
}

async_status async__raise_thrown_handle(uint32_t index)
{
    async_object *thrown = async__handle_create(&async__javascript_type, index);
    return thrown ? async__raise_thrown(thrown) : async__no_memory();
}

async_owned async__javascript_value(int32_t handle)
{
    if (async__is_thrown(handle))
        return (async_owned){NULL, async__raise_thrown_handle(async__thrown_handle(handle))};
    async_object *object = async__handle_create(&async__javascript_type, (uint32_t)handle);
    return (async_owned){object, object ? ASYNC_OK : async__no_memory()};
}

async_status async__promise_end(async_coroutine *here, async_value *result)
{
    async_try(here->status);
    *result = here->value;
    here->value = async_none();
    return ASYNC_OK;
}

async_status async__promise_wait(async_coroutine *here, uint32_t waiter, async_value *result)
{
    async__promise_begin(here, waiter);
    async__suspend(here);
    async__frame_take_begun(async__frame_of(here));
    return async__promise_end(here, result);
}

static const char *javascript_name(const async_object *object)
{
    static char name[64];
    async__js_type_name(async__handle_index(object), name, sizeof name);
    return name;
}

/* They are there in a module that awaits, and in one that iterates, which link them. */
#pragma weak async__promise_await
#pragma weak async__promise_await_begin
#pragma weak async__source_open

const async_type async__javascript_type = {.name = "JavaScript value",
                                           .name_of = javascript_name,
                                           .drop = async__handle_drop,
                                           .aiter = async__source_open,
                                           .await = async__promise_await,
                                           .await_begin = async__promise_await_begin};
