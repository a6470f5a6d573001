/**
 * @file context.h
 * What every port provides to switch between coroutines.
 *
 * Its `state.h` has the struct `async__context`, the saved state of a coroutine. Its stack is the
 * caller's to give and to take back; `base` is the block, NULL until started. Besides:
 *
 *     static inline uint32_t async__context_size(uint32_t declared);
 *
 * gives the size of the block for a stack of so many bytes, and
 *
 *     void async__context_end(async__context *context);
 *
 * lets go of the block: nothing runs on it any more.
 */
#ifndef ASYNCFOR_PORT_CONTEXT_H
#define ASYNCFOR_PORT_CONTEXT_H

#ifdef __wasm__
#include "port/wasm/state.h"
#else
#include "port/host/state.h"
#endif

#include "error.h"

#include <asyncfor/scope.h>

/** Prepares a context to start on a block of `size` bytes. */
void async__context_start(async__context *context, char *base, uint32_t size);

/**
 * For a function that calls async__enter(), or that the world outside calls: it is kept whole,
 * in wasm under this name.
 */
#ifdef __wasm__
#define ASYNC__APART(name) __attribute__((noinline, used, export_name(#name)))
#else
#define ASYNC__APART(name) __attribute__((noinline))
#endif

/**
 * Calls a function that never suspends, so that nothing that calls it need be ready to be
 * suspended: a call through a pointer would otherwise count as one that may.
 */
void async__call_apart(void (*function)(void *argument), void *argument);

/** The part of it that is every port's: what runs meanwhile knows that it cannot suspend. */
static inline void async__call_marked(void (*function)(void *argument), void *argument)
{
    async_coroutine *caller = async__current;
    bool apart = caller && caller->apart;
    if (caller)
        caller->apart = true;
    function(argument);
    if (caller)
        caller->apart = apart;
}

#endif
