/**
 * @file state.h
 * What is kept of a coroutine on a native machine.
 */
#ifndef ASYNCFOR_PORT_HOST_STATE_H
#define ASYNCFOR_PORT_HOST_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct async__context {
    void *stack; /* Where the coroutine goes on, ... */
    void *back;  /* ... and where whoever entered it does: what async__switch() saved. */
    char *base;  /* The block; NULL until started. */
    uint32_t size;
    bool returned;              /* The body has. */
    bool abandoned;             /* The body is never to go on. */
    unsigned known_to_valgrind; /* The number of the stack there. */
    void *fake_stack;           /* AddressSanitizer's, of the suspended coroutine. */
    const void *callers_bottom; /* AddressSanitizer's knowledge ... */
    size_t callers_size;        /* ... of the stack to go back to. */
} async__context;

/*
 * Frames are larger than in wasm, and what a C library takes is nobody's to declare: a coroutine
 * has so much at least.
 */
enum { ASYNC__STACK_MINIMUM = 128 * 1024 };

/*
 * Below that lies as much as no coroutine may touch: one that does damages nothing, and there is
 * time to name it.
 */
enum { ASYNC__STACK_MARGIN = 64 * 1024 };

static inline uint32_t async__context_size(uint32_t declared)
{
    uint32_t given = declared > ASYNC__STACK_MINIMUM ? declared : ASYNC__STACK_MINIMUM;
    return given + ASYNC__STACK_MARGIN;
}

void async__context_end(async__context *context);

#endif
