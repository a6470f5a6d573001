/**
 * @file program.h
 * A program: a main() that runs as the outermost coroutine, so that it can wait.
 */
#ifndef ASYNCFOR_PROGRAM_H
#define ASYNCFOR_PROGRAM_H

#include "coroutine.h"

/** The coroutine that main() runs on; NULL in a module, and where main() needs none. */
extern async__frame *async__program;

#endif
