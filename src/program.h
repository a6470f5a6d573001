/**
 * @file program.h
 * A program: a main() that waits for what it runs. Each port has its way to do that.
 */
#ifndef ASYNCFOR_PROGRAM_H
#define ASYNCFOR_PROGRAM_H

#include "future.h"

/** True where a program's main() runs, outside of every task. */
bool async__in_main(void);

/** Waits until a future is done. @return OK, or why that cannot be waited for. */
async_status async__wait_in_main(async__future *future) ASYNC_MUST_CHECK;

#endif
