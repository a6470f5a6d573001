/**
 * @file function.h
 * Coroutine objects: what calling an asynchronous function gives (PEP 492).
 */
#ifndef ASYNCFOR_FUNCTION_H
#define ASYNCFOR_FUNCTION_H

#include "coroutine.h"

extern const async_type async__coroutine_type;

/** A coroutine object. @param size of the whole block. @return new, without arguments, or NULL. */
async__frame *async__function_create(const async_definition *definition, size_t size);

/** The coroutine that an object is; NULL: it is none. @param object borrowed. */
async__frame *async__function_of(async_object *object);

/**
 * Takes the outcome of an ended coroutine. StopIteration has become a RuntimeError (PEP 479).
 * @param result where the result goes, new. @return new: the error; NULL: there is none.
 */
async_error *async__function_take(async__frame *frame, async_value *result);

/** As async__function_take(), with the error raised here. */
async_status async__function_outcome(async__frame *frame, async_value *result) ASYNC_MUST_CHECK;

/** Raises GeneratorExit in a coroutine that is driven by hand and suspended, and so ends it.
 * @return OK; the error of its cleanup; RuntimeError if it suspends again. */
async_status async__function_close(async__frame *frame) ASYNC_MUST_CHECK;

/** True if the object can be awaited. @param object borrowed. */
bool async__awaitable(const async_object *object);

#endif
