/* Bodies: how they run, are suspended and end. */
#include "model.h"

int16_t model_new_frame(model *m, frame_kind kind)
{
    int16_t f = m->frame_count++;
    m->frames[f] = (frame){.kind = kind,
                           .refs = 1,
                           .awaiter = NOBODY,
                           .delegate = NOBODY,
                           .awaited = NOBODY,
                           .request = NOBODY,
                           .task = NOBODY};
    m->coroutines++;
    return f;
}

int16_t model_root(const model *m, int16_t f)
{
    while (m->frames[f].awaiter != NOBODY)
        f = m->frames[f].awaiter;
    return f;
}

void model_warn(model *m, event_kind kind, uint8_t why)
{
    note_event(m->record, (event){.kind = kind, .fault = why, .value = NO_VALUE});
}

/* Whoever is not driven by hand has the loop. */
static bool has_loop(const model *m, int16_t f)
{
    return !m->frames[model_root(m, f)].by_hand;
}

/* The task that runs, by its number; NOBODY: none. */
static int16_t task_of(const model *m, int16_t f)
{
    return m->frames[model_root(m, f)].task;
}

void model_end(model *m, int16_t f, reply outcome)
{
    frame *ended = &m->frames[f];
    m->coroutines--;
    m->stacks -= ended->started;
    ended->state = ENDED;
    /* PEP 525 (and PEP 479): StopAsyncIteration does not leave the body of a generator. */
    if (ended->kind == GENERATOR_FRAME && outcome.fault == STOP_ASYNC_ITERATION)
        outcome.fault = RUNTIME_ERROR;
    ended->outcome = outcome;
    if (ended->kind == AWAITER_FRAME)
        model_release_request(m, ended->request);
}

static bool suspend(frame *suspended, wait what)
{
    suspended->state = AWAITING;
    suspended->wait = what;
    return true;
}

/* A bare `yield` of an `__await__`: the loop comes back in the next turn. */
static bool give_way(model *m, int16_t f)
{
    frame *here = &m->frames[f];
    if (!has_loop(m, f))
        return suspend(here, WAITS_HAND);
    suspend(here, WAITS_TURN);
    model_ready(m, (callback){.frame = f});
    return true;
}

static bool sleep_so_long(model *m, int16_t f, uint32_t time, reply *outcome)
{
    if (!has_loop(m, f)) {
        *outcome = fails(RUNTIME_ERROR);
        return false;
    }
    suspend(&m->frames[f], WAITS_TIMER);
    model_sleep(m, f, time);
    model_begin_wait(m, f);
    return true;
}

/* A future is awaited by whom it does not wait for: of tasks, by one that was made later. */
static bool await_future(model *m, int16_t f, int16_t target, reply *outcome)
{
    frame *here = &m->frames[f];
    const future *awaited = &m->futures[target];
    int16_t task = task_of(m, f);
    *outcome = gives(NO_VALUE);
    if (awaited->task && task != NOBODY && awaited->id > m->futures[task].id)
        return false;
    if (awaited->state != PENDING) {
        *outcome = model_future_outcome(m, target);
        return false;
    }
    if (target == task) {
        *outcome = fails(RUNTIME_ERROR);
        return false;
    }
    m->futures[target].refs++;
    here->awaited = target;
    suspend(here, has_loop(m, f) ? WAITS_FUTURE : WAITS_HAND);
    if (here->wait == WAITS_FUTURE) {
        m->futures[target].waiters[m->futures[target].waiter_count++] = f;
        model_begin_wait(m, f);
    }
    return true;
}

static bool await_function(model *m, int16_t f, int16_t target, reply *outcome)
{
    frame *awaited = &m->frames[target];
    if (awaited->state == RUNNING) {
        *outcome = fails(VALUE_ERROR);
        return false;
    }
    if (awaited->state != CREATED || awaited->task != NOBODY) {
        *outcome = fails(RUNTIME_ERROR);
        return false;
    }
    awaited->refs++;
    awaited->awaiter = f;
    m->frames[f].delegate = target;
    model_resume(m, target, gives(NO_VALUE));
    if (awaited->state != ENDED)
        return suspend(&m->frames[f], WAITS_FRAME);
    m->frames[f].delegate = NOBODY;
    *outcome = awaited->outcome;
    model_release_frame(m, target);
    return false;
}

static bool await_slot(model *m, int16_t f, model_slot slot, reply *outcome)
{
    *outcome = gives(NO_VALUE);
    switch ((slot_kind)slot.kind) {
    case EMPTY:
        return false;
    case GENERATOR:
        *outcome = fails(TYPE_ERROR);
        return false;
    case FUNCTION:
        return await_function(m, f, slot.index, outcome);
    case REQUEST:
        return model_await_request(m, f, slot.index, outcome);
    case FUTURE:
    case TASK:
        return await_future(m, f, slot.index, outcome);
    }
    return false;
}

static bool make_and_await(model *m, int16_t f, const step *taken, reply *outcome)
{
    model_slot slot = m->slots[taken->slot];
    *outcome = gives(NO_VALUE);
    if (slot.kind == EMPTY)
        return false;
    *outcome = fails(refusal_of(slot.kind, taken->kind));
    if (outcome->fault)
        return false;
    int16_t q = model_new_request(m, slot.index, taken->kind, fault_of(taken->operand),
                                  (int16_t)(taken->operand % 3 ? taken->operand : NO_VALUE));
    bool suspended = model_await_request(m, f, q, outcome);
    model_release_request(m, q);
    return suspended;
}

/* What a body may drop: whoever is driven by hand is dropped by hand. */
static void release_slot(model *m, model_slot *slot)
{
    model_slot released = *slot;
    if (released.kind == GENERATOR || released.kind == FUTURE || released.kind == TASK)
        slot->kind = EMPTY;
    if (released.kind == GENERATOR)
        model_release_frame(m, released.index);
    else if (released.kind == FUTURE || released.kind == TASK)
        model_release_future(m, released.index);
}

/* Begins a step. @return true: it is suspended. */
static bool begin(model *m, int16_t f, const step *taken, reply *outcome)
{
    frame *here = &m->frames[f];
    model_slot *slot = &m->slots[taken->slot];
    *outcome = gives(NO_VALUE);
    switch (step_in(taken, here->kind == GENERATOR_FRAME)) {
    case YIELD:
        here->state = YIELDED;
        here->outcome = gives(taken->operand);
        return true;
    case GIVE_WAY:
        return give_way(m, f);
    case SLEEP:
        return sleep_so_long(m, f, 1 + taken->operand % 4, outcome);
    case AWAIT:
        return await_slot(m, f, *slot, outcome);
    case RAISE:
        *outcome = fails(fault_of(taken->operand));
        return false;
    case SETTLE:
        *outcome = model_settle(m, *slot, taken->operand % 2 ? fault_of(taken->operand / 2) : 0,
                                taken->operand);
        return false;
    case CANCEL:
        *outcome = gives((int16_t)((slot->kind == FUTURE || slot->kind == TASK) &&
                                   model_cancel(m, slot->index)));
        return false;
    case ANEXT:
    case ASEND:
    case ATHROW:
    case ACLOSE:
        return make_and_await(m, f, taken, outcome);
    case RELEASE:
        release_slot(m, slot);
        return false;
    default:
        return false;
    }
}

/* What a step that was suspended comes to. */
static reply complete(model *m, int16_t f, reply with)
{
    frame *here = &m->frames[f];
    wait waited = here->wait;
    here->wait = NO_WAIT;
    here->delegate = NOBODY;
    if (here->awaited != NOBODY) {
        int16_t awaited = here->awaited;
        here->awaited = NOBODY;
        if (waited == WAITS_HAND && !with.fault)
            with = m->futures[awaited].state == PENDING ? fails(RUNTIME_ERROR)
                                                        : model_future_outcome(m, awaited);
        model_release_future(m, awaited);
    }
    return with;
}

/* @return true: the body goes on. */
static bool go_on_with(model *m, int16_t f, reply came)
{
    frame *here = &m->frames[f];
    const step *taken = &here->body.steps[here->pc];
    note_event(m->record, (event){STEP_ENDED, here->id, here->pc, came.fault, came.value});
    here->pc++;
    if (!came.fault || taken->policy == GOES_ON)
        return true;
    if (taken->policy == RETURNS)
        model_end(m, f, gives(NO_VALUE));
    else
        model_end(m, f, fails(taken->policy == REPLACES ? KEY_ERROR : came.fault));
    return false;
}

/* Runs a body on. @return true: it is suspended, or has yielded. */
static bool run_body(model *m, int16_t f, bool resumed, reply with)
{
    frame *here = &m->frames[f];
    if (resumed && !go_on_with(m, f, complete(m, f, with)))
        return false;
    while (here->pc < here->body.count) {
        const step *taken = &here->body.steps[here->pc];
        reply came;
        if (taken->kind == RETURN) {
            model_end(m, f,
                      gives((int16_t)(here->kind == GENERATOR_FRAME ? NO_VALUE : taken->operand)));
            return false;
        }
        if (begin(m, f, taken, &came))
            return true;
        if (!go_on_with(m, f, came))
            return false;
    }
    model_end(m, f, gives(NO_VALUE));
    return false;
}

/* The coroutines that the runtime makes for a request have one step: to await it. */
static bool run_request(model *m, int16_t f, bool resumed, reply with)
{
    reply outcome;
    if (resumed)
        outcome = complete(m, f, with);
    else if (model_await_request(m, f, m->frames[f].request, &outcome))
        return true;
    model_end(m, f, outcome);
    return false;
}

static bool run(model *m, int16_t f, bool resumed, reply with)
{
    frame *here = &m->frames[f];
    m->stacks += !here->started;
    here->started = true;
    here->state = RUNNING;
    if (here->kind == GENERATOR_FRAME || here->kind == FUNCTION_FRAME)
        return run_body(m, f, resumed, with);
    return run_request(m, f, resumed, with);
}

/* What became of a generator that nobody refers to. */
static void end_dropped_generator(model *m, int16_t f)
{
    frame *dropped = &m->frames[f];
    uint8_t why = dropped->outcome.fault;
    if (dropped->state == YIELDED) {
        model_end(m, f, gives(NO_VALUE));
        why = RUNTIME_ERROR;
    } else if (why == GENERATOR_EXIT || why == CANCELLED_ERROR) {
        return;
    }
    if (why)
        model_warn(m, CLOSING_FAILED, why);
}

/* The outermost of those that await each other has come to an outcome. */
void model_end_root(model *m, int16_t f)
{
    frame *root = &m->frames[f];
    int16_t task = root->task;
    if (root->dropped)
        end_dropped_generator(m, f);
    if (task == NOBODY)
        return;
    future_state state = root->outcome.fault ? FINISHED : root->must_cancel ? CANCELLED : FINISHED;
    if (root->outcome.fault == CANCELLED_ERROR)
        state = CANCELLED;
    m->futures[task].frame = NOBODY;
    model_finish(m, task, state, root->outcome);
    model_release_frame(m, f);
    model_release_future(m, task);
}

/* What the awaiter of a frame gets, and gives up. */
static reply take_outcome(model *m, int16_t awaiter, int16_t f)
{
    frame *here = &m->frames[awaiter];
    int16_t q = here->request;
    if (m->frames[f].kind != GENERATOR_FRAME) {
        reply outcome = m->frames[f].outcome;
        model_release_frame(m, f);
        return outcome;
    }
    reply outcome = model_request_result(&m->requests[q], model_request_outcome(m, f));
    if (here->kind == GENERATOR_FRAME || here->kind == FUNCTION_FRAME)
        here->request = NOBODY;
    if (here->kind != DRIVER_FRAME)
        model_release_request(m, q);
    return outcome;
}

void model_resume(model *m, int16_t f, reply with)
{
    bool resumed = m->frames[f].state != CREATED;
    while (!run(m, f, resumed, with) || m->frames[f].state == YIELDED) {
        int16_t awaiter = m->frames[f].awaiter;
        m->frames[f].awaiter = NOBODY;
        if (awaiter == NOBODY) {
            model_end_root(m, f);
            return;
        }
        /* Whoever awaits it runs itself: it has begun it just now. */
        if (m->frames[awaiter].state == RUNNING)
            return;
        with = take_outcome(m, awaiter, f);
        f = awaiter;
        resumed = true;
    }
}
