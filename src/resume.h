/**
 * @file resume.h
 * Resuming a coroutine, inline: for the functions that do it item by item. Each of them must be
 * ASYNC__APART, as async__frame_resume() is.
 */
#ifndef ASYNCFOR_RESUME_H
#define ASYNCFOR_RESUME_H

#include "generator.h"
#include "port/enter.h"
#include "trace.h"

/** As async__frame_resume(). */
static inline __attribute__((always_inline)) void async__frame_resume_inline(async__frame *frame)
{
    async_coroutine *outer = async__current;
    async__trace(frame, ASYNC_TRACE_ENTER, NULL);
    async__current = &frame->head;
    frame->head.state = ASYNC__RUNNING;
    uint32_t depth = async__depth;
    async__depth = depth + 1;
    bool returned = async__enter(frame);
    async__depth = depth;
    async__current = outer;
    if (__builtin_expect(returned, 0))
        async__frame_finish(frame);
    async__trace_left(frame);
}

/** True if the body stands at a yield, as mostly, and async__generator_resume() may be called. */
static inline bool async__generator_resumable(const async__generator *generator)
{
    return generator->frame.head.state == ASYNC__YIELDED && !generator->queue &&
           async__depth < ASYNC__MAXIMUM_DEPTH;
}

/**
 * Begins a plain request.
 * @return true if the body yielded: the item is in `frame.head.value`; false: it waits, or ended.
 */
static inline bool async__generator_resume(async__generator *generator, async__frame *task)
{
    async__frame *frame = &generator->frame;
    frame->head.value.header = 0;
    frame->head.status.error = NULL;
    frame->task = task;
    async__frame_resume_inline(frame);
    return __builtin_expect(frame->head.state == ASYNC__YIELDED, 1);
}

#endif
