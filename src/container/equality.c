/* What is equal, and the hashes that go with it. */
#include "container/table.h"
#include "container/walk.h"
#include "port/context.h"

/* True if a double is exactly a 64-bit integer. */
static bool is_integer(double number, int64_t *integer)
{
    if (!(number >= -0x1p63 && number < 0x1p63))
        return false;
    *integer = (int64_t)number;
    return (double)*integer == number;
}

/* True for a bool, an int, and a float that is one. */
static bool to_integer(const async_value *value, int64_t *integer)
{
    if (value->kind == ASYNC_DOUBLE)
        return is_integer(value->number, integer);
    *integer = value->kind == ASYNC_BOOL ? value->boolean : value->integer;
    return value->kind == ASYNC_BOOL || value->kind == ASYNC_INT;
}

static bool is_number(const async_value *value)
{
    return value->kind == ASYNC_BOOL || value->kind == ASYNC_INT || value->kind == ASYNC_DOUBLE;
}

static bool equal_numbers(const async_value *left, const async_value *right)
{
    int64_t a = 0;
    int64_t b = 0;
    bool integers = to_integer(left, &a);
    if (integers != to_integer(right, &b))
        return false;
    return integers ? a == b : left->number == right->number;
}

typedef struct comparison {
    const async_object *left;
    const async_object *right;
    bool equal;
} comparison;

static void call_equal(void *argument)
{
    comparison *asked = argument;
    asked->equal = asked->left->type->equal(asked->left, asked->right);
}

static bool equal_objects(const async_object *left, const async_object *right)
{
    if (left == right)
        return true;
    if (!left || !right || left->type != right->type || !left->type->equal)
        return false;
    comparison asked = {left, right, false};
    async__call_apart(call_equal, &asked);
    return asked.equal;
}

static bool equal_but_containers(const async_value *left, const async_value *right)
{
    if (is_number(left) && is_number(right))
        return equal_numbers(left, right);
    if (left->kind != right->kind)
        return false;
    if (left->kind == ASYNC_NONE)
        return true;
    if (left->kind == ASYNC_OBJECT)
        return equal_objects(left->object, right->object);
    if (left->kind == ASYNC_RECORD)
        return left->data == right->data;
    /* What is empty may be nowhere, where memcmp() must not look. */
    return left->size == right->size &&
           (!left->size || memcmp(left->data, right->data, left->size) == 0);
}

static async__container *container_in(const async_value *value)
{
    return value->kind == ASYNC_OBJECT ? async__container_of(value->object) : NULL;
}

/* Compares two values; containers that may be equal are entered instead. */
static async_status compare(async__walk *walk, const async_value *left, const async_value *right,
                            bool *equal)
{
    const async__container *container = container_in(left);
    const async__container *other = container_in(right);
    if (!container || !other || container == other) {
        *equal = equal_but_containers(left, right);
        return ASYNC_OK;
    }
    *equal = container->object.type == other->object.type && container->count == other->count;
    if (!*equal || !container->count)
        return ASYNC_OK;
    async_try(async__walk_enter(walk, container, "in comparison"));
    async__walk_top(walk)->other = other;
    return ASYNC_OK;
}

/* Compares the next items of two sequences, unless the level has ended. An `equal` of somebody else
 * may change them: nothing is kept. */
static async_status step_in_sequences(async__walk *walk, bool *equal)
{
    async__level *top = async__walk_top(walk);
    size_t position = top->position++;
    if (position >= top->container->count || position >= top->other->count) {
        *equal = top->container->count == top->other->count;
        walk->depth--;
        return ASYNC_OK;
    }
    return compare(walk, &async__items_of(top->container)[position],
                   &async__items_of(top->other)[position], equal);
}

/* Looks for the next key in the other table. Keys hold no tables, so this goes no deeper. */
static async_status step_in_tables(async__walk *walk, bool *equal)
{
    async__level *top = async__walk_top(walk);
    const async__table *table = async__table_of(&top->container->object);
    async__entry *entry = async__next_entry(table, &top->position);
    async__entry *found = NULL;
    if (!entry) {
        walk->depth--;
        return ASYNC_OK;
    }
    async_try(
        async__table_find(async__table_of(&top->other->object), &entry->key, entry->hash, &found));
    *equal = found != NULL;
    if (!found || async__kind_of(top->container) == ASYNC__SET)
        return ASYNC_OK;
    return compare(walk, &entry->value, &found->value, equal);
}

async_status async_value_equal(const async_value *left, const async_value *right, bool *equal)
{
    async__walk walk = {0};
    async_status status = compare(&walk, left, right, equal);
    while (walk.depth && *equal && !async_failed(status)) {
        if (async__is_sequence(async__walk_top(&walk)->container))
            status = step_in_sequences(&walk, equal);
        else
            status = step_in_tables(&walk, equal);
    }
    async__walk_end(&walk);
    *equal = *equal && !async_failed(status);
    return status;
}

/* Spreads what differs in a few bits over all of them (the finalizer of SplitMix64). */
static uint64_t spread(uint64_t bits)
{
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

static uint64_t hash_data(const char *data, size_t size)
{
    uint64_t hash = size;
    for (; size >= sizeof hash; data += sizeof hash, size -= sizeof hash) {
        uint64_t word;
        memcpy(&word, data, sizeof word);
        hash = spread(hash ^ word);
    }
    uint64_t rest = 0;
    if (size)
        memcpy(&rest, data, size);
    return spread(hash ^ rest);
}

static uint64_t hash_number(const async_value *value)
{
    int64_t integer;
    uint64_t bits;
    if (to_integer(value, &integer))
        return spread((uint64_t)integer);
    memcpy(&bits, &value->number, sizeof bits);
    return spread(bits);
}

typedef struct hashing {
    const async_object *object;
    uint64_t hash;
    async_status status;
} hashing;

static void call_hash(void *argument)
{
    hashing *asked = argument;
    asked->status = asked->object->type->hash(asked->object, &asked->hash);
}

static async_status hash_object(const async_object *object, uint64_t *hash)
{
    hashing asked = {object, spread((uintptr_t)object), ASYNC_OK};
    if (object && object->type->hash)
        async__call_apart(call_hash, &asked);
    *hash = asked.hash;
    return asked.status;
}

/* Hashes a value; a tuple is entered instead. */
static async_status hash_or_enter(async__walk *walk, const async_value *value, uint64_t *hash)
{
    const async__container *container = container_in(value);
    if (container && async__kind_of(container) == ASYNC__TUPLE)
        return async__walk_enter(walk, container, "while hashing");
    if (value->kind == ASYNC_OBJECT)
        return hash_object(value->object, hash);
    if (value->kind == ASYNC_RECORD)
        return async_raise(async_TypeError, "unhashable type: '%s'", async_value_type_name(value));
    if (is_number(value))
        *hash = hash_number(value);
    else
        *hash = value->kind == ASYNC_NONE ? 1 : hash_data(value->data, value->size);
    return ASYNC_OK;
}

/* The next item of the innermost tuple; or its hash becomes that of an item of the one outside. */
static async_status step_in_tuple(async__walk *walk, uint64_t *hash)
{
    async__level *top = async__walk_top(walk);
    size_t depth = walk->depth;
    if (top->position < top->container->count) {
        async_try(hash_or_enter(walk, &async__items_of(top->container)[top->position++], hash));
        if (walk->depth > depth)
            return ASYNC_OK;
    } else {
        *hash = spread(top->hash + top->container->count);
        walk->depth--;
    }
    top = async__walk_top(walk);
    if (top)
        top->hash = (top->hash ^ *hash) * 0x9e3779b97f4a7c15;
    return ASYNC_OK;
}

async_status async_value_hash(const async_value *value, uint64_t *hash)
{
    async__walk walk = {0};
    *hash = 0;
    async_status status = hash_or_enter(&walk, value, hash);
    while (walk.depth && !async_failed(status))
        status = step_in_tuple(&walk, hash);
    async__walk_end(&walk);
    return status;
}
