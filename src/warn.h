/**
 * @file warn.h
 * What nobody can be given is told to the exception handler.
 */
#ifndef ASYNCFOR_WARN_H
#define ASYNCFOR_WARN_H

#include <asyncfor/object.h>

/**
 * Tells the exception handler.
 * @param object that it is about, borrowed, or NULL. @param error borrowed, or NULL.
 */
void async__warn(const char *message, async_object *object, async_error *error);

/** The same with a message formatted as by async_raise(). */
void async__warn_formatted(async_object *object, async_error *error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
