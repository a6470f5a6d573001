/**
 * @file loop.h
 * The event loop's part in C: what is ready, and what waits for a time.
 *
 * The host's loop is the loop. Here is the queue of coroutines that can go on, first come first
 * served, and the heap of timers, by deadline and then by order of arrival (as in asyncio).
 */
#ifndef ASYNCFOR_LOOP_H
#define ASYNCFOR_LOOP_H

#include "coroutine.h"

/** Puts a coroutine that awaits at the back of the ready queue. */
void async__loop_ready(async__frame *frame);

/**
 * Makes a coroutine ready after a time.
 * @return OK or MemoryError.
 */
async_status async__loop_ready_after(async__frame *frame, double milliseconds) ASYNC_MUST_CHECK;

/** Runs what is ready, for a millisecond at most, and asks the host for the next wake-up. */
void async__loop_drain(void);

/** Ends the drain that is under way before the next coroutine gets its turn. */
void async__loop_stop(void);

/** The time that timers go by, in milliseconds. */
double async__loop_time(void);

#endif
