/**
 * @file model.h
 * The model: what PEP 492, PEP 525 and asyncio say that a program comes to, as a state machine of
 * plain data. It has none of the runtime's code. What refers to something has its number.
 */
#ifndef MODEL_H
#define MODEL_H

#include "program.h"

/* An operation makes one frame, future and request at most, a step of a body one request. */
enum {
    FRAMES = OPERATIONS,
    FUTURES = OPERATIONS,
    REQUESTS = OPERATIONS * (1 + BODY_STEPS),
    QUEUE = 2 * (FRAMES + 1),
    WAITERS = FRAMES,
    NOBODY = -1
};

/** Which of the runtime's functions a frame stands for. */
typedef enum frame_kind {
    GENERATOR_FRAME,
    FUNCTION_FRAME,
    DRIVER_FRAME, /**< Drives a request by hand. */
    AWAITER_FRAME /**< The coroutine of a task of a request. */
} frame_kind;

typedef enum frame_state { CREATED, RUNNING, AWAITING, YIELDED, ENDED } frame_state;

/** What a frame that awaits waits for. */
typedef enum wait { NO_WAIT, WAITS_TURN, WAITS_TIMER, WAITS_FUTURE, WAITS_HAND, WAITS_FRAME } wait;

typedef struct frame {
    uint8_t kind, state, wait;
    uint8_t id; /* Of the body, in events. */
    int16_t refs;
    int16_t awaiter;  /* Frame that awaits this one. */
    int16_t delegate; /* Frame that this one awaits. */
    int16_t awaited;  /* Future that it waits for, or holds while it awaits. */
    int16_t request;  /* Request that it awaits. */
    int16_t task;     /* Of the first frame of a task. */
    bool started, by_hand, dropped;
    bool must_cancel;
    uint8_t cancelling;
    bool closed;     /* CPython's ag_closed. */
    uint8_t serving; /* Of a generator: the kind of the request, as a step_kind. */
    uint8_t pc;
    uint8_t injected; /* A fault to be raised where it is resumed. */
    reply outcome;
    body body;
} frame;

typedef enum future_state { PENDING, FINISHED, CANCELLED } future_state;

typedef struct future {
    int16_t refs;
    int16_t frame; /* Of a task that has not ended. */
    uint8_t state, id;
    bool task, retrieved;
    reply outcome;
    uint8_t waiter_count;
    int16_t waiters[WAITERS];
} future;

typedef struct request {
    int16_t refs;
    int16_t generator;
    int16_t driver;
    uint8_t kind; /* A step_kind. */
    uint8_t fault;
    int16_t value;
    bool spent, thrown;
} request;

/** What the loop calls: the frame's next step, or what makes it ready. */
typedef struct callback {
    int16_t frame; /* NOBODY: the program that performs the operations. */
    bool later;    /* It makes the frame ready, and the step comes in the next turn. */
    uint32_t time; /* Of a timer. */
} callback;

typedef struct model_slot {
    uint8_t kind;
    int16_t index;
} model_slot;

typedef struct model {
    model_slot slots[SLOTS];
    int16_t frame_count, future_count, request_count;
    int16_t ready_count, timer_count;
    uint8_t ids;
    uint32_t now;
    uint32_t coroutines, stacks;
    bool futures_released;
    bool impossible; /* The operation is none that a program may perform. */
    record *record;
    callback ready[QUEUE];
    callback timers[QUEUE]; /* By their time, and then as they came. */
    frame frames[FRAMES];
    future futures[FUTURES];
    request requests[REQUESTS];
} model;

void model_begin(model *m);

/** Performs an operation. @return false: it is not to be performed; then nothing has changed. */
bool model_perform(model *m, const operation *performed, record *made);

/** True while anything can go on by itself. */
bool model_busy(const model *m);

/** The operation that brings what is left to its end. @return false: nothing is left. */
bool model_next_of_end(const model *m, operation *next);

/* Shared by the model's files. */

int16_t model_new_frame(model *m, frame_kind kind);
int16_t model_root(const model *m, int16_t f);
void model_resume(model *m, int16_t f, reply with);
void model_end(model *m, int16_t f, reply outcome);
void model_end_root(model *m, int16_t f);
void model_release_frame(model *m, int16_t f);
void model_release_request(model *m, int16_t q);
void model_release_future(model *m, int16_t f);
void model_warn(model *m, event_kind kind, uint8_t why);

int16_t model_new_future(model *m);
reply model_future_outcome(model *m, int16_t f);
reply model_settle(model *m, model_slot slot, uint8_t fault_or_none, int16_t value);
bool model_cancel(model *m, int16_t f);
void model_finish(model *m, int16_t f, future_state state, reply outcome);
void model_begin_wait(model *m, int16_t f);
void model_ready(model *m, callback made);
void model_sleep(model *m, int16_t f, uint32_t time);
void model_run_loop(model *m, uint32_t time);
void model_step_task(model *m, int16_t f);

int16_t model_new_request(model *m, int16_t generator, step_kind kind, uint8_t why, int16_t value);
bool model_await_request(model *m, int16_t here, int16_t q, reply *outcome);
reply model_request_outcome(model *m, int16_t g);
reply model_request_result(const request *q, reply outcome);

reply model_send(model *m, model_slot slot, int16_t value);
reply model_throw(model *m, model_slot slot, uint8_t why);
reply model_close(model *m, model_slot slot);

static inline reply fails(uint8_t why)
{
    return (reply){.fault = why, .value = NO_VALUE};
}

static inline reply gives(int16_t value)
{
    return (reply){.value = value};
}

/** What a request says of its generator, as a fault of the call. */
static inline uint8_t refusal_of(slot_kind kind, step_kind asked)
{
    if (kind == GENERATOR)
        return NO_FAULT;
    return asked == ANEXT ? TYPE_ERROR : ATTRIBUTE_ERROR;
}

/** What the operand of a step or an operation stands for. */
static inline uint8_t fault_of(uint8_t amount)
{
    return 1 + amount % THROWN_FAULTS;
}

#endif
