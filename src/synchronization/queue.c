/* A queue between coroutines (asyncio.Queue). */
#include "synchronization/waiters.h"

#include "error.h"
#include "memory.h"
#include "refuse.h"

#include <asyncfor/synchronization.h>

typedef struct queue_object {
    async_object object;
    async__waiters getters;
    async__waiters putters;
    async__waiters joiners;
    async_value *items; /* A ring of `capacity` values. Owned. */
    size_t capacity;
    size_t first;
    size_t size;
    size_t maximum; /* 0: none. */
    size_t unfinished;
} queue_object;

/* Where the item lies that is so far behind the first. */
static size_t place(const queue_object *own, size_t distance)
{
    size_t straight = own->first + distance;
    return straight < own->capacity ? straight : straight - own->capacity;
}

const async_error_type async_QueueEmpty[1] = {{"QueueEmpty", async_Exception}};
const async_error_type async_QueueFull[1] = {{"QueueFull", async_Exception}};

static void queue_drop(async_object *object)
{
    queue_object *own = (queue_object *)(void *)object;
    for (size_t i = 0; i < own->size; i++)
        async_value_release(own->items[place(own, i)]);
    async__free(own->items);
    async__free(own);
}

static const async_type queue_type = {.name = "Queue", .drop = queue_drop};

async_owned async_queue_new(size_t maximum)
{
    queue_object *created = async__allocate_zeroed(sizeof *created);
    if (!created)
        return (async_owned){NULL, async__no_memory()};
    created->object = (async_object){&queue_type, 1};
    created->maximum = maximum;
    async__ring_init(&created->getters);
    async__ring_init(&created->putters);
    async__ring_init(&created->joiners);
    return (async_owned){&created->object, ASYNC_OK};
}

static queue_object *queue_of(async_object *object)
{
    return object && object->type == &queue_type ? (queue_object *)(void *)object : NULL;
}

static bool full(const queue_object *own)
{
    return own->maximum && own->size >= own->maximum;
}

static async_status reserve(queue_object *own)
{
    if (own->size < own->capacity)
        return ASYNC_OK;
    size_t larger = own->capacity ? own->capacity * 2 : 8;
    if (larger > SIZE_MAX / sizeof *own->items)
        return async__no_memory();
    async_value *moved = async__allocate(larger * sizeof *moved);
    if (!moved)
        return async__no_memory();
    for (size_t i = 0; i < own->size; i++)
        moved[i] = own->items[place(own, i)];
    async__free(own->items);
    own->items = moved;
    own->capacity = larger;
    own->first = 0;
    return ASYNC_OK;
}

/* @param item taken, and owned. */
static async_status put(queue_object *own, async_value item)
{
    async_status status = full(own) ? async_raise(async_QueueFull, "%s", "") : reserve(own);
    if (async_failed(status)) {
        async_value_release(item);
        return status;
    }
    own->items[place(own, own->size)] = item;
    own->size++;
    own->unfinished++;
    async__waiters_wake_next(&own->getters);
    return ASYNC_OK;
}

static async_status get(queue_object *own, async_value *item)
{
    if (own->size == 0)
        return async_raise(async_QueueEmpty, "%s", "");
    *item = own->items[own->first];
    own->first = place(own, 1);
    own->size--;
    async__waiters_wake_next(&own->putters);
    return ASYNC_OK;
}

async_status async__queue_put_nowait(async_object *queue, async_value item)
{
    queue_object *own = queue_of(queue);
    if (own) {
        async_try(async_value_own(item, &item));
        return put(own, item);
    }
    async_value_release(item);
    return async__refuse("async_queue_put_nowait", "Queue", queue);
}

async_status async_queue_get_nowait(async_object *queue, async_value *item)
{
    queue_object *own = queue_of(queue);
    *item = async_none();
    return own ? get(own, item) : async__refuse("async_queue_get_nowait", "Queue", queue);
}

/* One who was woken and is cancelled instead passes it on. */
static async_status wait(async_coroutine *here, async__waiters *row, const queue_object *own,
                         bool (*is_possible)(const queue_object *))
{
    bool woken;
    async_status status = async__waiters_wait(here, row, &woken);
    if (async_failed(status) && woken && is_possible(own))
        async__waiters_wake_next(row);
    return status;
}

static bool has_items(const queue_object *own)
{
    return own->size > 0;
}

static bool has_room(const queue_object *own)
{
    return !full(own);
}

static async_status put_when_possible(async_coroutine *here, queue_object *own, async_value item)
{
    while (full(own)) {
        async_status status = wait(here, &own->putters, own, has_room);
        if (async_failed(status)) {
            async_value_release(item);
            return status;
        }
    }
    return put(own, item);
}

async_status async__queue_put(async_coroutine *here, async_object *queue, async_value item)
{
    queue_object *own = queue_of(queue);
    if (!own) {
        async_value_release(item);
        return async__refuse("async_queue_put", "Queue", queue);
    }
    async_try(async_value_own(item, &item));
    async_retain(queue);
    async_status status = put_when_possible(here, own, item);
    async_release(queue);
    return status;
}

static async_status get_when_possible(async_coroutine *here, queue_object *own, async_value *item)
{
    while (own->size == 0)
        async_try(wait(here, &own->getters, own, has_items));
    return get(own, item);
}

async_status async__queue_get(async_coroutine *here, async_object *queue, async_value *item)
{
    queue_object *own = queue_of(queue);
    *item = async_none();
    if (!own)
        return async__refuse("async_queue_get", "Queue", queue);
    async_retain(queue);
    async_status status = get_when_possible(here, own, item);
    async_release(queue);
    return status;
}

size_t async_queue_size(const async_object *queue)
{
    const queue_object *own = queue_of((async_object *)(uintptr_t)queue);
    return own ? own->size : 0;
}

async_status async_queue_task_done(async_object *queue)
{
    queue_object *own = queue_of(queue);
    if (!own)
        return async__refuse("async_queue_task_done", "Queue", queue);
    if (own->unfinished == 0)
        return async_raise(async_ValueError, "task_done() called too many times");
    if (--own->unfinished == 0)
        async__waiters_wake_all(&own->joiners);
    return ASYNC_OK;
}

async_status async__queue_join(async_coroutine *here, async_object *queue)
{
    queue_object *own = queue_of(queue);
    bool woken;
    if (!own)
        return async__refuse("async_queue_join", "Queue", queue);
    if (own->unfinished == 0)
        return ASYNC_OK;
    async_retain(queue);
    async_status status = async__waiters_wait(here, &own->joiners, &woken);
    async_release(queue);
    return status;
}
