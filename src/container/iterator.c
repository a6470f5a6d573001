/* Iterators of containers, and the view of a dict's items. */
#include "container/container.h"
#include "port/context.h"

#include <asyncfor/define.h>

typedef struct cursor {
    async_object object;
    async__container *container; /* Owned; NULL once at the end. */
    size_t position;
    size_t size; /* What the size of a table must be. */
    size_t left; /* How many items of a table are to come. */
} cursor;

static async_status create(async__container *container, const async_type *type,
                           async_object **created)
{
    cursor *new = async__allocate(sizeof *new);
    if (!new)
        return async__no_memory();
    *new = (cursor){{type, 1}, container, 0, container->count, container->count};
    async_retain(&container->object);
    *created = &new->object;
    return ASYNC_OK;
}

static void drop_iterator(async_object *object)
{
    cursor *self = (cursor *)(void *)object;
    if (self->container)
        async_release(&self->container->object);
    async__free(self);
}

static async_status stop(cursor *self)
{
    async__container *container = self->container;
    self->container = NULL;
    if (container)
        async_release(&container->object);
    return ASYNC_STOP;
}

static async_status next_of_sequence(async_object *object, async_value *item)
{
    cursor *self = (cursor *)(void *)object;
    if (!self->container || self->position >= self->container->count)
        return stop(self);
    *item = async_value_retain(async__items_of(self->container)[self->position++]);
    return ASYNC_OK;
}

static const async_type list_iterator = {.name = "list_iterator",
                                         .drop = drop_iterator,
                                         .iter = async__aiter_self,
                                         .next = next_of_sequence};
static const async_type tuple_iterator = {.name = "tuple_iterator",
                                          .drop = drop_iterator,
                                          .iter = async__aiter_self,
                                          .next = next_of_sequence};

async_status async__sequence_iter(async_object *sequence, async_object **iterator)
{
    async__container *container = async__container_of(sequence);
    bool is_list = async__kind_of(container) == ASYNC__LIST;
    return create(container, is_list ? &list_iterator : &tuple_iterator, iterator);
}

/* Once changed, for good: a size that no table has is what it must be from now on. */
static async_status raise_changed(cursor *self, const char *what)
{
    self->size = SIZE_MAX;
    bool is_set = async__kind_of(self->container) == ASYNC__SET;
    return async_raise(async_RuntimeError, "%s %s during iteration", is_set ? "Set" : "dictionary",
                       what);
}

/*
 * The next entry, or NULL and why. As many come as there were, or iteration could go on for ever
 * with one deleted and one added at each step.
 */
static async__entry *next_entry(cursor *self, async_status *status)
{
    *status = ASYNC_STOP;
    if (!self->container)
        return NULL;
    if (self->size != self->container->count) {
        *status = raise_changed(self, "changed size");
        return NULL;
    }
    async__entry *entry =
        async__next_entry((async__table *)(void *)self->container, &self->position);
    if (!entry)
        *status = stop(self);
    else if (self->left-- == 0)
        *status = raise_changed(self, "keys changed");
    else
        return entry;
    return NULL;
}

static async_status next_key(async_object *object, async_value *item)
{
    async_status status;
    async__entry *entry = next_entry((cursor *)(void *)object, &status);
    if (!entry)
        return status;
    *item = async_value_retain(entry->key);
    return ASYNC_OK;
}

static async_status next_pair(async_object *object, async_value *item)
{
    async_status status;
    async__entry *entry = next_entry((cursor *)(void *)object, &status);
    if (!entry)
        return status;
    async_value pair[] = {async_value_retain(entry->key), async_value_retain(entry->value)};
    async_owned tuple = async_tuple_new(2, pair);
    if (tuple.object)
        *item = async_value_of(tuple);
    return tuple.status;
}

static const async_type set_iterator = {
    .name = "set_iterator", .drop = drop_iterator, .iter = async__aiter_self, .next = next_key};
static const async_type key_iterator = {
    .name = "dict_keyiterator", .drop = drop_iterator, .iter = async__aiter_self, .next = next_key};
static const async_type item_iterator = {.name = "dict_itemiterator",
                                         .drop = drop_iterator,
                                         .iter = async__aiter_self,
                                         .next = next_pair};

async_status async__table_iter(async_object *table, async_object **iterator)
{
    async__container *container = async__container_of(table);
    bool is_set = async__kind_of(container) == ASYNC__SET;
    return create(container, is_set ? &set_iterator : &key_iterator, iterator);
}

/* A view is an iterator that never moves. */
static async_status iterate_items(async_object *object, async_object **created)
{
    return create(((cursor *)(void *)object)->container, &item_iterator, created);
}

static const async_type items_view = {
    .name = "dict_items", .drop = drop_iterator, .iter = iterate_items};

async_owned async_dict_items(async_object *dict)
{
    async_owned view = {NULL, ASYNC_OK};
    if (async__is_container(dict, ASYNC__DICT))
        view.status = create(async__container_of(dict), &items_view, &view.object);
    else
        view.status = async__refuse("async_dict_items", "dict", dict);
    return view;
}
