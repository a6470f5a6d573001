/**
 * @file enter.h
 * The port's way into a coroutine, for the few functions that switch:
 *
 *     static inline bool async__enter(async__frame *frame);
 *
 * runs the body of a frame from its start or from where it was suspended, until it is suspended
 * or returns: then it gives true, and `head.status` is what the body returned. An overflow of the
 * stack ends the instance here.
 */
#ifndef ASYNCFOR_PORT_ENTER_H
#define ASYNCFOR_PORT_ENTER_H

#ifdef __wasm__
#include "port/wasm/context.h"
#else
#include "port/host/context.h"
#endif

#endif
