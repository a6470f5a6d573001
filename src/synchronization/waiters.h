/**
 * @file waiters.h
 * Those who wait in a row for the same thing, first come first served.
 */
#ifndef ASYNCFOR_SYNCHRONIZATION_WAITERS_H
#define ASYNCFOR_SYNCHRONIZATION_WAITERS_H

#include "future.h"

/** A row. Each who waits stands in it by a node on its own stack. */
typedef async__ring async__waiters;

/**
 * Waits at the end of the row.
 * @param woken whether it was woken: with an error, too, if it was cancelled at the same time.
 * @return OK; CancelledError; MemoryError.
 */
async_status async__waiters_wait(async_coroutine *here, async__waiters *row,
                                 bool *woken) ASYNC_MUST_CHECK;

/** Wakes the first unless it is woken or cancelled already; it keeps its place. */
void async__waiters_wake_first(async__waiters *row);

/** Takes the first who is neither woken nor cancelled out of the row, and wakes it. */
void async__waiters_wake_next(async__waiters *row);

/** Wakes all. */
void async__waiters_wake_all(async__waiters *row);

/** True if all who stand there were cancelled. */
bool async__waiters_cancelled(const async__waiters *row);

#endif
