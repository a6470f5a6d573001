#include "waits.h"

#include "format.h"
#include "function.h"
#include "future.h"
#include "generator.h"

static const char *write(char text[ASYNC__LONGEST_WAIT], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    async__format(text, ASYNC__LONGEST_WAIT, format, arguments);
    va_end(arguments);
    return text;
}

/* The task that a future is, or NULL. */
static async__frame *frame_of_task(const async_object *object)
{
    const async__future *future = async__future_of((async_object *)(uintptr_t)object);
    return future ? future->frame : NULL;
}

const char *async__awaited_name(const async_object *awaited, char text[ASYNC__LONGEST_WAIT])
{
    const async__frame *task = frame_of_task(awaited);
    if (task)
        return write(text, "task '%s'", task->name);
    bool generator = awaited->type == &async__generator_type;
    if (!generator && awaited->type != &async__coroutine_type)
        return write(text, "%s", async_type_name(awaited));
    const async__frame *frame = (const async__frame *)(const void *)awaited;
    return write(text, "%s '%s'", generator ? "generator" : "coroutine", frame->name);
}

/* The coroutine of the same task that one has entered, and that is suspended in turn. */
static async__frame *entered_by(const async__frame *frame)
{
    async__frame *each = frame->task->innermost;
    while (each && each->awaiter != frame)
        each = each->awaiter;
    return each;
}

static const char *write_timer(const async__frame *frame, char text[ASYNC__LONGEST_WAIT])
{
    if (!frame->wakeup.place)
        return write(text, "its turn");
    double left = async__timers_deadline(&frame->wakeup) - async__loop_time();
    return write(text, "a timer, %lld ms to go", left > 0 ? (long long)left : 0LL);
}

const char *async__waits_for(const async__frame *frame, char text[ASYNC__LONGEST_WAIT])
{
    if (frame->head.state != ASYNC__AWAITING)
        return NULL;
    const async__frame *entered;
    switch ((async__suspension)frame->suspension) {
    case ASYNC__SUSPENSION_READY:
        return write(text, "its turn");
    case ASYNC__SUSPENSION_TIMER:
        return write_timer(frame, text);
    case ASYNC__SUSPENSION_FUTURE:
        return async__awaited_name(frame->waits_for, text);
    case ASYNC__SUSPENSION_PROMISE:
        return write(text, "JavaScript");
    case ASYNC__SUSPENSION_HAND:
        return write(text, "who drives it by hand");
    case ASYNC__SUSPENSION_NONE:
        break;
    }
    entered = entered_by(frame);
    return entered ? async__awaited_name(&entered->head.object, text) : NULL;
}

async__frame *async__waited_for(const async__frame *frame, size_t *index)
{
    if (frame->head.state != ASYNC__AWAITING)
        return NULL;
    if (frame->suspension == ASYNC__SUSPENSION_NONE)
        return (*index)++ ? NULL : entered_by(frame);
    if (frame->suspension != ASYNC__SUSPENSION_FUTURE)
        return NULL;
    const async_type *type = frame->waits_for->type;
    if (!type->waits_for)
        return (*index)++ ? NULL : frame_of_task(frame->waits_for);
    for (;;) {
        const async_object *future = type->waits_for(frame->waits_for, (*index)++);
        async__frame *task = future ? frame_of_task(future) : NULL;
        if (task || !future)
            return task;
    }
}
