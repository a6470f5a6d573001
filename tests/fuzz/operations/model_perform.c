/* The operations. */
#include "model.h"

#include <string.h>

void model_begin(model *m)
{
    *m = (model){0};
}

static bool holds_future(const model_slot *slot)
{
    return slot->kind == FUTURE || slot->kind == TASK;
}

/* The first slot from the one named that is empty, or that is not; NULL: none. */
static model_slot *find_slot(model *m, uint8_t from, bool empty)
{
    for (unsigned i = 0; i < SLOTS; i++) {
        model_slot *slot = &m->slots[(from + i) % SLOTS];
        if ((slot->kind == EMPTY) == empty)
            return slot;
    }
    return NULL;
}

static void make_body(model *m, model_slot *slot, const operation *performed, bool generator)
{
    int16_t f = model_new_frame(m, generator ? GENERATOR_FRAME : FUNCTION_FRAME);
    m->frames[f].body = performed->body;
    m->frames[f].id = m->ids++;
    *slot = (model_slot){generator ? GENERATOR : FUNCTION, f};
}

static void make_future(model *m, model_slot *slot)
{
    *slot = (model_slot){FUTURE, model_new_future(m)};
    m->futures[slot->index].refs++; /* Of the list of all futures. */
}

static reply make_request(model *m, model_slot *slot, const operation *performed)
{
    static const step_kind kinds[] = {ANEXT, ASEND, ATHROW, ACLOSE};
    step_kind kind = kinds[performed->kind - MAKE_ANEXT];
    const model_slot *target = find_slot(m, performed->operand, false);
    if (!target) {
        m->impossible = true;
        return gives(NO_VALUE);
    }
    uint8_t refused = refusal_of(target->kind, kind);
    if (refused)
        return fails(refused);
    int16_t value = (int16_t)(performed->amount % 3 ? performed->amount : NO_VALUE);
    *slot = (model_slot){
        REQUEST, model_new_request(m, target->index, kind, fault_of(performed->amount), value)};
    return gives(NO_VALUE);
}

static reply make(model *m, const operation *performed)
{
    model_slot *slot = find_slot(m, performed->slot, true);
    if (!slot)
        m->impossible = true;
    else if (performed->kind == MAKE_FUTURE)
        make_future(m, slot);
    else if (performed->kind <= MAKE_FUNCTION)
        make_body(m, slot, performed, performed->kind == MAKE_GENERATOR);
    else
        return make_request(m, slot, performed);
    return gives(NO_VALUE);
}

static bool driven_by_hand(const model *m, const model_slot *slot)
{
    int16_t f = NOBODY;
    if (slot->kind == FUNCTION)
        f = slot->index;
    else if (slot->kind == REQUEST)
        f = m->requests[slot->index].driver;
    return f != NOBODY && m->frames[f].by_hand && m->frames[f].state == AWAITING;
}

static reply spawn(model *m, model_slot *slot)
{
    if (holds_future(slot))
        return gives(NO_VALUE);
    if (slot->kind == GENERATOR)
        return fails(TYPE_ERROR);
    int16_t f = slot->index;
    /* The task would drop it where it stands. */
    if (driven_by_hand(m, slot)) {
        m->impossible = slot->kind == REQUEST;
        return fails(RUNTIME_ERROR);
    }
    if (slot->kind == REQUEST) {
        f = model_new_frame(m, AWAITER_FRAME);
        m->frames[f].request = slot->index;
    } else if (m->frames[f].state != CREATED || m->frames[f].task != NOBODY) {
        return fails(RUNTIME_ERROR);
    }
    int16_t task = model_new_future(m);
    m->futures[task].refs++; /* Of those that have not ended. */
    m->futures[task].task = true;
    m->futures[task].frame = f;
    m->futures[task].id = m->ids++;
    m->frames[f].task = task;
    *slot = (model_slot){TASK, task};
    model_ready(m, (callback){.frame = f});
    return gives(NO_VALUE);
}

static void drop(model *m, model_slot *slot)
{
    model_slot dropped = *slot;
    slot->kind = EMPTY;
    if (dropped.kind == REQUEST)
        model_release_request(m, dropped.index);
    else if (holds_future(&dropped))
        model_release_future(m, dropped.index);
    else
        model_release_frame(m, dropped.index);
}

static reply uncancel(model *m, const model_slot *slot)
{
    int16_t f = (int16_t)(slot->kind == TASK ? m->futures[slot->index].frame : NOBODY);
    if (f == NOBODY)
        return gives(0);
    m->frames[f].cancelling -= m->frames[f].cancelling > 0;
    return gives(m->frames[f].cancelling);
}

static void release_futures(model *m)
{
    m->futures_released = true;
    for (int16_t f = 0; f < m->future_count; f++) {
        if (m->futures[f].task)
            continue;
        if (m->futures[f].state == PENDING)
            model_finish(m, f, FINISHED, gives(NO_VALUE));
        model_release_future(m, f);
    }
}

static reply perform_on(model *m, model_slot *slot, const operation *performed)
{
    int16_t value = (int16_t)(performed->amount % 3 ? performed->amount : NO_VALUE);
    switch ((operation_kind)performed->kind) {
    case SPAWN:
        return spawn(m, slot);
    case SEND:
        return model_send(m, *slot, value);
    case THROW:
        return model_throw(m, *slot, fault_of(performed->amount));
    case CLOSE:
        return model_close(m, *slot);
    case SETTLE_FUTURE:
        return model_settle(m, *slot,
                            performed->amount % 2 ? fault_of(performed->amount / 2) : NO_FAULT,
                            performed->amount);
    case CANCEL_FUTURE:
        return gives((int16_t)(holds_future(slot) && model_cancel(m, slot->index)));
    case UNCANCEL:
        return uncancel(m, slot);
    case ASK_RESULT:
        return holds_future(slot) ? model_future_outcome(m, slot->index) : fails(TYPE_ERROR);
    default:
        drop(m, slot);
        return gives(NO_VALUE);
    }
}

static reply perform(model *m, const operation *performed)
{
    model_slot *slot;
    if (performed->kind < SPAWN)
        return make(m, performed);
    if (performed->kind == TURN || performed->kind == ADVANCE)
        model_run_loop(m, performed->kind == TURN ? 0 : 1 + performed->amount);
    else if (performed->kind == RELEASE_FUTURES)
        release_futures(m);
    else if ((slot = find_slot(m, performed->slot, false)))
        return perform_on(m, slot, performed);
    else
        m->impossible = true;
    return gives(NO_VALUE);
}

static void describe_frame(const frame *described, int at, record *made)
{
    bool awaits = described->state == AWAITING;
    made->slots[at].running =
        described->kind == GENERATOR_FRAME && (awaits || described->state == RUNNING);
    made->slots[at].awaiting =
        awaits && (described->wait == WAITS_FRAME || described->awaited != NOBODY);
}

static void describe_future(const model *m, const future *described, int at, record *made)
{
    made->slots[at].done = described->state != PENDING;
    made->slots[at].cancelled = described->state == CANCELLED;
    if (described->frame != NOBODY)
        made->slots[at].cancelling = m->frames[described->frame].cancelling;
}

static void describe(const model *m, record *made)
{
    made->coroutines = m->coroutines;
    made->stacks = m->stacks;
    memset(made->slots, 0, sizeof made->slots);
    for (int i = 0; i < SLOTS; i++) {
        const model_slot *slot = &m->slots[i];
        made->slots[i].kind = slot->kind;
        if (slot->kind == GENERATOR || slot->kind == FUNCTION)
            describe_frame(&m->frames[slot->index], i, made);
        else if (holds_future(slot))
            describe_future(m, &m->futures[slot->index], i, made);
    }
}

/* Only such a drop can turn out to be impossible when it is under way. */
static bool drops_suspended(model *m, const operation *performed)
{
    const model_slot *slot = find_slot(m, performed->slot, false);
    if (performed->kind != DROP || !slot)
        return false;
    if (slot->kind == FUNCTION)
        return m->frames[slot->index].state == AWAITING;
    return slot->kind == REQUEST && m->requests[slot->index].driver != NOBODY;
}

bool model_perform(model *m, const operation *performed, record *made)
{
    static model before;
    bool in_doubt = drops_suspended(m, performed);
    if (in_doubt)
        before = *m;
    made->count = 0;
    m->record = made;
    m->impossible = false;
    made->result = perform(m, performed);
    if (m->impossible) {
        if (in_doubt)
            *m = before;
        return false;
    }
    describe(m, made);
    return true;
}

bool model_next_of_end(const model *m, operation *next)
{
    *next = (operation){0};
    for (; next->slot < SLOTS; next->slot++) {
        next->kind = SEND;
        if (driven_by_hand(m, &m->slots[next->slot]))
            return true;
    }
    next->kind = RELEASE_FUTURES;
    if (!m->futures_released)
        return true;
    next->kind = DROP;
    for (next->slot = 0; next->slot < SLOTS; next->slot++)
        if (m->slots[next->slot].kind != EMPTY)
            return true;
    *next = (operation){.kind = ADVANCE, .amount = 60};
    return model_busy(m);
}
