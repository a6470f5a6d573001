/**
 * @file run.h
 * The event loop, seen from a program.
 */
#ifndef ASYNCFOR_RUN_H
#define ASYNCFOR_RUN_H

#include <asyncfor/scope.h>

ASYNC__C_BEGIN

/**
 * Runs an awaitable to its end as a task, from a program's main (asyncio.run). The host's own
 * event loop goes on meanwhile: only main waits. Then all tasks that are left are cancelled, and
 * all generators closed, and that is awaited.
 * @param awaitable taken.
 * @param result where the outcome goes, new; NULL drops it.
 * @return OK, the error of the awaitable, MemoryError for what could not be created, RuntimeError
 * inside an asynchronous function.
 */
async_status async_run(async_owned awaitable, async_value *result) ASYNC_MUST_CHECK;

/**
 * From now on no time passes while anything can go on, and as soon as nothing can, it is the time
 * that is waited for next. For tests; called before anything waits.
 */
void async_use_virtual_clock(void);

/** What nobody can be given: a coroutine that was never awaited, an error that nobody has seen. */
typedef struct async_exception_context {
    const char *message; /**< What has happened, borrowed. */
    /** That it is about, borrowed, or NULL. It may be ending: not to keep. */
    async_object *object;
    async_error *error; /**< Borrowed, or NULL. */
} async_exception_context;

/** A function that is told of it (asyncio's exception handler). It must not await. */
typedef void async_exception_handler(const async_exception_context *context);

/**
 * Sets the exception handler. @param handler NULL: what comes is written for people, to stderr or
 * JavaScript's console. @return the one before.
 */
async_exception_handler *async_set_exception_handler(async_exception_handler *handler);

/**
 * Writes an error to stderr as people read it: the coroutines that it came through, type, message,
 * causes, contexts.
 * @param status keeps its error; OK writes nothing.
 */
void async_error_print(async_status status);

/** What lives at this moment, which is nothing once all has ended, and what has been so far. */
typedef struct async_statistics {
    uint32_t coroutines;  /**< Created and not yet ended: of these ... */
    uint32_t stacks;      /**< ... so many have been started and hold a stack. */
    uint32_t handles;     /**< JavaScript values that C refers to. */
    uint32_t allocations; /**< Blocks of memory held, stacks included. */
    uint32_t bytes;       /**< Their size. */
    uint32_t pooled;   /**< Bytes of stacks kept for the next coroutine; part of no other figure. */
    uint64_t started;  /**< Coroutines that were ever given a stack. */
    uint64_t suspends; /**< How often one was suspended by what it does itself: by a yield, or by
                            waiting for what is no coroutine. */
} async_statistics;

/** Counts what lives. @return the figures of this moment. */
async_statistics async_stats(void);

ASYNC__C_END

#endif
