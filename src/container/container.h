/**
 * @file container.h
 * What containers are made of.
 *
 * Whatever all four can do is told apart by their kind and not by slots: calls through pointers
 * would count as calls that may suspend. Nothing here recurses into what a container holds, as it
 * runs on the stack of whichever coroutine asks: see walk.h.
 */
#ifndef ASYNCFOR_CONTAINER_CONTAINER_H
#define ASYNCFOR_CONTAINER_CONTAINER_H

#include "error.h"
#include "memory.h"
#include "refuse.h"

#include <asyncfor/container.h>

typedef enum async__container_kind {
    ASYNC__LIST,
    ASYNC__TUPLE,
    ASYNC__SET,
    ASYNC__DICT
} async__container_kind;

/* A container's type; known by its slot `drop`, which is async__container_drop(). */
typedef struct async__container_type {
    async_type type;
    async__container_kind kind;
} async__container_type;

/** The head of every container. */
typedef struct async__container {
    async_object object;
    size_t count;
    struct async__container *outer; /* While dropped: whose items are dropped after this one's. */
} async__container;

typedef struct async__list {
    async__container head;
    async_value *items;
    size_t capacity;
} async__list;

typedef struct async__tuple {
    async__container head;
    async_value items[];
} async__tuple;

/* An item of a set, or a key of a dict and its value. */
typedef struct async__entry {
    async_value key; /* Of kind ASYNC__DELETED: nothing any more. */
    uint64_t hash;
    async_value value; /* A set's entries end before this. */
} async__entry;

enum { ASYNC__DELETED = ASYNC_KIND_COUNT };

/* A set or a dict: the entries in the order of insertion, and where to find which. */
typedef struct async__table {
    async__container head;
    char *entries;   /* NULL while there is no capacity. The index lies behind, in one block. */
    uint32_t *index; /* Twice as many as entries: 0, or the number of an entry plus 1. */
    size_t used;     /* Of the entries, the deleted ones among them. */
    size_t capacity; /* A power of two, or 0. */
    bool as_object;  /* A dict that JavaScript gets as a plain object. */
} async__table;

/** Ends a container and, without recursion, the containers that only it held. */
void async__container_drop(async_object *object);

/** The slot `hash` of those that have none. */
async_status async__unhashable(const async_object *object, uint64_t *hash) ASYNC_MUST_CHECK;

/** The slots `iter`. */
async_status async__sequence_iter(async_object *sequence, async_object **iterator) ASYNC_MUST_CHECK;
async_status async__table_iter(async_object *table, async_object **iterator) ASYNC_MUST_CHECK;

/** A value that a container may hold. @param given taken. @param owned new. @return MemoryError. */
async_status async__item_own(async_value given, async_value *owned) ASYNC_MUST_CHECK;

static inline async_value async__borrow(const async_object *object)
{
    return async__value_of_object((async_object *)(uintptr_t)object);
}

/** The object as a container; NULL for anything else, and NULL. */
static inline async__container *async__container_of(const async_object *object)
{
    bool is = object && object->type->drop == async__container_drop;
    return is ? (async__container *)(uintptr_t)object : NULL;
}

static inline async__container_kind async__kind_of(const async__container *container)
{
    return ((const async__container_type *)(const void *)container->object.type)->kind;
}

static inline bool async__is_sequence(const async__container *container)
{
    return async__kind_of(container) <= ASYNC__TUPLE;
}

static inline bool async__is_container(const async_object *object, async__container_kind kind)
{
    const async__container *container = async__container_of(object);
    return container && async__kind_of(container) == kind;
}

/** A new container's head. NULL stays NULL: no memory. */
static inline async_owned async__container_created(async__container *container,
                                                   const async__container_type *type)
{
    if (!container)
        return (async_owned){NULL, async__no_memory()};
    container->object = (async_object){&type->type, 1};
    return (async_owned){&container->object, ASYNC_OK};
}

/** The position that an index means, where a negative one counts from the end; at least `count` for
 * one that is out of range. */
static inline size_t async__position(size_t count, ptrdiff_t index)
{
    size_t position = index < 0 ? count + (size_t)index : (size_t)index;
    return index < 0 && position >= count ? SIZE_MAX : position;
}

/** The items of a list or tuple. */
static inline async_value *async__items_of(const async__container *sequence)
{
    if (async__kind_of(sequence) == ASYNC__LIST)
        return ((const async__list *)(const void *)sequence)->items;
    return ((async__tuple *)(uintptr_t)sequence)->items;
}

static inline size_t async__entry_size(const async__table *table)
{
    return async__kind_of(&table->head) == ASYNC__SET ? offsetof(async__entry, value)
                                                      : sizeof(async__entry);
}

static inline async__entry *async__entry_at(const async__table *table, size_t position)
{
    return (async__entry *)(void *)(table->entries + position * async__entry_size(table));
}

/** The first entry from `*position` on, which goes behind it; NULL: no more. */
static inline async__entry *async__next_entry(const async__table *table, size_t *position)
{
    while (*position < table->used) {
        async__entry *entry = async__entry_at(table, (*position)++);
        if (entry->key.kind != ASYNC__DELETED)
            return entry;
    }
    return NULL;
}

#endif
