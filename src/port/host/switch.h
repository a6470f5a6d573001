/**
 * @file switch.h
 * From one C stack to another, and nothing else.
 */
#ifndef ASYNCFOR_PORT_HOST_SWITCH_H
#define ASYNCFOR_PORT_HOST_SWITCH_H

#include <stddef.h>

/**
 * Leaves this stack for another, and returns once somebody switches back. The floating-point modes
 * are not switched: as in wasm, there is one for all.
 * @param saved where to put what leads back here. @param to what leads there.
 */
void async__switch(void **saved, void *to);

/** What leads to the start of a function, on a new stack. The function must not return. */
void *async__switch_to_start(char *base, size_t size, void (*function)(void));

#endif
