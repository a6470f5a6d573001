/* Plain loops, and what makes an asynchronous iterator of a plain iterable. */
#include "error.h"
#include "memory.h"
#include "port/values.h"

#include <asyncfor/javascript.h>
#include <asyncfor/sync.h>

async__sync_loop async__sync_loop_open(async_value iterable)
{
    async__sync_loop loop = {.once = true};
    if (iterable.kind == ASYNC_OBJECT) {
        async_owned iterator = async_iter(iterable.object);
        loop.iterator = iterator.object;
        loop.status = iterator.status;
    } else {
        loop.status = async_raise(async_TypeError, "'%s' object is not iterable",
                                  async_value_type_name(&iterable));
    }
    return loop;
}

async__sync_loop async__sync_loop_open_owned(async_owned iterable)
{
    if (!iterable.object)
        return (async__sync_loop){.once = true, .status = iterable.status};
    async__sync_loop loop = async__sync_loop_open(async__value_of_object(iterable.object));
    async_release(iterable.object);
    return loop;
}

static void drop_item(async__sync_loop *loop)
{
    async_value_release(loop->item);
    loop->item = async_none();
}

bool async__sync_loop_step(async__sync_loop *loop)
{
    drop_item(loop);
    if (!loop->iterator)
        return false;
    async_status status = async_next(loop->iterator, &loop->item);
    if (!async_failed(status))
        return true;
    loop->exhausted = async_stopped(status) || async_error_is(status, async_StopIteration);
    if (loop->exhausted)
        async_error_clear(status);
    else
        loop->status = status;
    async_release(loop->iterator);
    loop->iterator = NULL;
    return false;
}

void async__sync_loop_close(async__sync_loop *loop)
{
    drop_item(loop);
    async_release(loop->iterator);
    loop->iterator = NULL;
}

typedef struct adapter {
    async_object object;
    async_object *iterator; /* Owned. */
} adapter;

static void adapter_drop(async_object *object)
{
    async_release(((adapter *)(void *)object)->iterator);
    async__free(object);
}

static async_status adapter_anext(async__suspends(here), async_object *object, async_value *item)
{
    (void)here;
    async_status status = async_next(((adapter *)(void *)object)->iterator, item);
    if (!async_error_is(status, async_StopIteration))
        return status;
    async_error_clear(status);
    return ASYNC_STOP;
}

static const async_type adapter_type = {.name = "async_from_sync_iterator",
                                        .drop = adapter_drop,
                                        .aiter = async__aiter_self,
                                        .anext = adapter_anext};

async_owned async_from_sync(async_owned iterable)
{
    if (!iterable.object)
        return iterable;
    if (async_is_js(iterable.object)) {
        async_owned opened = async__outside_from_sync(iterable.object);
        async_release(iterable.object);
        return opened;
    }
    async_owned iterator = async_iter(iterable.object);
    async_release(iterable.object);
    if (!iterator.object)
        return iterator;
    adapter *created = async__allocate(sizeof *created);
    if (!created) {
        async_release(iterator.object);
        return (async_owned){NULL, async__no_memory()};
    }
    *created = (adapter){{&adapter_type, 1}, iterator.object};
    return (async_owned){&created->object, ASYNC_OK};
}
