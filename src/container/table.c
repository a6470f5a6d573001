#include "container/table.h"

enum { SMALLEST = 4 };

async_owned async__table_new(const async__container_type *type)
{
    async__table *table = async__allocate_zeroed(sizeof *table);
    return async__container_created(table ? &table->head : NULL, type);
}

static size_t mask_of(const async__table *table)
{
    return table->capacity * 2 - 1;
}

/* The place in the index that comes first for a hash, or the next one behind it. */
static size_t place_of(const async__table *table, uint64_t hash)
{
    return (size_t)hash & mask_of(table);
}

static size_t next_place(const async__table *table, size_t place)
{
    return (place + 1) & mask_of(table);
}

async_status async__table_find(const async__table *table, const async_value *key, uint64_t hash,
                               async__entry **entry)
{
    *entry = NULL;
    if (!table->capacity)
        return ASYNC_OK;
    for (size_t i = place_of(table, hash); table->index[i]; i = next_place(table, i)) {
        async__entry *candidate = async__entry_at(table, table->index[i] - 1);
        bool equal = false;
        if (candidate->hash == hash)
            async_try(async_value_equal(&candidate->key, key, &equal));
        if (equal) {
            *entry = candidate;
            break;
        }
    }
    return ASYNC_OK;
}

async_status async__table_look_up(const async__table *table, const async_value *key,
                                  async__entry **entry)
{
    uint64_t hash = 0;
    async_try(async_value_hash(key, &hash));
    return async__table_find(table, key, hash, entry);
}

static void enter(async__table *table, size_t number, uint64_t hash)
{
    size_t place = place_of(table, hash);
    while (table->index[place])
        place = next_place(table, place);
    table->index[place] = (uint32_t)(number + 1);
}

/* Moves the entries that are left into a new block, in which they take at most half. */
static async_status rebuild(async__table *table)
{
    size_t entry_size = async__entry_size(table);
    size_t limit = SIZE_MAX / 4 / (sizeof(async__entry) + 2 * sizeof(uint32_t));
    size_t capacity = SMALLEST;
    while (capacity / 2 < table->head.count && capacity <= limit)
        capacity *= 2;
    if (capacity > limit || capacity > UINT32_MAX / 2)
        return async__no_memory();
    char *block = async__allocate(capacity * entry_size + capacity * 2 * sizeof(uint32_t));
    if (!block)
        return async__no_memory();
    async__table old = *table;
    table->entries = block;
    table->index = (uint32_t *)(void *)(block + capacity * entry_size);
    table->capacity = capacity;
    table->used = 0;
    memset(table->index, 0, capacity * 2 * sizeof(uint32_t));
    size_t position = 0;
    for (async__entry *each; (each = async__next_entry(&old, &position)); table->used++) {
        memcpy(async__entry_at(table, table->used), each, entry_size);
        enter(table, table->used, each->hash);
    }
    async__free(old.entries);
    return ASYNC_OK;
}

/* Adds an entry that is not there. */
static async_status add(async__table *table, async_value key, uint64_t hash, async_value value)
{
    if (table->used == table->capacity)
        async_try(rebuild(table));
    async__entry *entry = async__entry_at(table, table->used);
    entry->key = key;
    entry->hash = hash;
    if (async__kind_of(&table->head) == ASYNC__DICT)
        entry->value = value;
    enter(table, table->used++, hash);
    table->head.count++;
    return ASYNC_OK;
}

/* Both the key and the value are owned. */
static async_status put_owned(async__table *table, async_value key, async_value value)
{
    uint64_t hash = 0;
    async__entry *entry = NULL;
    async_status status = async_value_hash(&key, &hash);
    if (!async_failed(status))
        status = async__table_find(table, &key, hash, &entry);
    if (!async_failed(status) && !entry)
        status = add(table, key, hash, value);
    if (!async_failed(status) && !entry)
        return status;
    async_value unused = value;
    if (entry && async__kind_of(&table->head) == ASYNC__DICT) {
        unused = entry->value;
        entry->value = value;
    }
    async_value_release(key);
    async_value_release(unused);
    return status;
}

async_status async__table_put(async__table *table, async_value key, async_value value)
{
    async_value owned_key = async_none();
    async_value owned_value = async_none();
    async_status status = async__item_own(key, &owned_key);
    if (async_failed(status))
        async_value_release(value);
    else
        status = async__item_own(value, &owned_value);
    if (!async_failed(status))
        return put_owned(table, owned_key, owned_value);
    async_value_release(owned_key);
    return status;
}

/* Takes an entry out of the index; those behind it that it had pushed on move up. */
static void leave(async__table *table, size_t number, uint64_t hash)
{
    size_t hole = place_of(table, hash);
    while (table->index[hole] != number + 1)
        hole = next_place(table, hole);
    for (size_t i = next_place(table, hole); table->index[i]; i = next_place(table, i)) {
        size_t first = place_of(table, async__entry_at(table, table->index[i] - 1)->hash);
        if (((i - first) & mask_of(table)) < ((i - hole) & mask_of(table)))
            continue;
        table->index[hole] = table->index[i];
        hole = i;
    }
    table->index[hole] = 0;
}

void async__table_remove(async__table *table, async__entry *entry)
{
    bool is_dict = async__kind_of(&table->head) == ASYNC__DICT;
    async_value key = entry->key;
    async_value value = is_dict ? entry->value : async_none();
    size_t number = (size_t)((char *)entry - table->entries) / async__entry_size(table);
    leave(table, number, entry->hash);
    entry->key.kind = ASYNC__DELETED;
    table->head.count--;
    /* What was put in last and is taken out first leaves no gaps. */
    while (table->used && async__entry_at(table, table->used - 1)->key.kind == ASYNC__DELETED)
        table->used--;
    async_value_release(key);
    async_value_release(value);
}
