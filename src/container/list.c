#include "container/container.h"

static const async__container_type list_type = {{.name = "list",
                                                 .drop = async__container_drop,
                                                 .hash = async__unhashable,
                                                 .iter = async__sequence_iter},
                                                ASYNC__LIST};

static async__list *list_of(async_object *object)
{
    return (async__list *)(void *)object;
}

static async_status expect(const async_object *object, const char *function)
{
    if (async__is_container(object, ASYNC__LIST))
        return ASYNC_OK;
    return async__refuse(function, "list", object);
}

async_owned async_list_new(void)
{
    async__list *list = async__allocate_zeroed(sizeof *list);
    return async__container_created(list ? &list->head : NULL, &list_type);
}

/* Room for one item more. */
static async_status reserve(async__list *list)
{
    if (list->head.count < list->capacity)
        return ASYNC_OK;
    size_t capacity = list->capacity + list->capacity / 2 + 4;
    if (capacity > SIZE_MAX / 2 / sizeof(async_value))
        return async__no_memory();
    async_value *items =
        async__grow(list->items, list->head.count * sizeof *items, capacity * sizeof *items);
    if (!items)
        return async__no_memory();
    list->items = items;
    list->capacity = capacity;
    return ASYNC_OK;
}

/* Makes an item fit to be inserted, and the list ready for it. */
static async_status prepare(async_object *object, const char *function, async_value *item)
{
    async_status status = expect(object, function);
    if (!async_failed(status))
        status = reserve(list_of(object));
    if (!async_failed(status))
        return async__item_own(*item, item);
    async_value_release(*item);
    return status;
}

async_status async__list_append(async_object *list, async_value item)
{
    async_try(prepare(list, "async_list_append", &item));
    async__list *self = list_of(list);
    self->items[self->head.count++] = item;
    return ASYNC_OK;
}

async_owned async__list_of(size_t count, const async_value *items)
{
    async_owned list = async_list_new();
    for (size_t i = 0; i < count; i++) {
        if (async_failed(list.status)) {
            async_value_release(items[i]);
            continue;
        }
        list.status = async__list_append(list.object, items[i]);
        if (async_failed(list.status)) {
            async_release(list.object);
            list.object = NULL;
        }
    }
    return list;
}

async_status async__list_insert(async_object *list, ptrdiff_t index, async_value item)
{
    async_try(prepare(list, "async_list_insert", &item));
    async__list *self = list_of(list);
    size_t count = self->head.count++;
    size_t position = async__position(count, index);
    if (position > count)
        position = index < 0 ? 0 : count;
    async_value *place = self->items + position;
    memmove(place + 1, place, (count - position) * sizeof *place);
    *place = item;
    return ASYNC_OK;
}

async_status async__list_set(async_object *list, ptrdiff_t index, async_value item)
{
    async__list *self = list_of(list);
    async_value owned = async_none();
    async_status status = expect(list, "async_list_set");
    if (!async_failed(status) && async__position(self->head.count, index) >= self->head.count)
        status = async_raise(async_IndexError, "list assignment index out of range");
    if (async_failed(status)) {
        async_value_release(item);
        return status;
    }
    async_try(async__item_own(item, &owned));
    async_value *place = self->items + async__position(self->head.count, index);
    async_value replaced = *place;
    *place = owned;
    async_value_release(replaced);
    return ASYNC_OK;
}

async_status async_list_pop(async_object *list, ptrdiff_t index, async_value *item)
{
    if (item)
        *item = async_none();
    async_try(expect(list, "async_list_pop"));
    async__list *self = list_of(list);
    size_t position = async__position(self->head.count, index);
    if (position >= self->head.count)
        return async_raise(async_IndexError,
                           self->head.count ? "pop index out of range" : "pop from empty list");
    async_value *place = self->items + position;
    async_value popped = *place;
    self->head.count--;
    memmove(place, place + 1, (self->head.count - position) * sizeof *place);
    if (item)
        *item = popped;
    else
        async_value_release(popped);
    return ASYNC_OK;
}
