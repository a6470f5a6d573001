/* The loop, futures and tasks (asyncio). */
#include "model.h"

void model_ready(model *m, callback made)
{
    m->ready[m->ready_count++] = made;
}

static void remove_of(callback *list, int16_t *count, int16_t f)
{
    int16_t kept = 0;
    for (int16_t i = 0; i < *count; i++)
        if (list[i].frame != f)
            list[kept++] = list[i];
    *count = kept;
}

/* Behind those of the same time. */
void model_sleep(model *m, int16_t f, uint32_t time)
{
    int16_t at = m->timer_count++;
    for (; at && m->timers[at - 1].time > m->now + time; at--)
        m->timers[at] = m->timers[at - 1];
    m->timers[at] = (callback){.frame = f, .later = true, .time = m->now + time};
}

int16_t model_new_future(model *m)
{
    int16_t f = m->future_count++;
    m->futures[f] = (future){.refs = 1, .frame = NOBODY, .outcome = gives(NO_VALUE)};
    m->futures[f].retrieved = true;
    return f;
}

void model_release_future(model *m, int16_t f)
{
    if (--m->futures[f].refs == 0 && !m->futures[f].retrieved)
        model_warn(m, NEVER_RETRIEVED, m->futures[f].outcome.fault);
}

reply model_future_outcome(model *m, int16_t f)
{
    future *asked = &m->futures[f];
    if (asked->state == PENDING)
        return fails(INVALID_STATE_ERROR);
    if (asked->state == CANCELLED)
        return fails(CANCELLED_ERROR);
    asked->retrieved = true;
    return asked->outcome;
}

void model_finish(model *m, int16_t f, future_state state, reply outcome)
{
    future *finished = &m->futures[f];
    finished->state = state;
    finished->outcome = outcome;
    finished->retrieved = state == CANCELLED || !outcome.fault;
    for (uint8_t i = 0; i < finished->waiter_count; i++)
        model_ready(m, (callback){.frame = finished->waiters[i]});
    finished->waiter_count = 0;
}

reply model_settle(model *m, model_slot slot, uint8_t fault_or_none, int16_t value)
{
    if (slot.kind == EMPTY)
        return gives(NO_VALUE);
    if (slot.kind != FUTURE && slot.kind != TASK)
        return fails(TYPE_ERROR);
    if (m->futures[slot.index].state != PENDING)
        return fails(INVALID_STATE_ERROR);
    if (slot.kind == TASK)
        return fails(RUNTIME_ERROR);
    model_finish(m, slot.index, FINISHED, fault_or_none ? fails(fault_or_none) : gives(value));
    return gives(NO_VALUE);
}

/* What it waits for is given up; CancelledError comes in the next turn. */
static void interrupt(model *m, int16_t f)
{
    remove_of(m->timers, &m->timer_count, f);
    remove_of(m->ready, &m->ready_count, f);
    m->frames[f].wait = WAITS_TURN;
    m->frames[f].injected = CANCELLED_ERROR;
    model_ready(m, (callback){.frame = f});
}

/* False: what the frame waits for cannot be cancelled, or has come. */
static bool cancel_wait(model *m, int16_t f)
{
    if (m->frames[f].wait == WAITS_FUTURE)
        return model_cancel(m, m->frames[f].awaited);
    if (m->frames[f].wait != WAITS_TIMER)
        return false;
    interrupt(m, f);
    return true;
}

bool model_cancel(model *m, int16_t f)
{
    future *cancelled = &m->futures[f];
    if (cancelled->state != PENDING)
        return false;
    if (!cancelled->task) {
        model_finish(m, f, CANCELLED, gives(NO_VALUE));
        return true;
    }
    frame *root = &m->frames[cancelled->frame];
    int16_t innermost = cancelled->frame;
    while (m->frames[innermost].wait == WAITS_FRAME)
        innermost = m->frames[innermost].delegate;
    root->cancelling++;
    if (!cancel_wait(m, innermost))
        root->must_cancel = true;
    return true;
}

void model_begin_wait(model *m, int16_t f)
{
    frame *root = &m->frames[model_root(m, f)];
    if (root->must_cancel && cancel_wait(m, f))
        root->must_cancel = false;
}

void model_step_task(model *m, int16_t f)
{
    frame *stepped = &m->frames[f];
    frame *root = &m->frames[model_root(m, f)];
    reply with = gives(NO_VALUE);
    if (stepped->wait == WAITS_FUTURE)
        with = model_future_outcome(m, stepped->awaited);
    if (stepped->injected)
        with = fails(stepped->injected);
    stepped->injected = NO_FAULT;
    if (root->must_cancel && with.fault != CANCELLED_ERROR)
        with = fails(CANCELLED_ERROR);
    root->must_cancel = false;
    if (stepped->state != CREATED || !with.fault) {
        model_resume(m, f, with);
        return;
    }
    model_end(m, f, with);
    model_end_root(m, f);
}

/* Nothing is ready: time goes on to what is due next. */
static void jump(model *m)
{
    m->now = m->timers[0].time > m->now ? m->timers[0].time : m->now;
    int16_t due = 0;
    while (due < m->timer_count && m->timers[due].time <= m->now)
        model_ready(m, m->timers[due++]);
    for (int16_t i = due; i < m->timer_count; i++)
        m->timers[i - due] = m->timers[i];
    m->timer_count = (int16_t)(m->timer_count - due);
}

static callback take_ready(model *m)
{
    if (!m->ready_count)
        jump(m);
    callback first = m->ready[0];
    m->ready_count--;
    for (int16_t i = 0; i < m->ready_count; i++)
        m->ready[i] = m->ready[i + 1];
    return first;
}

/* The time of a sleep has come: from now on there is nothing to be cancelled. */
static void make_ready(model *m, int16_t f)
{
    if (f != NOBODY && m->frames[f].wait == WAITS_TIMER)
        m->frames[f].wait = WAITS_TURN;
    model_ready(m, (callback){.frame = f});
}

void model_run_loop(model *m, uint32_t time)
{
    if (time)
        model_sleep(m, NOBODY, time);
    else
        model_ready(m, (callback){.frame = NOBODY});
    for (;;) {
        callback next = take_ready(m);
        if (next.later)
            make_ready(m, next.frame);
        else if (next.frame == NOBODY)
            return;
        else
            model_step_task(m, next.frame);
    }
}

bool model_busy(const model *m)
{
    return m->ready_count || m->timer_count;
}
