/**
 * @file trace.h
 * Where a debug build tells what coroutines do.
 */
#ifndef ASYNCFOR_TRACE_H
#define ASYNCFOR_TRACE_H

#include "coroutine.h"

#include <asyncfor/debug.h>

#ifdef ASYNCFOR_DEBUG

/** Something happens to a coroutine. @param awaited what it awaits, borrowed; or NULL. */
void async__trace(async__frame *frame, async_trace_kind kind, const async_object *awaited);

#else

static inline void async__trace(async__frame *frame, async_trace_kind kind,
                                const async_object *awaited)
{
    (void)frame;
    (void)kind;
    (void)awaited;
}

#endif

/** A coroutine has been left. */
static inline void async__trace_left(async__frame *frame)
{
    bool waits = frame->head.state == ASYNC__AWAITING;
    async__trace(frame, waits ? ASYNC_TRACE_SUSPEND : ASYNC_TRACE_SETTLE, NULL);
}

#endif
