/**
 * @file sync_generator.h
 * Plain generators (PEP 255): bodies on a stack of their own that only yield.
 */
#ifndef ASYNCFOR_SYNC_GENERATOR_H
#define ASYNCFOR_SYNC_GENERATOR_H

#include "coroutine.h"

/**
 * Raises an error where a generator is suspended; what is no such generator leaves it as it is.
 * @param object borrowed. @param thrown raised here. @param item where the next item goes, new.
 * @return as the slot `next`.
 */
async_status async__sync_generator_throw(async_object *object, async_status thrown,
                                         async_value *item) ASYNC_MUST_CHECK;

#endif
