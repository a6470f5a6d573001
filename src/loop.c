#include "loop.h"

#include "port/context.h"
#include "port/outside.h"

#include <asyncfor/run.h>
#include <math.h>

/* A drain gives the host its turn after so long, in milliseconds. */
static const double drain_limit = 1;

/* Reading the clock costs more than a switch: it is read once for so many. */
enum { CLOCK_INTERVAL = 32 };

static async__ring ready = ASYNC__RING(ready);
static bool draining;
static double drain_end;
static double wakeup_at = INFINITY;

/* The time of the virtual clock; NaN: the outside has the clock. */
static double virtual_now = NAN;

void async_use_virtual_clock(void)
{
    virtual_now = 0;
}

double async__loop_time(void)
{
    return isnan(virtual_now) ? async__clock() : virtual_now;
}

/* Nothing happens before the next deadline: the virtual clock jumps there. */
static void jump(void)
{
    if (!isnan(virtual_now) && async__ring_empty(&ready) && isfinite(async__timers_next()))
        virtual_now = fmax(virtual_now, async__timers_next());
}

/* Asks the host for a wake-up unless one comes early enough anyway. */
static void request_wakeup(double now, double deadline)
{
    if (draining || deadline >= wakeup_at)
        return;
    wakeup_at = deadline;
    async__request_wakeup(isnan(virtual_now) ? fmax(deadline - now, 0) : 0);
}

void async__loop_ready(async__callback *callback)
{
    async__ring_append(&ready, &callback->link);
    request_wakeup(0, 0);
}

void async__loop_ready_all(async__ring *list)
{
    while (!async__ring_empty(list))
        async__loop_ready(async__callback_take(list));
}

async_status async__loop_ready_after(async__timer *timer, double milliseconds)
{
    double now = async__loop_time();
    async_try(async__timers_add(timer, now + milliseconds));
    request_wakeup(now, now + milliseconds);
    return ASYNC_OK;
}

void async__loop_cancel(async__timer *timer)
{
    async__timers_remove(timer);
    async__link_remove(&timer->callback.link);
}

static void enqueue_due(double now)
{
    for (async__timer *due; (due = async__timers_take_due(now));)
        async__ring_append(&ready, &due->callback.link);
}

static void run_callback(void *callback)
{
    ((async__callback *)callback)->run(callback);
}

ASYNC__APART(asyncfor_drain) void async__loop_drain(void)
{
    draining = true;
    wakeup_at = INFINITY;
    jump();
    double now = async__loop_time();
    drain_end = now + drain_limit;
    enqueue_due(now);
    for (uint32_t switches = 1; !async__ring_empty(&ready) && now < drain_end; switches++) {
        async__call_apart(run_callback, async__callback_take(&ready));
        if (async__ring_empty(&ready) || switches % CLOCK_INTERVAL == 0) {
            now = async__loop_time();
            enqueue_due(now);
        }
    }
    draining = false;
    if (!async__ring_empty(&ready))
        request_wakeup(0, 0);
    else if (isfinite(async__timers_next()))
        request_wakeup(now, async__timers_next());
}

void async__loop_stop(void)
{
    drain_end = -INFINITY;
}
