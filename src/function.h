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

/** Takes the result of an ended coroutine. @return OK or its error, raised here. */
async_status async__function_outcome(async__frame *frame, async_value *result) ASYNC_MUST_CHECK;

#endif
