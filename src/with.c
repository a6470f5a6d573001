/* Asynchronous context managers: entering and leaving. */
#include "coroutine.h"

#include <asyncfor/with.h>

static async_status no_manager(const async_value *manager, const char *missed)
{
    return async_raise(async_TypeError,
                       "'%s' object does not support the asynchronous context manager protocol%s",
                       async_value_type_name(manager), missed);
}

async_status async__context_enter(async_coroutine *here, async_value manager, async_value *value)
{
    const async_object *object = manager.kind == ASYNC_OBJECT ? manager.object : NULL;
    const async_type *type = object ? object->type : NULL;
    async_value entered = async_none();
    if (!type || !type->aenter)
        return no_manager(&manager, "");
    if (!type->aexit)
        return no_manager(&manager, " (missed __aexit__ method)");
    async_try(type->aenter(async__suspending(here), manager.object, &entered));
    if (value)
        *value = entered;
    else
        async_value_release(entered);
    return ASYNC_OK;
}

/* The error stays raised meanwhile, so that it is the context of one that comes now. */
async_status async__context_exit(async_coroutine *here, async_value manager, async_status status)
{
    bool swallowed = false;
    async_object *object = manager.object;
    /* It lives on if another is raised from it, and that fails. */
    async_error *kept = status.error ? async__error_retain(status.error) : NULL;
    async_status left =
        object->type->aexit(async__suspending(here), object, status.error, &swallowed);
    /* What it raises may be the very error. */
    if (left.error != status.error && (async_failed(left) || swallowed)) {
        async_error_clear(status);
        status = left;
    }
    async_error_release(kept);
    return status;
}

static size_t count_raised(const async_coroutine *here)
{
    size_t count = 0;
    for (const async__raised *each = here->raised; each; each = each->next)
        count++;
    return count;
}

async__with async__with_open_owned(async_coroutine *here, async_owned manager)
{
    async__with block = {.here = here, .once = true, .status = manager.status};
    if (!manager.object)
        return block;
    block.manager = manager.object;
    block.status = async__context_enter(here, async__value_of_object(manager.object), &block.value);
    block.raised = count_raised(here);
    if (async_failed(block.status)) {
        async_release(block.manager);
        block.manager = NULL;
    }
    return block;
}

async__with async__with_open(async_coroutine *here, async_object *manager)
{
    if (manager)
        return async__with_open_owned(here, (async_owned){async_retain(manager), ASYNC_OK});
    return (async__with){
        .here = here, .once = true, .status = async__context_enter(here, async_none(), NULL)};
}

async_status async__with_leave(async__with *block)
{
    async_object *manager = block->manager;
    block->once = false;
    async_value_release(block->value);
    block->value = async_none();
    if (!manager)
        return ASYNC_OK;
    block->manager = NULL;
    async_status left = async__context_exit(block->here, async__value_of_object(manager), ASYNC_OK);
    async_release(manager);
    return left;
}

/* The function returns: with the error, if any, that was raised in the block and not taken. */
void async__with_abandon(async__with *block)
{
    if (!block->manager) {
        async_value_release(block->value);
        return;
    }
    bool fails = count_raised(block->here) > block->raised;
    async_status status = {fails ? async__error_retain(block->here->raised->error) : NULL};
    bool swallowed = false;
    async_object *manager = block->manager;
    block->manager = NULL;
    async_value_release(block->value);
    async_value returned = async__frame_keep_result(block->here);
    async_status left =
        manager->type->aexit(async__suspending(block->here), manager, status.error, &swallowed);
    block->here->value = returned;
    async_status *kept = &async__frame_of(block->here)->close_failure;
    if (async_failed(left) && !async_failed(*kept))
        *kept = left;
    async_error_release(status.error);
    async_release(manager);
}
