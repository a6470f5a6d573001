/**
 * @file task.h
 * Tasks: coroutines that the loop drives (asyncio.Task).
 */
#ifndef ASYNCFOR_TASK_H
#define ASYNCFOR_TASK_H

#include "future.h"

/**
 * A task for a coroutine object: its first step is ready. It holds itself until it has ended.
 * @param coroutine taken. @return new; MemoryError.
 */
async_owned async__task_create(async_object *coroutine);

/** Any task that has not ended, and is not `other`. @return borrowed; NULL: there is none. */
async_object *async__task_any(const async_object *other);

/** Cancels all tasks. @param cancelled a list, to which they are added as far as there is memory.
 */
void async__task_cancel_all(async_object *cancelled);

#endif
