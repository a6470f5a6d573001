/**
 * @file await.h
 * `await` in its two halves: finding out how a value is awaited, and doing it.
 */
#ifndef ASYNCFOR_AWAIT_H
#define ASYNCFOR_AWAIT_H

#include <asyncfor/scope.h>

/**
 * The first half: calls `__await__` where that is a plain method.
 * @param awaitable borrowed. @param iterator where its iterator goes, new; none where there is
 * none. @return the method's error; TypeError for what cannot be awaited.
 */
async_status async__await_open(async_value awaitable, async_value *iterator) ASYNC_MUST_CHECK;

/** The second half. @param iterator taken. @param result where the outcome goes, new. */
async_status async__await_opened(async_coroutine *here, async_object *awaitable,
                                 async_value iterator, async_value *result) ASYNC_MUST_CHECK;

/** The coroutine that runs, for plain functions that await. @return RuntimeError where none can be
 * suspended. */
async_status async__find_here_to_await(async_coroutine **here) ASYNC_MUST_CHECK;

#endif
