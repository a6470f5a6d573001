#include "container/container.h"

#include "container/table.h"
#include "port/linked.h"

ASYNC__LINK_WITH(async__face_of_containers)

size_t async_size(const async_object *container)
{
    const async__container *sized = async__container_of(container);
    return sized ? sized->count : 0;
}

async_status async__unhashable(const async_object *object, uint64_t *hash)
{
    *hash = 0;
    return async_raise(async_TypeError, "unhashable type: '%s'", async_type_name(object));
}

async_status async__item_own(async_value given, async_value *owned)
{
    *owned = async_none();
    if (given.kind == ASYNC_OBJECT && !given.object)
        return async__no_memory();
    return async_value_own(given, owned);
}

async_status async_item_at(const async_object *sequence, ptrdiff_t index, async_value *item)
{
    const async__container *container = async__container_of(sequence);
    *item = async_none();
    if (!container || !async__is_sequence(container))
        return async__refuse("async_item_at", "list or tuple", sequence);
    size_t position = async__position(container->count, index);
    if (position >= container->count)
        return async_raise(async_IndexError, "%s index out of range", async_type_name(sequence));
    *item = async__items_of(container)[position];
    return ASYNC_OK;
}

/* An `equal` of somebody else may change the sequence: nothing of it is kept meanwhile. */
static async_status find_in_sequence(const async__container *sequence, const async_value *value,
                                     bool *found)
{
    for (size_t i = 0; i < sequence->count && !*found; i++)
        async_try(async_value_equal(&async__items_of(sequence)[i], value, found));
    return ASYNC_OK;
}

static async_status find_by_iteration(async_object *iterator, const async_value *value, bool *found)
{
    async_status status = ASYNC_OK;
    while (!*found && !async_failed(status)) {
        async_value item;
        status = async_next(iterator, &item);
        if (!async_failed(status))
            status = async_value_equal(&item, value, found);
        async_value_release(item);
    }
    return async_stopped(status) ? ASYNC_OK : status;
}

/* By hash; the keys of a dict. */
static async_status find_in_table(const async__table *table, const async_value *value, bool *found)
{
    async__entry *entry = NULL;
    async_status status = async__table_look_up(table, value, &entry);
    *found = entry != NULL;
    return status;
}

async_status async__contains(async_object *container, async_value value, bool *found)
{
    const async__container *known = async__container_of(container);
    *found = false;
    if (known && async__is_sequence(known))
        return find_in_sequence(known, &value, found);
    if (known)
        return find_in_table(async__table_of(container), &value, found);
    if (!container || !container->type->iter)
        return async_raise(async_TypeError, "argument of type '%s' is not iterable",
                           async__name_of(container));
    async_owned iterator = async_iter(container);
    async_try(iterator.status);
    async_status status = find_by_iteration(iterator.object, &value, found);
    async_release(iterator.object);
    return status;
}

/* The containers that are being dropped, the innermost first. */
static async__container *dropped;

/* Takes the next item out of a sequence, from its end as CPython does, or out of a table. */
static bool drop_next(async__container *container)
{
    if (async__is_sequence(container)) {
        if (container->count == 0)
            return false;
        async_value_release(async__items_of(container)[--container->count]);
        return true;
    }
    /* Nobody asks for the count any more: it is the position. */
    async__entry *entry = async__next_entry((async__table *)(void *)container, &container->count);
    if (!entry)
        return false;
    if (async__kind_of(container) == ASYNC__DICT)
        async_value_release(entry->value);
    async_value_release(entry->key);
    return true;
}

static void destroy(async__container *container)
{
    if (async__kind_of(container) == ASYNC__LIST)
        async__free(((async__list *)(void *)container)->items);
    else if (!async__is_sequence(container))
        async__free(((async__table *)(void *)container)->entries);
    async__free(container);
}

/*
 * Releasing an item can drop a container, and so come here again, however deep: that one is only
 * noted, and comes next. So all is dropped in the order in which recursion would do it.
 */
void async__container_drop(async_object *object)
{
    async__container *container = async__container_of(object);
    bool inside = dropped != NULL;
    if (!async__is_sequence(container))
        container->count = 0;
    container->outer = dropped;
    dropped = container;
    while (!inside && dropped) {
        async__container *innermost = dropped;
        if (drop_next(innermost))
            continue;
        dropped = innermost->outer;
        destroy(innermost);
    }
}
