/* The loop itself: here main() is no coroutine, and nothing else runs the loop. */
#include "port/run.h"

#include "loop.h"
#include "outside.h"

/* What waits for ever keeps what it holds: it is no leak. */
static async__frame *stuck;

static async_status give_up(async__frame *frame)
{
    frame->next_ready = stuck;
    stuck = frame;
    return async_raise(async_RuntimeError,
                       "every coroutine waits, and nothing is left that could wake one");
}

static void stop(async__frame *frame)
{
    (void)frame;
    async__loop_stop();
}

async_status async__run_until_ended(async__frame *frame)
{
    frame->on_outcome = stop;
    while (frame->head.state != ASYNC__ENDED) {
        if (!async__await_wakeup())
            return give_up(frame);
        async__loop_drain();
    }
    return ASYNC_OK;
}
