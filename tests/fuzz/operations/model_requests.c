/* Requests to generators (PEP 525), and what is driven by hand (PEP 492). */
#include "model.h"

int16_t model_new_request(model *m, int16_t generator, step_kind kind, uint8_t why, int16_t value)
{
    int16_t q = m->request_count++;
    m->requests[q] = (request){.refs = 1,
                               .generator = generator,
                               .driver = NOBODY,
                               .kind = kind,
                               .fault = why,
                               .value = (int16_t)(kind == ASEND ? value : NO_VALUE)};
    m->frames[generator].refs++;
    return q;
}

static bool ends_iteration(reply outcome)
{
    return outcome.fault == STOP_ASYNC_ITERATION || outcome.fault == GENERATOR_EXIT;
}

/* An item, or an end, in answer to a close. */
static reply outcome_of_close(reply outcome)
{
    if (!outcome.fault)
        return fails(RUNTIME_ERROR);
    return ends_iteration(outcome) ? gives(NO_VALUE) : outcome;
}

/* The generator has yielded or ended: what that is to the request that it serves. */
reply model_request_outcome(model *m, int16_t g)
{
    frame *generator = &m->frames[g];
    reply outcome = generator->outcome;
    if (generator->state == ENDED && !outcome.fault)
        outcome = fails(STOP_ASYNC_ITERATION);
    if (ends_iteration(outcome))
        generator->closed = true;
    return generator->serving == ACLOSE ? outcome_of_close(outcome) : outcome;
}

/* What was thrown into a request itself goes past what a close makes of it. */
reply model_request_result(const request *q, reply outcome)
{
    return q->thrown && q->kind == ACLOSE ? outcome_of_close(outcome) : outcome;
}

/* What a request is answered by although nothing of the body runs. */
static bool answer_at_once(model *m, int16_t g, const request *made, reply *outcome)
{
    frame *generator = &m->frames[g];
    bool asks = made->kind == ANEXT || made->kind == ASEND;
    if (generator->state == ENDED && !asks)
        *outcome = gives(NO_VALUE);
    else if (generator->state == RUNNING || generator->state == AWAITING)
        *outcome = fails(RUNTIME_ERROR);
    else if (generator->state == ENDED || (generator->closed && !asks && !made->thrown))
        *outcome = fails(STOP_ASYNC_ITERATION);
    else if (generator->state == CREATED && made->value != NO_VALUE)
        *outcome = fails(TYPE_ERROR);
    else
        return false;
    return true;
}

/* @return true: suspended. */
static bool serve(model *m, int16_t here, const request *made, reply *outcome)
{
    int16_t g = made->generator;
    frame *generator = &m->frames[g];
    bool asks = made->kind == ANEXT || made->kind == ASEND;
    if (answer_at_once(m, g, made, outcome))
        return false;
    generator->serving = made->kind;
    if (made->kind == ACLOSE)
        generator->closed = true;
    if (generator->state == CREATED && !asks) {
        model_end(m, g, fails(made->kind == ACLOSE ? GENERATOR_EXIT : made->fault));
        *outcome = model_request_outcome(m, g);
        return false;
    }
    generator->awaiter = here;
    m->frames[here].delegate = g;
    model_resume(m, g,
                 asks ? gives(made->value)
                      : fails(made->kind == ACLOSE ? GENERATOR_EXIT : made->fault));
    if (generator->state == AWAITING) {
        m->frames[here].state = AWAITING;
        m->frames[here].wait = WAITS_FRAME;
        return true;
    }
    m->frames[here].delegate = NOBODY;
    *outcome = model_request_outcome(m, g);
    return false;
}

/* What is thrown into a request that was not awaited is raised where the generator stands. */
static bool serve_thrown(model *m, int16_t here, const request *made, reply *outcome)
{
    request throwing = *made;
    throwing.kind = ATHROW;
    throwing.value = NO_VALUE;
    if (m->frames[made->generator].state == ENDED) {
        *outcome = fails(made->fault);
        return false;
    }
    return serve(m, here, &throwing, outcome);
}

bool model_await_request(model *m, int16_t here, int16_t q, reply *outcome)
{
    request *made = &m->requests[q];
    frame *awaiter = &m->frames[here];
    bool bodied = awaiter->kind == GENERATOR_FRAME || awaiter->kind == FUNCTION_FRAME;
    if (made->spent) {
        *outcome = fails(RUNTIME_ERROR);
        return false;
    }
    made->spent = true;
    made->refs = (int16_t)(made->refs + (awaiter->kind != DRIVER_FRAME));
    awaiter->request = q;
    bool suspended =
        made->thrown ? serve_thrown(m, here, made, outcome) : serve(m, here, made, outcome);
    if (suspended)
        return true;
    *outcome = model_request_result(made, *outcome);
    if (bodied)
        awaiter->request = NOBODY;
    if (awaiter->kind != DRIVER_FRAME)
        model_release_request(m, q);
    return false;
}

/* What is driven: the function's frame, or one that awaits the request. */
static int16_t find(model *m, model_slot slot, reply *refused)
{
    if (slot.kind == FUNCTION)
        return slot.index;
    if (slot.kind != REQUEST) {
        *refused = fails(TYPE_ERROR);
        return NOBODY;
    }
    request *made = &m->requests[slot.index];
    *refused = fails(RUNTIME_ERROR);
    if (made->driver == NOBODY && made->spent)
        return NOBODY;
    if (made->driver == NOBODY) {
        int16_t driver = model_new_frame(m, DRIVER_FRAME);
        m->frames[driver].request = slot.index;
        made->driver = driver;
    }
    return (int16_t)(m->frames[made->driver].state == ENDED ? NOBODY : made->driver);
}

static bool drivable(const frame *driven)
{
    return driven->state == CREATED ? driven->task == NOBODY
                                    : driven->state == AWAITING && driven->by_hand;
}

static int16_t innermost(const model *m, int16_t f)
{
    while (m->frames[f].wait == WAITS_FRAME)
        f = m->frames[f].delegate;
    return f;
}

/* Runs what is driven up to where it is suspended next. */
static reply drive(model *m, int16_t f, reply with)
{
    frame *driven = &m->frames[f];
    reply came;
    driven->refs++;
    driven->by_hand = true;
    model_resume(m, innermost(m, f), with);
    if (driven->state == ENDED) {
        came = driven->outcome;
        came.returned = !came.fault;
    } else {
        came = gives(m->frames[innermost(m, f)].awaited == NOBODY ? NO_VALUE : A_FUTURE);
    }
    model_release_frame(m, f);
    return came;
}

/* What refuses to start a request leaves it as it was. */
static void forget_driver(model *m, model_slot slot, int16_t f)
{
    if (slot.kind != REQUEST)
        return;
    model_end(m, f, gives(NO_VALUE));
    m->requests[slot.index].driver = NOBODY;
}

reply model_send(model *m, model_slot slot, int16_t value)
{
    reply refused;
    int16_t f = find(m, slot, &refused);
    if (f == NOBODY)
        return refused;
    if (!drivable(&m->frames[f]))
        return fails(RUNTIME_ERROR);
    if (m->frames[f].state == CREATED && value != NO_VALUE) {
        forget_driver(m, slot, f);
        return fails(TYPE_ERROR);
    }
    return drive(m, f, gives(NO_VALUE));
}

reply model_throw(model *m, model_slot slot, uint8_t why)
{
    reply refused;
    if (slot.kind == REQUEST) {
        request *made = &m->requests[slot.index];
        if (made->driver == NOBODY && !made->spent) {
            made->thrown = true;
            made->fault = why;
            return model_send(m, slot, NO_VALUE);
        }
    }
    int16_t f = find(m, slot, &refused);
    if (f == NOBODY)
        return refused;
    if (!drivable(&m->frames[f]))
        return fails(RUNTIME_ERROR);
    if (m->frames[f].state == CREATED) {
        model_end(m, f, fails(why));
        return fails(why);
    }
    return drive(m, f, fails(why));
}

static reply close_driven(model *m, int16_t f)
{
    reply closed = drive(m, f, fails(GENERATOR_EXIT));
    if (m->frames[f].state != ENDED)
        return fails(RUNTIME_ERROR);
    return closed.fault && closed.fault != GENERATOR_EXIT ? fails(closed.fault) : gives(NO_VALUE);
}

reply model_close(model *m, model_slot slot)
{
    reply refused;
    if (slot.kind == REQUEST && m->requests[slot.index].driver == NOBODY) {
        m->requests[slot.index].spent = true;
        return gives(NO_VALUE);
    }
    if (slot.kind == REQUEST && m->frames[m->requests[slot.index].driver].state == ENDED)
        return fails(RUNTIME_ERROR);
    int16_t f = find(m, slot, &refused);
    if (f == NOBODY)
        return refused;
    if (m->frames[f].state == ENDED)
        return gives(NO_VALUE);
    if (!drivable(&m->frames[f]))
        return fails(RUNTIME_ERROR);
    if (m->frames[f].state == CREATED) {
        model_end(m, f, gives(NO_VALUE));
        return gives(NO_VALUE);
    }
    return close_driven(m, f);
}

/* A coroutine that is dropped where it stands is closed there; it must end then, because what its
 * stack holds can be given up in no other way. */
static void drop_suspended(model *m, int16_t f)
{
    m->frames[f].refs++;
    reply closed = close_driven(m, f);
    m->frames[f].refs--;
    if (m->frames[f].state != ENDED)
        m->impossible = true;
    else if (closed.fault)
        model_warn(m, DROP_FAILED, closed.fault);
}

/* A generator that is dropped is closed by two turns of the loop (asyncio's hook, and its task). */
static void drop_generator(model *m, int16_t f)
{
    frame *dropped = &m->frames[f];
    if (dropped->state == CREATED)
        model_end(m, f, gives(NO_VALUE));
    if (dropped->state == AWAITING)
        m->impossible = true;
    if (dropped->state != YIELDED)
        return;
    dropped->dropped = true;
    dropped->injected = GENERATOR_EXIT;
    dropped->serving = ANEXT;
    model_ready(m, (callback){.frame = f, .later = true});
}

void model_release_frame(model *m, int16_t f)
{
    frame *released = &m->frames[f];
    if (--released->refs)
        return;
    if (released->kind == GENERATOR_FRAME) {
        drop_generator(m, f);
    } else if (released->state == CREATED) {
        model_warn(m, NEVER_AWAITED, NO_FAULT);
        model_end(m, f, gives(NO_VALUE));
    } else if (released->state == AWAITING) {
        drop_suspended(m, f);
    }
}

void model_release_request(model *m, int16_t q)
{
    request *released = &m->requests[q];
    if (--released->refs)
        return;
    if (released->driver != NOBODY)
        model_release_frame(m, released->driver);
    model_release_frame(m, released->generator);
}
