/**
 * @file check.h
 * The error for an argument of the wrong type.
 */
#ifndef ASYNCFOR_SYNCHRONIZATION_CHECK_H
#define ASYNCFOR_SYNCHRONIZATION_CHECK_H

#include <asyncfor/object.h>

/** TypeError: the function wants an object of that type, and not this one, which may be NULL. */
static inline ASYNC_MUST_CHECK async_status async__wrong_argument(const char *function,
                                                                  const char *expected,
                                                                  const async_object *object)
{
    return async_raise(async_TypeError, "%s() argument must be %s, not %s", function, expected,
                       object ? async_type_name(object) : "NoneType");
}

#endif
