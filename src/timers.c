#include "timers.h"

#include "error.h"
#include "memory.h"

#include <math.h>

typedef struct entry {
    double deadline;
    uint32_t order;
    async__timer *timer;
} entry;

static entry *heap;
static uint32_t count;
static uint32_t capacity;
static uint32_t arrivals;

/* The difference of two orders stays right when the counter wraps around. */
static bool before(const entry *left, const entry *right)
{
    if (left->deadline != right->deadline)
        return left->deadline < right->deadline;
    return (int32_t)(left->order - right->order) < 0;
}

static async_status reserve(void)
{
    if (count < capacity)
        return ASYNC_OK;
    uint32_t larger = capacity ? capacity * 2 : 16;
    entry *moved = async__grow(heap, count * sizeof *heap, larger * sizeof *heap);
    if (!moved)
        return async__no_memory();
    heap = moved;
    capacity = larger;
    return ASYNC_OK;
}

static void put(uint32_t place, entry moved)
{
    heap[place] = moved;
    moved.timer->place = place + 1;
}

/* Finds the place of an entry at or above a free place, and at or below it. */
static void sift(uint32_t place, entry moved)
{
    while (place > 0 && before(&moved, &heap[(place - 1) / 2])) {
        put(place, heap[(place - 1) / 2]);
        place = (place - 1) / 2;
    }
    for (;;) {
        uint32_t child = 2 * place + 1;
        if (child >= count)
            break;
        if (child + 1 < count && before(&heap[child + 1], &heap[child]))
            child++;
        if (!before(&heap[child], &moved))
            break;
        put(place, heap[child]);
        place = child;
    }
    put(place, moved);
}

async_status async__timers_add(async__timer *timer, double deadline)
{
    async_try(reserve());
    count++;
    sift(count - 1, (entry){deadline, arrivals++, timer});
    return ASYNC_OK;
}

void async__timers_remove(async__timer *timer)
{
    if (!timer->place)
        return;
    uint32_t place = timer->place - 1;
    timer->place = 0;
    count--;
    if (place < count)
        sift(place, heap[count]);
    if (count)
        return;
    async__free(heap);
    heap = NULL;
    capacity = 0;
}

double async__timers_deadline(const async__timer *timer)
{
    return heap[timer->place - 1].deadline;
}

double async__timers_next(void)
{
    return count ? heap[0].deadline : (double)INFINITY;
}

async__timer *async__timers_take_due(double now)
{
    if (!count || heap[0].deadline > now)
        return NULL;
    async__timer *timer = heap[0].timer;
    async__timers_remove(timer);
    return timer;
}
