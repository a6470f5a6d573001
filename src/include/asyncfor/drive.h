/**
 * @file drive.h
 * Driving a coroutine by hand, without the loop (PEP 492's send, throw and close).
 *
 * These work on a coroutine object that nobody awaits, and on the awaitables of async_anext(),
 * async_asend(), async_athrow() and async_aclose(). They do not suspend their caller.
 */
#ifndef ASYNCFOR_DRIVE_H
#define ASYNCFOR_DRIVE_H

#include <asyncfor/scope.h>

ASYNC__C_BEGIN

/**
 * Starts or resumes a coroutine; what is sent reaches its innermost await.
 * @param coroutine borrowed. @param value taken. @param yielded where it goes, new: what the
 * coroutine is suspended with, which is none where it gives way and a future where it waits for
 * one; with STOP, its result.
 * @return OK if it is suspended; STOP if it has returned; its error, which is an error of its own
 * and not STOP when it raises StopAsyncIteration; TypeError for a value other
 * than none that is sent to one that has not started; RuntimeError for one that has ended or is
 * awaited; ValueError for one that is executing.
 */
async_status async_send(async_object *coroutine, async_value value,
                        async_value *yielded) ASYNC_MUST_CHECK;

/**
 * The same, raising an error at the innermost await.
 * @param coroutine borrowed. @param error taken. @param yielded as for async_send().
 * @return as async_send().
 */
async_status async_throw(async_object *coroutine, async_error *error,
                         async_value *yielded) ASYNC_MUST_CHECK;

/**
 * Ends a coroutine: GeneratorExit is raised at its innermost await. One that has ended stays so;
 * the body of one that has not started never runs.
 * @param coroutine borrowed.
 * @return OK; an error that its cleanup raised; RuntimeError if it suspends again.
 */
async_status async_close(async_object *coroutine) ASYNC_MUST_CHECK;

async_status async__suspend_with(async_coroutine *here, async_value value,
                                 async_value *received) ASYNC_MUST_CHECK;

/**
 * Suspends to whatever drives the task, as the bare `yield` of an `__await__` does. The loop takes
 * none, for which it gives way once, and a future, for which it waits; anything else is a
 * RuntimeError raised here. One who drives by hand gets the value.
 * @param value taken. @param received where what is sent goes, new; NULL drops it.
 * @return OK; what is thrown in; RuntimeError for what the loop does not take.
 */
#define async_suspend(value, received) \
    async__suspend_with(async__here("await"), async_value_of(value), received)

ASYNC__C_END

#endif
