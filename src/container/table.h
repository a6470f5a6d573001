/**
 * @file table.h
 * The hash table behind sets and dicts: open addressing with linear probing in an index of the
 * entries, which stand in the order of insertion.
 */
#ifndef ASYNCFOR_CONTAINER_TABLE_H
#define ASYNCFOR_CONTAINER_TABLE_H

#include "container/container.h"

/** A new, empty table. @return new; MemoryError. */
async_owned async__table_new(const async__container_type *type);

/** Finds an entry by a hash that is known. @param entry NULL: none. */
async_status async__table_find(const async__table *table, const async_value *key, uint64_t hash,
                               async__entry **entry) ASYNC_MUST_CHECK;

/** Finds an entry. @param key borrowed. @param entry NULL: none. */
async_status async__table_look_up(const async__table *table, const async_value *key,
                                  async__entry **entry) ASYNC_MUST_CHECK;

/** Finds the entry of a key, or adds it. @param key taken. @param value taken; none for a set.
 * @return on failure the table is as it was. */
async_status async__table_put(async__table *table, async_value key,
                              async_value value) ASYNC_MUST_CHECK;

/** Removes an entry and releases what it holds. */
void async__table_remove(async__table *table, async__entry *entry);

static inline async__table *async__table_of(const async_object *object)
{
    return (async__table *)(uintptr_t)object;
}

#endif
