#include "handle.h"

#include "memory.h"
#include "port/outside.h"

uint32_t async__handles;
async__frame *async__waiting;

async_object *async__handle_create(const async_type *type, uint32_t index)
{
    async__handle *handle = async__allocate(sizeof *handle);
    if (!handle) {
        async__js_release(index);
        return NULL;
    }
    *handle = (async__handle){{type, 1}, index};
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

async_status async__promise_wait(async_coroutine *here, async_value *result)
{
    async__waiting = async__frame_of(here);
    async_try(async__frame_wait(async__waiting));
    *result = here->value;
    here->value = async_none();
    return ASYNC_OK;
}

static const char *javascript_name(const async_object *object)
{
    static char name[64];
    async__js_type_name(async__handle_index(object), name, sizeof name);
    return name;
}

static async_status javascript_await(async_coroutine *here, async_object *object,
                                     async_value *result)
{
    async__js_await(async__handle_index(object), here);
    return async__promise_wait(here, result);
}

const async_type async__javascript_type = {.name = "JavaScript value",
                                           .name_of = javascript_name,
                                           .drop = async__handle_drop,
                                           .aiter = async__source_open,
                                           .await = javascript_await};
