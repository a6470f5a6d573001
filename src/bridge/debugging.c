/* What a debug build tells JavaScript of its coroutines. */
#include "exports.h"
#include "trace.h"
#include "waits.h"

const char async__face_of_debugging = 0;

/* A coroutine, as JavaScript reads it. */
typedef struct living {
    const async__frame *frame;
    const char *name;
    const char *made_at;
    uint32_t state;
    const char *waits;
    double since;
} living;

/* The one that was made behind another, or the first. NULL: there are no more. */
const living *EXPORT(alive)(const async__frame *frame)
{
    static living found;
    static char waits[ASYNC__LONGEST_WAIT];
    const async__frame *each = async__alive_behind(frame);
    if (!each)
        return NULL;
    found = (living){.frame = each,
                     .name = each->name,
                     .made_at = each->life.made_at,
                     .state = each->head.state,
                     .waits = async__waits_for(each, waits),
                     .since = each->life.since};
    return &found;
}

/* The index-th coroutine that one waits for. NULL: there are no more. */
const async__frame *EXPORT(waited_for)(const async__frame *frame, size_t count)
{
    size_t index = 0;
    const async__frame *found;
    do
        found = async__waited_for(frame, &index);
    while (found && count--);
    return found;
}

__attribute__((import_module("asyncfor"), import_name("trace"))) void
async__js_trace(async_trace_kind kind, const async_object *coroutine, const char *name,
                const char *awaits, double time);

static void tell(const async_trace_event *event)
{
    async__js_trace(event->kind, event->coroutine, event->name, event->awaits, event->time);
}

void EXPORT(trace)(bool on)
{
    async_set_trace(on ? tell : NULL);
}
