/**
 * @file requests.h
 * Requests of the JavaScript face: served one after the other, first come first served (ECMA-262's
 * AsyncGeneratorEnqueue and AsyncGeneratorDrainQueue).
 */
#ifndef ASYNCFOR_BRIDGE_REQUESTS_H
#define ASYNCFOR_BRIDGE_REQUESTS_H

#include "generator.h"
#include "outcome.h"

/** Makes a request. @param request taken. @return its outcome, as far as there is one. */
async__outcome async__requests_make(async__generator *generator, async__request request);

/** Serves the requests that wait, as far as they can be served now. */
void async__requests_go_on(async__generator *generator);

/** Takes the outcome of the request under way into the slot. */
async__outcome async__requests_outcome(async__generator *generator);

/** Puts the error of a request into the slot: the body stays as it is. */
async__outcome async__requests_refuse(async_status why);

/** What follows an outcome that comes later: `on_outcome` of a generator that JavaScript holds. */
void async__requests_on_outcome(async__frame *frame);

/**
 * The value that the first request was held for has settled.
 * @param status OK with the value, taken; or the error of its rejection.
 */
void async__requests_release_held(async__generator *generator, async_status status,
                                  async_value value);

/** True while that value is asked whether it has to be waited for: JavaScript may run. */
bool async__requests_asking(const async__generator *generator);

/**
 * Gives up waiting for that value: CancelledError is raised in its place.
 * @return false: it is held for a consumer in C.
 */
bool async__requests_cancel_held(async__generator *generator);

/** Raises CancelledError where the body stands between two requests, before all that wait: what
 * comes of it answers the next request, which is JavaScript's to make. @return it, as far as it has
 * come. */
async__outcome async__requests_raise_cancelled(async__generator *generator);

/** Suspends a consumer in C until no other request comes before its own, which it then makes at
 * once. @return what the resumption raises, or MemoryError. */
async_status async__requests_take_turn(async_coroutine *here,
                                       async__generator *generator) ASYNC_MUST_CHECK;

#endif
