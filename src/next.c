/* iter() and next() of anything. */
#include "error.h"
#include "port/context.h"
#include "port/linked.h"
#include "refuse.h"

#include <asyncfor/container.h>

/* What it makes may reach JavaScript. */
ASYNC__LINK_WITH(async__face_of_plain_iterators)

typedef struct call {
    async_object *object;
    async_object *iterator;
    async_value *item;
    async_status status;
} call;

static void call_iter(void *argument)
{
    call *asked = argument;
    asked->status = asked->object->type->iter(asked->object, &asked->iterator);
}

static void call_next(void *argument)
{
    call *asked = argument;
    asked->status = asked->object->type->next(asked->object, asked->item);
}

async_owned async_iter(async_object *iterable)
{
    call asked = {iterable, NULL, NULL, ASYNC_OK};
    if (!iterable || !iterable->type->iter) {
        asked.status =
            async_raise(async_TypeError, "'%s' object is not iterable", async__name_of(iterable));
        return (async_owned){NULL, asked.status};
    }
    async__call_apart(call_iter, &asked);
    async_object *created = async_failed(asked.status) ? NULL : asked.iterator;
    if (!async_failed(asked.status) && !created)
        asked.status = async__raised_last();
    if (created && !created->type->next) {
        asked.status = async_raise(async_TypeError, "iter() returned non-iterator of type '%s'",
                                   async_type_name(created));
        async_release(created);
        created = NULL;
    }
    return (async_owned){created, asked.status};
}

async_status async_next(async_object *iterator, async_value *item)
{
    *item = async_none();
    if (!iterator || !iterator->type->next)
        return async_raise(async_TypeError, "'%s' object is not an iterator",
                           async__name_of(iterator));
    call asked = {iterator, NULL, item, ASYNC_OK};
    async__call_apart(call_next, &asked);
    return asked.status;
}
