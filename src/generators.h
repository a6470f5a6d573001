/**
 * @file generators.h
 * All asynchronous generators that have been used and have not ended: what the end of the loop
 * closes and waits for.
 */
#ifndef ASYNCFOR_GENERATORS_H
#define ASYNCFOR_GENERATORS_H

#include "generator.h"

/** Puts a generator on the list of those that somebody holds. */
void async__generators_add(async__generator *generator);

/** Takes it off whatever list it is on. */
void async__generators_remove(async__generator *generator);

/** Moves it to the list of those that were dropped. */
void async__generators_add_dropped(async__generator *generator);

/** Takes it off that list: it has come to its end. */
void async__generators_remove_dropped(async__generator *generator);

/** Takes a generator that has been touched and has not ended off the list of these.
 * @return new; NULL: there is none. */
async_object *async__generators_take(void);

/** Cancels what closes those that were dropped, as if these were tasks. */
void async__generators_cancel_dropped(void);

/**
 * What to await until all that were dropped have ended. One at a time waits.
 * @return new: a future; NULL: there are none, or for want of memory.
 */
async_owned async__generators_dropped(void);

#endif
