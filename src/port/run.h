/**
 * @file run.h
 * How every port lets main() wait.
 */
#ifndef ASYNCFOR_PORT_RUN_H
#define ASYNCFOR_PORT_RUN_H

#include "coroutine.h"

/** Whether main() is a coroutine (`async__program`), which it must be to wait. */
#ifdef __wasm__
enum { ASYNC__MAIN_IS_COROUTINE = true };
#else
enum { ASYNC__MAIN_IS_COROUTINE = false };
#endif

/**
 * Comes back to main() as soon as a coroutine has ended.
 * @param frame has been started, or is ready. Nothing else waits for its end.
 * @return OK; RuntimeError if it waits for ever, as it does from then on.
 */
async_status async__run_until_ended(async__frame *frame) ASYNC_MUST_CHECK;

#endif
