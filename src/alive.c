#include "coroutine.h"
#include "port/linked.h"

ASYNC__LINK_WITH(async__face_of_debugging)

async__ring async__alive = ASYNC__RING(async__alive);
const char *async__made_at;

void async__life_begin(async__life *life)
{
    life->made_at = async__made_at;
    life->since = async__loop_time();
    async__made_at = NULL;
    async__ring_append(&async__alive, &life->link);
}

void async__life_end(async__life *life)
{
    async__link_remove(&life->link);
}
