/**
 * @file loop.h
 * The event loop's part in C: what is ready, and what waits for a time.
 *
 * The host's loop is the loop. Here is the queue of what can go on, first come first served, and
 * the heap of timers, by deadline and then by order of arrival (as in asyncio).
 */
#ifndef ASYNCFOR_LOOP_H
#define ASYNCFOR_LOOP_H

#include "timers.h"

/**
 * Puts a callback at the back of the ready queue (asyncio's call_soon). It runs before the host
 * goes on with anything else but what has brought it here, unless that has been so many times in a
 * row.
 */
void async__loop_ready(async__callback *callback);

/** The same, for what gives way: the host, too, gets its turn. */
void async__loop_ready_behind_host(async__callback *callback);

/** Puts all callbacks of a list at the back of the ready queue, in their order. */
void async__loop_ready_all(async__ring *list);

/**
 * Puts a timer's callback at the back of the ready queue after a time (asyncio's call_later).
 * @return OK or MemoryError.
 */
async_status async__loop_ready_after(async__timer *timer, double milliseconds) ASYNC_MUST_CHECK;

/** Takes a timer back, due or not. */
void async__loop_cancel(async__timer *timer);

/** The time on the loop's clock, in milliseconds. */
double async__loop_time(void);

/** Runs what is ready, for a millisecond at most, and asks the host for the next wake-up. */
void async__loop_drain(void);

/** Ends the drain that is under way before anything else that is ready gets its turn. */
void async__loop_stop(void);

#endif
