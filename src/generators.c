#include "generators.h"

#include "future.h"

/* Those that somebody holds, and have not come to their end. */
static async__ring live = ASYNC__RING(live);

/* Those that were dropped, and have not come to their end. */
static async__ring dropped = ASYNC__RING(dropped);

/* Settled when there are none of these any more. Borrowed, or NULL. */
static async__future *none_dropped;

void async__generators_remove(async__generator *generator)
{
    async__link_remove(&generator->live);
}

void async__generators_add(async__generator *generator)
{
    async__ring_append(&live, &generator->live);
}

void async__generators_add_dropped(async__generator *generator)
{
    async__generators_remove(generator);
    async__ring_append(&dropped, &generator->live);
}

async_object *async__generators_take(void)
{
    if (async__ring_empty(&live))
        return NULL;
    async__generator *generator = ASYNC__OWNER(async__ring_take(&live), async__generator, live);
    return async_retain(&generator->frame.head.object);
}

/* Once the last has ended, whoever waits for that goes on. */
void async__generators_remove_dropped(async__generator *generator)
{
    async__generators_remove(generator);
    if (!async__ring_empty(&dropped) || !none_dropped)
        return;
    async__future_resolve(none_dropped, async_none());
    none_dropped = NULL;
}

void async__generators_cancel_dropped(void)
{
    for (async__link *each = dropped.next; each != &dropped; each = each->next) {
        async__frame *frame = &ASYNC__OWNER(each, async__generator, live)->frame;
        if (frame->task == frame)
            (void)async__frame_cancel(frame);
    }
}

async_owned async__generators_dropped(void)
{
    if (async__ring_empty(&dropped))
        return (async_owned){NULL, ASYNC_OK};
    none_dropped = async__future_create();
    if (!none_dropped)
        return (async_owned){NULL, async__no_memory()};
    return (async_owned){&none_dropped->object, ASYNC_OK};
}
