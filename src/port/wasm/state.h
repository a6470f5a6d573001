/**
 * @file state.h
 * What Asyncify keeps of a coroutine.
 */
#ifndef ASYNCFOR_PORT_WASM_STATE_H
#define ASYNCFOR_PORT_WASM_STATE_H

#include <stdint.h>

typedef struct async__context {
    char *saved_end; /* The end of the saved frames; Asyncify reads and writes it. */
    char *stack;     /* The stack pointer to go on with: the end of the room for them. */
    char *base;      /* The block; NULL until started. */
    uint32_t phase;
} async__context;

static inline uint32_t async__context_size(uint32_t declared)
{
    return declared;
}

static inline void async__context_end(async__context *context)
{
    context->base = 0;
}

#endif
