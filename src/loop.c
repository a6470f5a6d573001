#include "loop.h"

#include "port/outside.h"
#include "timers.h"

#include <asyncfor/run.h>
#include <math.h>

/* A drain gives the host its turn after so long, in milliseconds. */
static const double drain_limit = 1;

/* Reading the clock costs more than a switch: it is read once for so many. */
enum { CLOCK_INTERVAL = 32 };

static async__frame *first_ready;
static async__frame **last_link = &first_ready;
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
    if (!isnan(virtual_now) && !first_ready && isfinite(async__timers_next()))
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

static void enqueue(async__frame *frame)
{
    frame->next_ready = NULL;
    *last_link = frame;
    last_link = &frame->next_ready;
}

static async__frame *dequeue(void)
{
    async__frame *frame = first_ready;
    first_ready = frame->next_ready;
    if (!first_ready)
        last_link = &first_ready;
    return frame;
}

void async__loop_ready(async__frame *frame)
{
    enqueue(frame);
    request_wakeup(0, 0);
}

async_status async__loop_ready_after(async__frame *frame, double milliseconds)
{
    double now = async__loop_time();
    async_try(async__timers_add(frame, now + milliseconds));
    request_wakeup(now, now + milliseconds);
    return ASYNC_OK;
}

static void enqueue_due(double now)
{
    for (async__frame *due; (due = async__timers_take_due(now));)
        enqueue(due);
}

ASYNC__APART(asyncfor_drain) void async__loop_drain(void)
{
    draining = true;
    wakeup_at = INFINITY;
    jump();
    double now = async__loop_time();
    drain_end = now + drain_limit;
    enqueue_due(now);
    for (uint32_t switches = 1; first_ready && now < drain_end; switches++) {
        async__frame_run(dequeue());
        if (!first_ready || switches % CLOCK_INTERVAL == 0) {
            now = async__loop_time();
            enqueue_due(now);
        }
    }
    draining = false;
    if (first_ready)
        request_wakeup(0, 0);
    else if (isfinite(async__timers_next()))
        request_wakeup(now, async__timers_next());
}

void async__loop_stop(void)
{
    drain_end = -INFINITY;
}
