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

async__ticket *async__ticket_of(async_coroutine *here)
{
    async__frame *frame = async__frame_of(here);
    if (!frame->ticket)
        frame->ticket = async__allocate(sizeof *frame->ticket);
    if (frame->ticket)
        frame->ticket->frame = frame;
    return frame->ticket;
}

async_status async__promise_wait(async_coroutine *here, async_value *result)
{
    async__waiting = async__frame_of(here);
    async__waiting->suspension = ASYNC__SUSPENSION_PROMISE;
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
    async__frame *frame = async__frame_of(here);
    if (frame->task->by_hand)
        return async__frame_hand_out(frame, async__value_of_object(async_retain(object)), result);
    async__ticket *ticket = async__ticket_of(here);
    if (!ticket)
        return async__no_memory();
    async__js_await(async__handle_index(object), ticket);
    return async__promise_wait(here, result);
}

const async_type async__javascript_type = {.name = "JavaScript value",
                                           .name_of = javascript_name,
                                           .drop = async__handle_drop,
                                           .aiter = async__source_open,
                                           .await = javascript_await};
