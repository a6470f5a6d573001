/**
 * @file timers.h
 * A heap of timers, by deadline and then by order of arrival.
 */
#ifndef ASYNCFOR_TIMERS_H
#define ASYNCFOR_TIMERS_H

#include "coroutine.h"

/** Adds a timer. @param deadline on the port's clock, in milliseconds. @return OK or MemoryError.
 */
async_status async__timers_add(async__frame *frame, double deadline) ASYNC_MUST_CHECK;

/** The earliest deadline; infinity if there is none. */
double async__timers_next(void);

/** Takes out the earliest timer. @return NULL unless it is due at `now`. */
async__frame *async__timers_take_due(double now);

#endif
