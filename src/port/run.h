/**
 * @file run.h
 * How every port lets a program's main() wait.
 */
#ifndef ASYNCFOR_PORT_RUN_H
#define ASYNCFOR_PORT_RUN_H

#include "future.h"

/** True where a program's main() runs, outside of every task. */
bool async__in_main(void);

/**
 * Comes back to main() once a future is done.
 * @return OK; RuntimeError if nothing is left that could do that.
 */
async_status async__wait_in_main(async__future *future) ASYNC_MUST_CHECK;

#endif
