#include "loop.h"

#include "port/context.h"
#include "port/outside.h"

#include <asyncfor/run.h>
#include <math.h>

/* A drain gives the host its turn after so long, in milliseconds. */
static const double drain_limit = 1;

/* Reading the clock costs more than a switch: it is read once for so many, and for timers. */
enum { CLOCK_INTERVAL = 32 };

/* So many wake-ups in a row come before the host gets its turn. */
enum { SOON_IN_A_ROW = 64 };

/* The deadline of a wake-up that comes before that. */
enum { SOON = -1 };

static async__ring ready = ASYNC__RING(ready);
static bool draining;
static double drain_end;
static double wakeup_at = INFINITY;
static uint32_t soon_in_a_row;

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

static void request_wakeup_soon(void)
{
    if (soon_in_a_row == SOON_IN_A_ROW) {
        request_wakeup(0, 0);
    } else if (!draining && wakeup_at != SOON) {
        wakeup_at = SOON;
        soon_in_a_row++;
        async__request_wakeup_soon();
    }
}

void async__loop_ready(async__callback *callback)
{
    async__ring_append(&ready, &callback->link);
    request_wakeup_soon();
}

void async__loop_ready_behind_host(async__callback *callback)
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

static bool has_timers(void)
{
    return isfinite(async__timers_next());
}

/* @return the time, at which all that is due has been made ready. */
static double look_at_clock(void)
{
    double now = async__loop_time();
    for (async__timer *due; (due = async__timers_take_due(now));)
        async__ring_append(&ready, &due->callback.link);
    return now;
}

static void run_callback(void *callback)
{
    ((async__callback *)callback)->run(callback);
}

ASYNC__APART(asyncfor_drain) void async__loop_drain(void)
{
    draining = true;
    if (wakeup_at != SOON)
        soon_in_a_row = 0;
    wakeup_at = INFINITY;
    jump();
    double now = has_timers() ? look_at_clock() : -INFINITY;
    drain_end = INFINITY;
    for (uint32_t switches = 1; !async__ring_empty(&ready) && now < drain_end; switches++) {
        async__call_apart(run_callback, async__callback_take(&ready));
        bool late = switches % CLOCK_INTERVAL == 0;
        if (late || (async__ring_empty(&ready) && has_timers()))
            now = look_at_clock();
        if (late && drain_end == INFINITY)
            drain_end = now + drain_limit;
    }
    draining = false;
    if (!async__ring_empty(&ready))
        request_wakeup(0, 0);
    else if (has_timers())
        request_wakeup(async__loop_time(), async__timers_next());
}

void async__loop_stop(void)
{
    drain_end = -INFINITY;
}
