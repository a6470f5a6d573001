/**
 * @file values.h
 * Values of the world outside, which every port knows: JavaScript's, and natively none.
 */
#ifndef ASYNCFOR_PORT_VALUES_H
#define ASYNCFOR_PORT_VALUES_H

#include <asyncfor/object.h>
#include <asyncfor/type.h>

/**
 * Replaces an object that stands for a value of JavaScript by what that is in C, if it is
 * something. @param value owned; after an error none. @param integers whether a bigint is to be
 * an int; otherwise it stays what it is, however large.
 * @return OK; OverflowError for a bigint of more than 64 bits; MemoryError.
 */
async_status async__outside_read(async_value *value, bool integers) ASYNC_MUST_CHECK;

/**
 * The same for what is to be a record or an array of a declared type. @param value that stands for
 * a value of JavaScript, owned; after an error it is what it was.
 * @return OK; TypeError for what is not of that type; what reading it throws; MemoryError.
 */
async_status async__outside_read_as(const async__declared *type,
                                    async_value *value) ASYNC_MUST_CHECK;

/** The reverse: replaces any value by the value that it is to JavaScript. @param value owned; after
 * an error none. */
async_status async__outside_own(async_value *value) ASYNC_MUST_CHECK;

/** What `for await` makes of a value of JavaScript: its async iterator, or one over its iterator.
 * @return new; TypeError for what is not iterable. */
async_owned async__outside_from_sync(async_object *iterable) ASYNC_MUST_CHECK;

/** From now on the items of an iterator of JavaScript's come as they are. @param iterator of any
 * type, borrowed. */
void async__outside_keep_items(async_object *iterator);

/**
 * Awaits a value of JavaScript that has `then`, and replaces it by what it comes to.
 * @param value owned; after an error none.
 */
async_status async__outside_settle(async_coroutine *here, async_value *value) ASYNC_MUST_CHECK;

#endif
