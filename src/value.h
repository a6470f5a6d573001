/**
 * @file value.h
 * Values, for implementers.
 */
#ifndef ASYNCFOR_INTERNAL_VALUE_H
#define ASYNCFOR_INTERNAL_VALUE_H

#include <asyncfor/value.h>

/** Counted memory for a string or bytes value. @return new: the data; NULL: no memory. */
char *async__buffer_create(size_t size);

/**
 * Copies a value field by field. A copy in words would have to wait until the narrower stores that
 * made the value have left the processor.
 */
static inline void async__value_copy(async_value *target, const async_value *source)
{
    target->kind = source->kind;
    target->owned = source->owned;
    target->size = source->size;
    target->integer = source->integer;
}

#endif
