/**
 * @file context.h
 * What every port provides to switch between coroutines.
 */
#ifndef ASYNCFOR_PORT_CONTEXT_H
#define ASYNCFOR_PORT_CONTEXT_H

#include <asyncfor/scope.h>

struct async__frame;

/** The saved state of a coroutine. Its stack is the caller's to give and to take back. */
typedef struct async__context {
    char *saved_end; /* The end of the saved frames; Asyncify reads and writes it. */
    char *stack;     /* The stack pointer to go on with: the end of the room for them. */
    char *base;      /* The block; NULL until started. */
    uint32_t phase;  /* Private to the port. */
} async__context;

/** Prepares a context to start on a block of `size` bytes. */
void async__context_start(async__context *context, char *base, uint32_t size);

/**
 * For a function that calls async__enter(), or that the world outside calls: it is kept whole,
 * under this name.
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

#endif
