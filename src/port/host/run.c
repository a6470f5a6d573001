/* The loop itself: here main() is no coroutine, and nothing else runs the loop. */
#include "port/run.h"

#include "error.h"
#include "loop.h"
#include "outside.h"

static bool running;

bool async__in_main(void)
{
    return !running && !async__current;
}

static void stop(async__callback *callback)
{
    (void)callback;
    async__loop_stop();
}

/* Among the callbacks of what main() waits for. */
static async__callback done = {.run = stop};

static async_status run_until_done(const async__future *future)
{
    while (!async__future_done(future)) {
        if (!async__await_wakeup())
            return async_raise(async_RuntimeError,
                               "every coroutine waits, and nothing is left that could wake one");
        async__loop_drain();
    }
    return ASYNC_OK;
}

async_status async__wait_in_main(async__future *future)
{
    async__ring_append(&future->callbacks, &done.link);
    running = true;
    async_status status = run_until_done(future);
    running = false;
    async__link_remove(&done.link);
    return status;
}
