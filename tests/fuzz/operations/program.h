/**
 * @file program.h
 * What an input of the fuzzer says: a sequence of operations, and the bodies of the coroutines that
 * they make. The runtime and the model both perform it, and note in the same words what happens.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SLOTS = 6,       /**< What operations and bodies name: each holds one object, or none. */
    BODY_STEPS = 5,  /**< Of a body, at most. */
    OPERATIONS = 24, /**< Of a program, at most. */
    EVENTS = 512,    /**< That one operation can bring about, at most. */
    NO_VALUE = -1,   /**< None. */
    A_FUTURE = -2    /**< What a coroutine is suspended with that waits for one. */
};

/** Errors by their type. */
typedef enum fault {
    NO_FAULT,
    VALUE_ERROR,
    KEY_ERROR,
    GENERATOR_EXIT,
    CANCELLED_ERROR,
    STOP_ASYNC_ITERATION,
    RUNTIME_ERROR,
    TYPE_ERROR,
    ATTRIBUTE_ERROR,
    INVALID_STATE_ERROR,
    ANOTHER_ERROR,
    THROWN_FAULTS = STOP_ASYNC_ITERATION /**< The first so many are thrown in, and settled with. */
} fault;

/** What an operation, or a step of a body, came to. */
typedef struct reply {
    uint8_t fault;    /**< A fault. */
    uint8_t returned; /**< Of a step by hand: the body has returned. */
    int16_t value;    /**< Or NO_VALUE, or A_FUTURE. */
} reply;

/** A step of a body. */
typedef enum step_kind {
    YIELD, /**< In a function: gives way. */
    GIVE_WAY,
    SLEEP,
    AWAIT,
    RAISE,
    RETURN,
    SETTLE,
    CANCEL,
    ANEXT,
    ASEND,
    ATHROW,
    ACLOSE,
    RELEASE,
    STEP_KINDS
} step_kind;

/** What a body does with an error. */
typedef enum policy { PASSES_ON, GOES_ON, REPLACES, RETURNS, POLICIES } policy;

typedef struct step {
    uint8_t kind;   /**< A step_kind. */
    uint8_t policy; /**< A policy. */
    uint8_t slot;
    uint8_t operand; /**< A value, a fault or a time. */
} step;

typedef struct body {
    uint8_t count;
    step steps[BODY_STEPS];
} body;

/** What fills a slot. */
typedef enum slot_kind { EMPTY, GENERATOR, FUNCTION, REQUEST, FUTURE, TASK } slot_kind;

typedef enum operation_kind {
    MAKE_GENERATOR,
    MAKE_FUNCTION,
    MAKE_FUTURE,
    MAKE_ANEXT, /**< These four of the generator in the slot `operand`. */
    MAKE_ASEND,
    MAKE_ATHROW,
    MAKE_ACLOSE,
    SPAWN,
    SEND,
    THROW,
    CLOSE,
    SETTLE_FUTURE,
    CANCEL_FUTURE,
    UNCANCEL,
    ASK_RESULT,
    DROP,
    TURN,
    ADVANCE,
    OPERATION_KINDS,
    RELEASE_FUTURES = OPERATION_KINDS /**< The last of all: futures are kept until then. */
} operation_kind;

typedef struct operation {
    uint8_t kind; /**< An operation_kind. */
    uint8_t slot;
    uint8_t operand; /**< A slot. */
    uint8_t amount;  /**< A value, a fault or a time. */
    body body;
} operation;

typedef struct program {
    uint32_t count;
    operation operations[OPERATIONS];
} program;

/** What happens by the way. */
typedef enum event_kind {
    STEP_ENDED = 1, /**< A step of a body; `detail` is which. */
    NEVER_AWAITED,
    NEVER_RETRIEVED,
    CLOSING_FAILED, /**< Of a generator that was dropped. */
    DROP_FAILED,    /**< Of a coroutine that was dropped where it stood. */
    ANOTHER_WARNING
} event_kind;

typedef struct event {
    uint8_t kind; /**< An event_kind. */
    uint8_t body; /**< Which, counted as they are made. */
    uint8_t detail;
    uint8_t fault;
    int16_t value;
} event;

/** What one operation came to, and how everything stands behind it. */
typedef struct record {
    reply result;
    uint32_t count;
    event events[EVENTS];
    struct {
        uint8_t kind; /**< A slot_kind. */
        bool running, awaiting, done, cancelled;
        uint8_t cancelling;
    } slots[SLOTS];
    uint32_t coroutines, stacks;
} record;

/** Reads a program from any bytes. */
void program_read(program *read, const uint8_t *data, size_t size);

/** @name For people
 * Each writes to standard error. */
/**@{*/
void operation_print(const operation *printed);
void record_print(const char *whose, const record *printed);
/**@}*/

/** The step that a body takes instead where it names what it cannot have there. */
static inline step_kind step_in(const step *taken, bool generator)
{
    return taken->kind == YIELD && !generator ? GIVE_WAY : (step_kind)taken->kind;
}

static inline void note_event(record *made, event noted)
{
    if (made->count < EVENTS)
        made->events[made->count++] = noted;
}

#endif
