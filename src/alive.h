/**
 * @file alive.h
 * In a debug build: all coroutines that have not ended, and where each was made.
 */
#ifndef ASYNCFOR_ALIVE_H
#define ASYNCFOR_ALIVE_H

#include "ring.h"

#ifdef ASYNCFOR_DEBUG

/** The part of a coroutine that knows it. */
typedef struct async__life {
    async__link link;
    const char *made_at; /* Where in C it was made; NULL: JavaScript made it. */
    double since;        /* What it does it has done since then, on the loop's clock. */
    /* While all are shown: */
    struct async__frame *above; /* Whom it is shown below. */
    size_t next;                /* Which of those that it waits for is shown next. */
    bool is_below, shown;
} async__life;

/** The coroutine that was made behind another and has not ended, or the oldest. NULL: there are no
 * more. */
struct async__frame *async__alive_behind(const struct async__frame *frame);

/** A coroutine has been made where async_new() noted last. */
void async__life_begin(async__life *life);

/** It has ended. */
void async__life_end(async__life *life);

#else

typedef struct async__life {
} async__life;

static inline void async__life_begin(async__life *life)
{
    (void)life;
}

static inline void async__life_end(async__life *life)
{
    (void)life;
}

#endif

#endif
