/**
 * @file request.h
 * The awaitables of anext, asend, athrow and aclose.
 */
#ifndef ASYNCFOR_REQUEST_H
#define ASYNCFOR_REQUEST_H

#include "coroutine.h"

/** True for such an awaitable. @param object borrowed; NULL is none. */
bool async__is_request(const async_object *object);

/** The coroutine by which a request is driven by hand. @param frame borrowed. */
async_status async__request_driver(async_object *object, async__frame **frame) ASYNC_MUST_CHECK;

/** Gives up the coroutine by which a request was to be driven, which has not started. */
void async__request_forget_driver(async_object *object);

/**
 * throw() on a request that has not been begun: it becomes one that raises the error where its
 * generator is suspended. @param error taken if it does. @return false if it has been begun, or
 * its generator cannot be thrown into.
 */
bool async__request_becomes_throw(async_object *object, async_error *error);

/** Ends a request that has not been begun: it is spent. @return false if it has been. */
bool async__request_close(async_object *object);

#endif
