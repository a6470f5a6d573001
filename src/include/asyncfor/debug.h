/**
 * @file debug.h
 * What a debug build (`asyncfor build --debug`, CMake's Debug) tells of its coroutines. In another
 * build nothing of it is kept, and it costs nothing.
 */
#ifndef ASYNCFOR_DEBUG_H
#define ASYNCFOR_DEBUG_H

#include <asyncfor/object.h>

ASYNC__C_BEGIN

/**
 * Writes to standard error which coroutines have not ended, each below the one that awaits it, or
 * its task (as `python -m asyncio pstree` does): its name, its state, what it waits for, for how
 * long, and where it was made. Without a debug build it writes how many there are.
 *
 *     program: awaits task 'worker', for 12 ms, made at program.c:70
 *       worker: awaits a timer, 88 ms to go, for 12 ms, made at program.c:62
 */
void async_dump(void);

/** What a coroutine does. */
typedef enum async_trace_kind {
    ASYNC_TRACE_ENTER,   /**< It begins to run, or goes on. */
    ASYNC_TRACE_AWAIT,   /**< It awaits an object, which may have its outcome already. */
    ASYNC_TRACE_SUSPEND, /**< It waits. */
    ASYNC_TRACE_SETTLE   /**< It has an outcome: an item, a result or an error. */
} async_trace_kind;

/** What is told to the hook. All is borrowed until that returns. */
typedef struct async_trace_event {
    async_trace_kind kind;         /**< What has happened. */
    const async_object *coroutine; /**< To whom. */
    const char *name;              /**< Its name. */
    const char *awaits; /**< Of an await and a suspension: what is waited for; or NULL. */
    double time;        /**< When, in milliseconds on the clock of the loop. */
} async_trace_event;

/** Is told what happens. It must neither suspend nor resume a coroutine, and must not fail. */
typedef void async_trace_hook(const async_trace_event *event);

/**
 * Has each enter, await, suspension and outcome of a coroutine told to a hook, in their order.
 * @param hook NULL: to none, as in the beginning.
 * @return false if this is no debug build: nothing will be told.
 */
bool async_set_trace(async_trace_hook *hook);

ASYNC__C_END

#endif
