/**
 * @file outside.h
 * What every port provides of the world outside: the clock, the wake-up, the last words.
 */
#ifndef ASYNCFOR_PORT_OUTSIDE_H
#define ASYNCFOR_PORT_OUTSIDE_H

#include <stdint.h>

/** A clock that never goes back, in milliseconds. */
double async__clock(void);

/**
 * Asks the host to call async__loop_drain() after a time, once.
 * @param milliseconds 0: as soon as the host has served its own events.
 */
void async__request_wakeup(double milliseconds);

/** The same, once whatever has called C has gone on, and before the host serves its events. */
void async__request_wakeup_soon(void);

/** Values of the world outside that C refers to. */
extern uint32_t async__handles;

/** Nobody waits any more for what this was a wait for. @param waiter as the port numbers them. */
void async__outside_forget(uint32_t waiter);

/** Tells people of an error that nobody can be given. */
void async__report(const char *message);

/** Ends the instance with a message for people. Does not return. */
_Noreturn void async__fatal(const char *message);

#endif
