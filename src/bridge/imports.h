/**
 * @file imports.h
 * What JavaScript provides to C. None of these suspends.
 *
 * JavaScript's values are known here by the index of their handle. A function that can throw
 * returns the thrown value's handle as a negative number, see async__is_thrown().
 */
#ifndef ASYNCFOR_BRIDGE_IMPORTS_H
#define ASYNCFOR_BRIDGE_IMPORTS_H

#include <stdbool.h>
#include <stdint.h>

#define ASYNC__IMPORT(name) __attribute__((import_module("asyncfor"), import_name(#name)))

/** Gives a handle up. */
ASYNC__IMPORT(release) void async__js_release(uint32_t index);

/** Writes the name of a value's type, ended by a zero, as UTF-8. */
ASYNC__IMPORT(type_name)
void async__js_type_name(uint32_t index, char *buffer, uint32_t size);

/** The async iterator of a value: its handle, ASYNC__JS_ABSENT, or thrown. */
ASYNC__IMPORT(iterator) int32_t async__js_iterator(uint32_t index);

/** Calls next(); its outcome will settle the ticket. 0, or thrown. */
ASYNC__IMPORT(next) int32_t async__js_next(uint32_t index, void *ticket);

/** Calls return(); its outcome will settle the ticket. 0, ASYNC__JS_ABSENT, or thrown. */
ASYNC__IMPORT(return ) int32_t async__js_return(uint32_t index, void *ticket);

/** Awaits a value; its outcome will settle the ticket. */
ASYNC__IMPORT(await) void async__js_await(uint32_t index, void *ticket);

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
