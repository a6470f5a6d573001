/**
 * @file coroutine.h
 * Coroutines: a body, its arguments and its stack; started, suspended, resumed, ended.
 *
 * A coroutine that cannot go on is suspended on its own, down to whoever entered it. Whoever
 * waits for its outcome suspends too; once the coroutine has an outcome (it yields or ends), its
 * awaiter is resumed in the same turn of the loop, before anything else that is ready.
 *
 * The outermost coroutine of a chain of awaits stands for the task: what is cancelled, and what is
 * scheduled. Only the innermost is suspended in something that is no coroutine.
 */
#ifndef ASYNCFOR_COROUTINE_H
#define ASYNCFOR_COROUTINE_H

#include "alive.h"
#include "error.h"
#include "loop.h"
#include "port/context.h"

#include <asyncfor/define.h>

typedef struct async__frame async__frame;

/** What the innermost coroutine of a task is suspended in. */
typedef enum async__suspension {
    ASYNC__SUSPENSION_NONE,
    ASYNC__SUSPENSION_READY,   /* It stands in the ready queue. */
    ASYNC__SUSPENSION_TIMER,   /* Its timer runs, or is ready. */
    ASYNC__SUSPENSION_FUTURE,  /* It stands among the callbacks of the future `waits_for`. */
    ASYNC__SUSPENSION_PROMISE, /* The world outside has it wait: see `waiter`. */
    ASYNC__SUSPENSION_HAND     /* Whoever drives it by hand has been given a value. */
} async__suspension;

/** What was begun before the coroutine was suspended, and is to be finished. */
typedef enum async__begun {
    ASYNC__BEGUN_NOTHING,
    ASYNC__BEGUN_PROMISE, /* A wait for the world outside: the outcome comes in the head. */
    ASYNC__BEGUN_FUTURE,  /* A wait for a future, which is held. */
    ASYNC__BEGUN_FAILED   /* Nothing: the head has the error, and it is not suspended. */
} async__begun;

/** A coroutine, whole. What its body sees is the head. */
struct async__frame {
    async_coroutine head;
    async__context context;
    const char *name;
    async_status (*body)(async__suspends(here), const void *arguments);
    const async_definition *definition; /* Of the arguments. */
    const void *arguments;
    uint32_t stack_size;                     /* Of the block. */
    uint32_t observer;                       /* Whatever on_outcome() needs to know. */
    async__frame *task;                      /* The outermost coroutine of this chain of awaits. */
    async__frame *awaiter;                   /* Resumed with the next outcome, ... */
    void (*on_outcome)(async__frame *frame); /* ... or else this is called. */
    async_object *awaiting;                  /* Borrowed: what it awaits (cr_await), or NULL. */
    async_object *awaiting_around;           /* The same, around what has been begun. */
    async_status close_failure;              /* Of a loop that was left with `return ASYNC_OK`. */
    async__timer wakeup;                     /* Puts it into the ready queue. */
    async_object *waits_for;                 /* The future that it waits for. Borrowed. */
    async__frame *const *awaited_task; /* Whose task that is; NULL there: it is none, or done. */
    uint32_t waiter;                   /* What the world outside calls this wait. 0: none. */
    uint8_t suspension;                /* An async__suspension. */
    uint8_t begun;                     /* An async__begun. */
    /* Of the outermost coroutine of a chain: */
    bool must_cancel;        /* Its next step raises CancelledError. */
    bool by_hand;            /* Driven by send(), and not by the loop. */
    uint32_t cancelling;     /* Requests to cancel it that were not taken back. */
    async__frame *innermost; /* That is suspended; NULL while it runs. */
    async_object *owner;     /* The task that drives it, or NULL. */
    async__life life;
};

/** Coroutines that are created and not ended. */
extern uint32_t async__coroutines;

/** How many were ever given a stack. */
extern uint64_t async__started;

/** How often one was suspended, and how often only because a coroutine that it awaits was. */
extern uint64_t async__suspensions;
extern uint64_t async__relayed;

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

/** Takes out what the body returns, while it awaits its cleanup; to be put back after that. */
static inline async_value async__frame_keep_result(async_coroutine *here)
{
    async_value result = here->value;
    here->value = async_none();
    return result;
}

/** Takes the item of a body that runs ahead. @return false: it is suspended with it, as others. */
bool async__item_ahead(async_coroutine *here);

/** What follows the end of the body. */
void async__frame_finish(async__frame *frame);

/** Resumes a suspended coroutine, then its awaiter if there is an outcome, and so on outwards. */
void async__frame_run(async__frame *frame);

/** What follows a resumption: unless it waits again, its awaiter is resumed, and so on outwards. */
void async__frame_hand_over(async__frame *frame);

/**
 * Suspends `here`, whose `suspension` says in what.
 * @return what the resumption raises.
 */
async_status async__frame_wait(async__frame *here) ASYNC_MUST_CHECK;

/** A cancellation came before the wait that has just begun: it comes to that. */
void async__frame_interrupt_wait(async__frame *here);

/** The part of it before the suspension, by async__suspend(). */
static inline void async__frame_begin_wait(async__frame *here)
{
    async__frame *task = here->task;
    here->head.state = ASYNC__AWAITING;
    task->innermost = here;
    if (__builtin_expect(task->must_cancel, 0))
        async__frame_interrupt_wait(here);
}

/** The same for async__frame_sleep(), and for async__frame_give_way() where there is no delay.
 * @return false: by hand, or without memory, nothing has been done. */
bool async__frame_begin_sleep(async__frame *here, double milliseconds);

/** Takes what has been begun. */
static inline async__begun async__frame_take_begun(async__frame *here)
{
    async__begun begun = (async__begun)here->begun;
    here->begun = ASYNC__BEGUN_NOTHING;
    return begun;
}

/** Gives way once to everything that is ready. @return what the resumption raises. */
async_status async__frame_give_way(async__frame *here) ASYNC_MUST_CHECK;

/** Suspends for a time. @return what the resumption raises, or MemoryError. */
async_status async__frame_sleep(async__frame *here, double milliseconds) ASYNC_MUST_CHECK;

/**
 * Suspends a coroutine that is driven by hand.
 * @param value taken: what send() gives. @param received where what is sent goes, new.
 * @return what the resumption raises.
 */
async_status async__frame_hand_out(async__frame *here, async_value value,
                                   async_value *received) ASYNC_MUST_CHECK;

/** The callback of a frame that goes on: starts or resumes the innermost coroutine of a task. */
void async__frame_step(async__callback *wakeup);

/** Puts a frame that waits into the ready queue. */
void async__frame_ready(async__frame *frame);

/** The same, but it gets there by way of a callback: one turn later. */
void async__frame_ready_later(async__frame *frame);

/**
 * Cancels what a task waits for, and with that raises CancelledError where it waits; one that
 * does not wait gets it at its next step (asyncio.Task.cancel).
 * @param task the outermost coroutine. @return false if it has ended.
 */
bool async__frame_cancel(async__frame *task);

/** Suspends `here` until `frame`, which it resumed and which awaits, has its outcome. */
void async__frame_await(async__frame *here, async__frame *frame);

/** The part of it before the suspension. */
void async__frame_begin_await(async__frame *here, async__frame *frame);

/** Ends a coroutine that has not started, with an error or without. @param error taken, or NULL. */
void async__frame_end_unstarted(async__frame *frame, async_error *error);

/** Raises an error where `frame` is suspended. @param error taken. */
void async__frame_inject(async__frame *frame, async_error *error);

/** Ends a suspended coroutine by force: nothing of its body runs any more. */
void async__frame_abandon(async__frame *frame);

static inline async__frame *async__frame_of(async_coroutine *coroutine)
{
    return (async__frame *)coroutine;
}

#endif
