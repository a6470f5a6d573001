/* The hook that is told what coroutines do, and since when they do it. */
#include "trace.h"

#include "loop.h"
#include "waits.h"

#ifdef ASYNCFOR_DEBUG

static async_trace_hook *hook;

static void tell(void *event)
{
    hook(event);
}

void async__trace(async__frame *frame, async_trace_kind kind, const async_object *awaited)
{
    char waits[ASYNC__LONGEST_WAIT];
    double now = async__loop_time();
    frame->life.since = now;
    if (!hook)
        return;
    async_trace_event event = {
        .kind = kind, .coroutine = &frame->head.object, .name = frame->name, .time = now};
    if (kind == ASYNC_TRACE_SUSPEND)
        event.awaits = async__waits_for(frame, waits);
    else if (awaited)
        event.awaits = async__awaited_name(awaited, waits);
    async__call_apart(tell, &event);
}

bool async_set_trace(async_trace_hook *new_hook)
{
    hook = new_hook;
    return true;
}

#else

bool async_set_trace(async_trace_hook *new_hook)
{
    (void)new_hook;
    return false;
}

#endif
