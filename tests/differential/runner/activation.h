/**
 * @file activation.h
 * A body that runs: of a generator, of a task or the main program. Its statements are interpreted
 * on the coroutine that it belongs to, by functions that call each other as blocks contain blocks.
 *
 * A statement ends by an error, which is its status, or by a jump, or falls through.
 */
#ifndef ACTIVATION_H
#define ACTIVATION_H

#include "scenario.h"

typedef enum jump { NO_JUMP, JUMP_BREAK, JUMP_CONTINUE, JUMP_RETURN } jump;

/** An exception that is being handled. */
typedef struct handling {
    const struct handling *outer;
    async_error *error;
} handling;

typedef struct activation {
    const char *who;
    async_value last;            /* What was sent last. Owned. */
    const async_value *variable; /* Of the innermost loop around; NULL: there is none. */
    const handling *handled;     /* Of the innermost handler around; NULL: there is none. */
    jump jump;                   /* Under way, if the status is OK. */
} activation;

typedef async_status statement(async_scope, activation *self, const cJSON *json);

/** Runs the statements of an array one after the other, until one jumps or fails. */
async_status block(async_scope, activation *self, const cJSON *statements) ASYNC_MUST_CHECK;

/** Gives way once to everything that is ready, with the events of it. */
async_status traced_sleep(async_scope, const char *who) ASYNC_MUST_CHECK;

/** True if the innermost loop ends here: by a `break`, which this settles, or a `return`. */
bool leaves_loop(activation *self);

/** What is pending while a block runs that must: an error or a jump. */
typedef struct pending {
    async_error *error;
    jump jump;
} pending;

/** Puts what a block has ended by aside. */
pending put_aside(activation *self, async_status status);

/** Takes it up again, unless what ran meanwhile ended by an error or a jump of its own. */
async_status take_up(activation *self, pending before, async_status status) ASYNC_MUST_CHECK;

/** A generator's sources: a new one, one that a name is bound to, or an iterator. */
typedef struct source {
    const char *label;    /* NULL: the name is unbound. */
    async_object *object; /* Owned. */
    instance *instance;   /* NULL: it is no generator. */
} source;

/** Finds or creates what a loop is over. */
source source_open(const cJSON *json);

/** A new instance of a generator function. */
instance *instance_create(const char *name);

/** A new instance of a class based iterator. */
class_iterator *iterator_create(const char *name);

/** The main program, or a task: nothing leaves it. */
void run_program(async_scope, const char *who, const cJSON *body);

/** What follows the main program. */
void run_finish(async_scope);

/* The statements that have files of their own. */
statement run_try, run_for, run_loop, run_comprehension;
statement run_new, run_call, run_make, run_await, run_spawn, run_join, run_cancel;

#endif
