/**
 * @file errors.h
 * The exceptions of scenarios, by their names.
 */
#ifndef ERRORS_H
#define ERRORS_H

#include <asyncfor.h>

/** A name that is none gives the scenario up. */
const async_error_type *error_type(const char *name);

/** A new exception, for async_athrow(). */
async_error *error_new(const char *type, const char *message);

/** Raises an exception. */
async_status error_raise(const char *type, const char *message) ASYNC_MUST_CHECK;

#endif
