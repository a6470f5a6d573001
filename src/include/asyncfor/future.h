/**
 * @file future.h
 * Futures and tasks (asyncio): an outcome that comes later.
 *
 * A future and a task are objects that can be awaited, any number of times and by any number of
 * coroutines. An error that nobody has seen when one is dropped is told to the exception handler.
 */
#ifndef ASYNCFOR_PUBLIC_FUTURE_H
#define ASYNCFOR_PUBLIC_FUTURE_H

#include <asyncfor/object.h>

ASYNC__C_BEGIN

/** A future that is not done (asyncio.Future). @return new; MemoryError. */
async_owned async_future_new(void) ASYNC_MUST_CHECK;

/**
 * Settles a future with a result. Those who wait for it go on in the order in which they came.
 * @param future borrowed. @param result taken; text, strings and bytes are copied.
 * @return OK; InvalidStateError if it is done; TypeError for what is no future; RuntimeError for a
 * task, whose outcome is its coroutine's.
 */
async_status async_future_set_result(async_object *future, async_value result) ASYNC_MUST_CHECK;

/**
 * Settles a future with an error (asyncio's set_exception).
 * @param future borrowed. @param error taken.
 * @return as async_future_set_result(); TypeError for a StopIteration.
 */
async_status async_future_set_error(async_object *future, async_error *error) ASYNC_MUST_CHECK;

/**
 * What a future or a task has come to, without waiting.
 * @param future borrowed. @param result where it goes, new. @return OK; its error; CancelledError;
 * InvalidStateError if it is not done; TypeError for what is no future.
 */
async_status async_future_result(async_object *future, async_value *result) ASYNC_MUST_CHECK;

/** Tells whether there is an outcome (asyncio's done). @param future borrowed. @return true for a
 * future or a task that has its outcome. */
bool async_done(const async_object *future);

/** Tells whether the outcome is that it was cancelled (asyncio's cancelled). @param future
 * borrowed.
 * @return true for a future or a task that was. */
bool async_cancelled(const async_object *future);

/**
 * Cancels a future or a task (asyncio's cancel). A future is done at once. In a task
 * CancelledError is raised at its innermost await, when its turn comes; what it awaits is
 * cancelled, too, if it is a future or a task. A task that has not started never does.
 * @param future borrowed. @return false if it was done already.
 */
bool async_cancel(async_object *future);

/**
 * Makes a task of an awaitable: it runs on its own, from the next turn of the loop on
 * (asyncio.create_task). It lives until it ends, whether anybody refers to it or not.
 * @param awaitable taken; a future or a task is given back as it is.
 * @return new: the task; MemoryError; TypeError for what cannot be awaited.
 */
async_owned async_spawn(async_owned awaitable) ASYNC_MUST_CHECK;

/** The task that runs (asyncio.current_task). @return borrowed; NULL: none. */
async_object *async_current_task(void);

/** How many requests to cancel the task were not taken back (asyncio.Task.cancelling). @param task
 * borrowed. @return 0 for what is no task. */
uint32_t async_task_cancelling(const async_object *task);

/** Takes one such request back (asyncio.Task.uncancel). @param task borrowed. @return how many are
 * left. */
uint32_t async_task_uncancel(async_object *task);

/**
 * Runs awaitables at the same time and gives a list of their results, in their order
 * (asyncio.gather): `async_gather(async_new(a), async_new(b))`. The first error is that
 * of the whole, while the others go on. Cancelling the whole cancels all.
 * @return new: an awaitable; MemoryError; TypeError for what cannot be awaited.
 */
#define async_gather(...)                                                                   \
    __extension__({                                                                         \
        async_owned async__gathered[] = {__VA_ARGS__};                                      \
        async_gather_all(sizeof async__gathered / sizeof *async__gathered, async__gathered, \
                         false);                                                            \
    })

/**
 * async_gather() for any number.
 * @param count how many. @param awaitables as many, each taken.
 * @param return_exceptions true: errors become results.
 * @return as async_gather().
 */
async_owned async_gather_all(size_t count, const async_owned *awaitables,
                             bool return_exceptions) ASYNC_MUST_CHECK;

/**
 * Protects an awaitable from being cancelled (asyncio.shield): cancelling whoever awaits the
 * shield leaves what is behind it running.
 * @param awaitable taken. @return new: an awaitable; MemoryError; TypeError for what cannot be
 * awaited.
 */
async_owned async_shield(async_owned awaitable) ASYNC_MUST_CHECK;

/**
 * Awaits with a limit (asyncio.wait_for): after it, what is awaited is cancelled, and TimeoutError
 * raised.
 * @param awaitable taken. @param seconds 0 or less: only what is done already is in time.
 * @return new: an awaitable; MemoryError.
 */
async_owned async_wait_for(async_owned awaitable, double seconds) ASYNC_MUST_CHECK;

ASYNC__C_END

#endif
