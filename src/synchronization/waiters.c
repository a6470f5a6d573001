#include "synchronization/waiters.h"

#include "error.h"

typedef struct waiter {
    async__link link;
    async__future *future;
} waiter;

static async__future *future_of(const async__link *link)
{
    return ASYNC__OWNER((uintptr_t)link, waiter, link)->future;
}

async_status async__waiters_wait(async_coroutine *here, async__waiters *row, bool *woken)
{
    *woken = false;
    waiter own = {.future = async__future_create()};
    if (!own.future)
        return async__no_memory();
    async__ring_append(row, &own.link);
    async_value result = async_none();
    async_status status = async__future_wait(here, own.future);
    if (!async_failed(status))
        status = async__future_outcome(own.future, &result);
    async__link_remove(&own.link);
    *woken = own.future->state == ASYNC__FUTURE_FINISHED;
    async_release(&own.future->object);
    return status;
}

void async__waiters_wake_first(async__waiters *row)
{
    if (!async__ring_empty(row))
        async__future_resolve(future_of(row->next), async_none());
}

void async__waiters_wake_next(async__waiters *row)
{
    while (!async__ring_empty(row)) {
        async__future *future = future_of(async__ring_take(row));
        if (async__future_done(future))
            continue;
        async__future_resolve(future, async_none());
        return;
    }
}

void async__waiters_wake_all(async__waiters *row)
{
    for (async__link *each = row->next; each != row; each = each->next)
        async__future_resolve(future_of(each), async_none());
}

bool async__waiters_cancelled(const async__waiters *row)
{
    for (const async__link *each = row->next; each != row; each = each->next)
        if (future_of(each)->state != ASYNC__FUTURE_CANCELLED)
            return false;
    return true;
}
