/**
 * @file sync_generator.h
 * Plain generators (PEP 255): bodies on a stack of their own that only yield.
 */
#ifndef ASYNCFOR_SYNC_GENERATOR_H
#define ASYNCFOR_SYNC_GENERATOR_H

#include "coroutine.h"

/** A plain generator. @param size of the whole block. @return new, without arguments, or NULL. */
async__frame *async__sync_generator_create(const async_definition *definition, size_t size);

#endif
