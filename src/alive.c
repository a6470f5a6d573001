#include "coroutine.h"

async__ring async__alive = ASYNC__RING(async__alive);
const char *async__made_at;

void async__life_begin(async__life *life)
{
    life->made_at = async__made_at;
    async__made_at = NULL;
    async__ring_append(&async__alive, &life->link);
}

void async__life_end(async__life *life)
{
    async__link_remove(&life->link);
}

/* A coroutine, as JavaScript reads it. */
typedef struct living {
    const async__frame *frame;
    const char *name;
    const char *made_at;
    uint32_t state;
} living;

const living *async__alive_behind(const async__frame *frame);

/* The one that was made behind another, or the first. NULL: there are no more. */
ASYNC__APART(asyncfor_alive) const living *async__alive_behind(const async__frame *frame)
{
    static living found;
    const async__link *next = frame ? frame->life.link.next : async__alive.next;
    if (next == &async__alive)
        return NULL;
    const async__frame *each = ASYNC__OWNER(next, async__frame, life.link);
    found = (living){each, each->name, each->life.made_at, each->head.state};
    return &found;
}
