#include "timers.h"

#include "memory.h"

#include <math.h>

typedef struct timer {
    double deadline;
    uint32_t order;
    async__frame *frame;
} timer;

static timer *heap;
static uint32_t count;
static uint32_t capacity;
static uint32_t arrivals;

/* The difference of two orders stays right when the counter wraps around. */
static bool before(const timer *left, const timer *right)
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
    timer *moved = async__reallocate(heap, larger * sizeof *heap);
    if (!moved)
        return async__no_memory();
    heap = moved;
    capacity = larger;
    return ASYNC_OK;
}

async_status async__timers_add(async__frame *frame, double deadline)
{
    async_try(reserve());
    timer added = {deadline, arrivals++, frame};
    uint32_t place = count++;
    while (place > 0 && before(&added, &heap[(place - 1) / 2])) {
        heap[place] = heap[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    heap[place] = added;
    return ASYNC_OK;
}

double async__timers_next(void)
{
    return count ? heap[0].deadline : (double)INFINITY;
}

static void remove_first(void)
{
    timer last = heap[--count];
    uint32_t place = 0;
    for (;;) {
        uint32_t child = 2 * place + 1;
        if (child >= count)
            break;
        if (child + 1 < count && before(&heap[child + 1], &heap[child]))
            child++;
        if (!before(&heap[child], &last))
            break;
        heap[place] = heap[child];
        place = child;
    }
    heap[place] = last;
}

async__frame *async__timers_take_due(double now)
{
    if (!count || heap[0].deadline > now)
        return NULL;
    async__frame *frame = heap[0].frame;
    remove_first();
    if (!count) {
        async__free(heap);
        heap = NULL;
        capacity = 0;
    }
    return frame;
}
