/**
 * @file context.h
 * The switch on a native machine: each coroutine runs on a C stack of its own.
 */
#ifndef ASYNCFOR_PORT_HOST_CONTEXT_H
#define ASYNCFOR_PORT_HOST_CONTEXT_H

#include "coroutine.h"

/** Goes on with a context from where it stands, until it is suspended or its body returns. */
void async__context_go(async__context *context);

/** True while the coroutine has kept to its stack. */
bool async__context_sufficed(const async__context *context);

/** Ends the process: the coroutine has used more than it has. */
_Noreturn void async__overflowed(const async__frame *frame);

static inline bool async__enter(async__frame *frame)
{
    async__context_go(&frame->context);
    if (__builtin_expect(!async__context_sufficed(&frame->context), 0))
        async__overflowed(frame);
    return frame->context.returned;
}

#endif
