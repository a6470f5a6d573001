#include "container/table.h"

static const async__container_type set_type = {{.name = "set",
                                                .drop = async__container_drop,
                                                .hash = async__unhashable,
                                                .iter = async__table_iter},
                                               ASYNC__SET};

async_owned async_set_new(void)
{
    return async__table_new(&set_type);
}

async_status async__set_add(async_object *set, async_value item)
{
    if (async__is_container(set, ASYNC__SET))
        return async__table_put(async__table_of(set), item, async_none());
    async_value_release(item);
    return async__refuse("async_set_add", "set", set);
}

async_status async__set_discard(async_object *set, async_value item)
{
    if (!async__is_container(set, ASYNC__SET))
        return async__refuse("async_set_discard", "set", set);
    async__entry *entry = NULL;
    async_try(async__table_look_up(async__table_of(set), &item, &entry));
    if (entry)
        async__table_remove(async__table_of(set), entry);
    return ASYNC_OK;
}
