/**
 * @file value.h
 * Values, for implementers.
 */
#ifndef ASYNCFOR_INTERNAL_VALUE_H
#define ASYNCFOR_INTERNAL_VALUE_H

#include <asyncfor/type.h>

/** Counted memory for a string or bytes value. @return new: the data; NULL: no memory. */
char *async__buffer_create(size_t size);

/** Where the data of a record's value stands. */
const async__box *async__value_box(const async_value *value);

#endif
