#include "generators.h"

#include "future.h"

/* Those that somebody holds, and have not come to their end. */
static async__generator *first_live;

/* Those that were dropped, and have not come to their end. */
static async__generator *first_dropped;

/* Settled when there are none of these any more. Borrowed, or NULL. */
static async__future *none_dropped;

static void list(async__generator *generator, async__generator **first)
{
    generator->next_live = *first;
    generator->live_link = first;
    if (*first)
        (*first)->live_link = &generator->next_live;
    *first = generator;
}

void async__generators_remove(async__generator *generator)
{
    if (!generator->live_link)
        return;
    *generator->live_link = generator->next_live;
    if (generator->next_live)
        generator->next_live->live_link = generator->live_link;
    generator->live_link = NULL;
}

void async__generators_add(async__generator *generator)
{
    list(generator, &first_live);
}

void async__generators_add_dropped(async__generator *generator)
{
    async__generators_remove(generator);
    list(generator, &first_dropped);
}

async_object *async__generators_take(void)
{
    async__generator *generator = first_live;
    if (!generator)
        return NULL;
    async__generators_remove(generator);
    return async_retain(&generator->frame.head.object);
}

/* Once the last has ended, whoever waits for that goes on. */
void async__generators_remove_dropped(async__generator *generator)
{
    async__generators_remove(generator);
    if (first_dropped || !none_dropped)
        return;
    async__future_resolve(none_dropped, async_none());
    none_dropped = NULL;
}

void async__generators_cancel_dropped(void)
{
    for (async__generator *each = first_dropped; each; each = each->next_live)
        if (each->frame.task == &each->frame)
            (void)async__frame_cancel(&each->frame);
}

async_owned async__generators_dropped(void)
{
    if (!first_dropped)
        return (async_owned){NULL, ASYNC_OK};
    none_dropped = async__future_create();
    if (!none_dropped)
        return (async_owned){NULL, async__no_memory()};
    return (async_owned){&none_dropped->object, ASYNC_OK};
}
