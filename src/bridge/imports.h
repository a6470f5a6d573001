/**
 * @file imports.h
 * What JavaScript provides to C. None of these suspends.
 *
 * JavaScript's values are known here by the index of their handle. A function that can throw
 * returns the thrown value's handle as a negative number, see async__is_thrown().
 *
 * What has a coroutine wait for a promise gives a number for that wait: asyncfor_settle() tells
 * its outcome, unless async__outside_forget() gives the wait up.
 */
#ifndef ASYNCFOR_BRIDGE_IMPORTS_H
#define ASYNCFOR_BRIDGE_IMPORTS_H

#include <asyncfor/type.h>

#define ASYNC__IMPORT(name) __attribute__((import_module("asyncfor"), import_name(#name)))

/** Gives a handle up. */
ASYNC__IMPORT(release) void async__js_release(uint32_t index);

/** Writes the name of a value's type, ended by a zero, as UTF-8. */
ASYNC__IMPORT(type_name)
void async__js_type_name(uint32_t index, char *buffer, uint32_t size);

/** The async iterator of a value, or that of one that is iterable: its handle, ASYNC__JS_ABSENT, or
 * thrown. */
ASYNC__IMPORT(iterator) int32_t async__js_iterator(uint32_t index, bool or_sync);

/** The generator of this instance that a value is, if C may go on with it: 0, it is none; 1, it has
 * ended; or its address. */
ASYNC__IMPORT(own) uint32_t async__js_own(uint32_t index);

/** Tells a generator of this instance that it has come to its end while C went on with it. */
ASYNC__IMPORT(ended) void async__js_ended(uint32_t index);

/** Why the signal of a generator of this instance has aborted: the reason's handle,
 * ASYNC__JS_ABSENT if it has not, or thrown. */
ASYNC__IMPORT(reason) int32_t async__js_reason(uint32_t index);

/** Calls next() and has a coroutine wait for what it gives. The wait, or thrown. */
ASYNC__IMPORT(next) int32_t async__js_next(uint32_t index, void *frame, bool as_it_is);

/**
 * Calls return() and has a coroutine wait for what it gives: for a limited time if a next() is
 * under way, behind which it may wait for ever. The wait, ASYNC__JS_ABSENT, or thrown.
 */
ASYNC__IMPORT(return ) int32_t async__js_return(uint32_t index, void *frame, bool interrupted);

/** Has a coroutine wait for a value, and get it as it is. The wait. */
ASYNC__IMPORT(await) int32_t async__js_wait(uint32_t index, void *frame);

/** The same, for what it is in C. */
ASYNC__IMPORT(await_converted) int32_t async__js_wait_converted(uint32_t index, void *frame);

/** Has a coroutine wait for a value if it has `then`. The wait, ASYNC__JS_ABSENT, or thrown. */
ASYNC__IMPORT(thenable) int32_t async__js_thenable(uint32_t index, void *frame);

/** What a value is in C, with a reference of its own; an object if it is nothing there, as a bigint
 * is unless `integers`. 0; ASYNC__JS_ABSENT for an integer that is too large; or thrown. */
ASYNC__IMPORT(read) int32_t async__js_read(uint32_t index, async_value *value, bool integers);

/** Reads a value as a record or an array: its box, counted memory, where `box` points. 0, or
 * thrown. */
ASYNC__IMPORT(read_as)
int32_t async__js_read_as(uint32_t index, const async__declared *type, char **box);

/** The handle of what a value of C is in JavaScript, or thrown. */
ASYNC__IMPORT(make) int32_t async__js_make(const async_value *value);

/** ECMA-262's ToBoolean. */
ASYNC__IMPORT(truth) bool async__js_truth(uint32_t index);

/** A property, by its name, or, without one, by its index: its handle, or thrown. */
ASYNC__IMPORT(get)
int32_t async__js_get_property(uint32_t index, const char *name, uint32_t position);

/** Sets a property. 0, or thrown. */
ASYNC__IMPORT(set)
int32_t async__js_set_property(uint32_t index, const char *name, const async_value *value);

/** Calls a function, or with a name a method: the handle of what it returns, or thrown. */
ASYNC__IMPORT(call)
int32_t async__js_call_function(uint32_t index, const char *name, uint32_t count,
                                const async_value *arguments);

/** Tells an iterator or a call that its first waiting request has its outcome. */
ASYNC__IMPORT(settled) void async__js_settled(uint32_t observer, uint32_t outcome);

/** There is no such method. */
enum { ASYNC__JS_ABSENT = -1 };

/** True if a call threw: the handle of what is `-2 - result`. */
static inline bool async__is_thrown(int32_t result)
{
    return result < ASYNC__JS_ABSENT;
}

static inline uint32_t async__thrown_handle(int32_t result)
{
    return (uint32_t)(-2 - result);
}

#endif
