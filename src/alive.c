#include "coroutine.h"
#include "port/linked.h"

ASYNC__LINK_WITH(async__face_of_debugging)

/* All lives that have not ended, the oldest first. */
static async__ring alive = ASYNC__RING(alive);
const char *async__made_at;

async__frame *async__alive_behind(const async__frame *frame)
{
    async__link *next = frame ? frame->life.link.next : alive.next;
    return next == &alive ? NULL : ASYNC__OWNER(next, async__frame, life.link);
}

void async__life_begin(async__life *life)
{
    life->made_at = async__made_at;
    life->since = async__loop_time();
    async__made_at = NULL;
    async__ring_append(&alive, &life->link);
}

void async__life_end(async__life *life)
{
    async__link_remove(&life->link);
}
