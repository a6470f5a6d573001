/**
 * @file iteration.h
 * The loop behind async_for, for implementers.
 */
#ifndef ASYNCFOR_ITERATION_H
#define ASYNCFOR_ITERATION_H

#include <asyncfor/status.h>

/** The TypeError for what has no `aiter`. @param type the name of its type, borrowed. */
async_status async__raise_not_iterable(const char *type) ASYNC_MUST_CHECK;

#endif
