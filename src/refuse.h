/**
 * @file refuse.h
 * The error for an argument of the wrong type.
 */
#ifndef ASYNCFOR_REFUSE_H
#define ASYNCFOR_REFUSE_H

#include <asyncfor/object.h>

/** TypeError: `function` wanted another object, which may be NULL. @param wanted as people read it.
 */
async_status async__refuse(const char *function, const char *wanted,
                           const async_object *object) ASYNC_MUST_CHECK;

/** As async_type_name(), of NULL too. */
const char *async__name_of(const async_object *object);

#endif
