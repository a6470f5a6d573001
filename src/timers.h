/**
 * @file timers.h
 * A heap of timers, by deadline and then by order of arrival.
 */
#ifndef ASYNCFOR_TIMERS_H
#define ASYNCFOR_TIMERS_H

#include "callback.h"

#include <asyncfor/status.h>

/** A callback that becomes ready at a time. Part of whatever waits for it. */
typedef struct async__timer {
    async__callback callback;
    uint32_t place; /* In the heap, counted from 1; 0: not there. */
} async__timer;

/** Adds a timer. @param deadline on the loop's clock, in milliseconds. @return OK or MemoryError.
 */
async_status async__timers_add(async__timer *timer, double deadline) ASYNC_MUST_CHECK;

/** Takes a timer out, if it is there. */
void async__timers_remove(async__timer *timer);

/** The deadline of a timer that is there. */
double async__timers_deadline(const async__timer *timer);

/** The earliest deadline; infinity if there is none. */
double async__timers_next(void);

/** Takes out the earliest timer. @return NULL unless it is due at `now`. */
async__timer *async__timers_take_due(double now);

#endif
