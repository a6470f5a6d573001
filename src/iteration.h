/**
 * @file iteration.h
 * The loop behind async_for, for implementers.
 */
#ifndef ASYNCFOR_ITERATION_H
#define ASYNCFOR_ITERATION_H

#include <asyncfor/object.h>

/** The TypeError for what has no `aiter`. @param type the name of its type, borrowed. */
async_status async__raise_not_iterable(const char *type) ASYNC_MUST_CHECK;

/** True for what has an `__anext__`. @param object borrowed; NULL has none. */
static inline bool async__is_iterator(const async_object *object)
{
    return object && (object->type->anext || object->type->anext_awaitable);
}

/** The iterator that `async for` gets of an object, which may be NULL. @param iterator new.
 * @return TypeError for what is not iterable, or gives no iterator; the error of `__aiter__`. */
async_status async__find_iterator(async_object *iterable, async_object **iterator) ASYNC_MUST_CHECK;

/** Calls `__aiter__`, which the type has. @param iterator where the iterator goes, new. */
async_status async__call_aiter(async_object *object, async_object **iterator) ASYNC_MUST_CHECK;

/** Calls an `__anext__` that is a plain method. @param awaitable where it goes, new. */
async_status async__call_anext(async_object *object, async_value *awaitable) ASYNC_MUST_CHECK;

#endif
