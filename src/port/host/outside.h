/**
 * @file outside.h
 * Waiting for the wake-up, which no loop of the system's does here.
 */
#ifndef ASYNCFOR_PORT_HOST_OUTSIDE_H
#define ASYNCFOR_PORT_HOST_OUTSIDE_H

#include <stdbool.h>

/** Sleeps until the wake-up that was asked for. @return false: none was. */
bool async__await_wakeup(void);

#endif
