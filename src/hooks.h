/**
 * @file hooks.h
 * The hooks of asynchronous generators (PEP 525).
 */
#ifndef ASYNCFOR_HOOKS_H
#define ASYNCFOR_HOOKS_H

#include <asyncfor/object.h>

/** Tells of the first request to a generator. @return the hook's error. */
async_status async__hook_firstiter(async_object *generator) ASYNC_MUST_CHECK;

/** Tells of a generator that nobody refers to. @return true: the hook has taken it over. */
bool async__hook_finalizer(async_object *generator);

#endif
