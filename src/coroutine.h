/**
 * @file coroutine.h
 * Coroutines: a body, its arguments and its stack; started, suspended, resumed, ended.
 *
 * A coroutine that cannot go on is suspended on its own, down to whoever entered it. Whoever
 * waits for its outcome suspends too; once the coroutine has an outcome (it yields or ends), its
 * awaiter is resumed in the same turn of the loop, before anything else that is ready.
 */
#ifndef ASYNCFOR_COROUTINE_H
#define ASYNCFOR_COROUTINE_H

#include "error.h"
#include "port/context.h"

#include <asyncfor/define.h>

typedef struct async__frame async__frame;

/** A coroutine, whole. What its body sees is the head. */
struct async__frame {
    async_coroutine head;
    async__context context;
    const char *name;
    async_status (*body)(async_coroutine *here, const void *arguments);
    const async_definition *definition; /* Of the arguments. */
    const void *arguments;
    uint32_t stack_size;                     /* Of the block. */
    uint32_t observer;                       /* Whatever on_outcome() needs to know. */
    async__frame *task;                      /* The outermost coroutine of this chain of awaits. */
    async__frame *awaiter;                   /* Resumed with the next outcome, ... */
    void (*on_outcome)(async__frame *frame); /* ... or else this is called. */
    async__frame *next_ready;                /* In the ready queue. */
    async_status close_failure;              /* Of a loop that was left with `return ASYNC_OK`. */
};

/** Coroutines that are created and not ended. */
extern uint32_t async__coroutines;

/** How many coroutines are entered on top of each other, and how many may be. */
extern uint32_t async__depth;
enum { ASYNC__MAXIMUM_DEPTH = 1000 };

/**
 * Prepares the frame in the front part of a new, zeroed object.
 * @param definition borrowed for ever. @param arguments borrowed while the frame lives.
 */
void async__frame_init(async__frame *frame, const async_type *type,
                       const async_definition *definition, const void *arguments);

/**
 * Makes sure that the body can be entered: a stack, and room for one more nested coroutine.
 * @return OK, RecursionError or MemoryError.
 */
async_status async__frame_prepare(async__frame *frame) ASYNC_MUST_CHECK;

/**
 * Starts or resumes a prepared body on top of the caller, until it yields, awaits or ends.
 * What the resumption brings stands in `head.value` and `head.status`.
 */
void async__frame_resume(async__frame *frame);

/** What follows the end of the body. */
void async__frame_finish(async__frame *frame);

/** Raises in a body that yields although it is no generator's: it is not suspended. */
void async__frame_refuse_yield(async__frame *frame);

/** Resumes a suspended coroutine, then its awaiter if there is an outcome, and so on outwards. */
void async__frame_run(async__frame *frame);

/** Suspends `here` until something makes it ready. @return what the resumption raises. */
async_status async__frame_wait(async__frame *here) ASYNC_MUST_CHECK;

/** Suspends `here` until `frame`, which it resumed and which awaits, has its outcome. */
void async__frame_await(async__frame *here, async__frame *frame);

/** Raises an error where `frame` is suspended. @param error taken. */
void async__frame_inject(async__frame *frame, async_error *error);

/** Counts a coroutine whose body never started as ended. */
void async__frame_end(async__frame *frame);

/** Ends a suspended coroutine by force: nothing of its body runs any more. */
void async__frame_abandon(async__frame *frame);

static inline async__frame *async__frame_of(async_coroutine *coroutine)
{
    return (async__frame *)coroutine;
}

#endif
