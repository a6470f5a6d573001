/* The operations, as the runtime performs them. */
#include "runtime.h"

runtime_slot runtime_slots[SLOTS];

static uint8_t ids;

/* Tasks, each at its number; a number of what is no task leads nowhere. Borrowed. */
static async_object *tasks[UINT8_MAX + 1];

/* All futures that are no tasks, kept to the end. */
static async_object *futures[OPERATIONS];
static size_t future_count;

void runtime_begin(void)
{
    ids = 0;
    async_set_exception_handler(runtime_handler);
}

/* Of two with the same address only the later can be alive. */
int runtime_current_task(void)
{
    const async_object *task = async_current_task();
    int id = task ? ids - 1 : -1;
    while (id >= 0 && tasks[id] != task)
        id--;
    return id;
}

static runtime_slot *find_slot(uint8_t from, bool empty)
{
    for (unsigned i = 0; i < SLOTS; i++) {
        runtime_slot *slot = &runtime_slots[(from + i) % SLOTS];
        if ((slot->kind == EMPTY) == empty)
            return slot;
    }
    return NULL;
}

static reply fill(runtime_slot *slot, slot_kind kind, async_owned made)
{
    if (made.object)
        *slot = (runtime_slot){.kind = kind, .object = made.object};
    return runtime_result(made.status, async_none());
}

static reply make(const operation *performed)
{
    static const step_kind requests[] = {ANEXT, ASEND, ATHROW, ACLOSE};
    runtime_slot *slot = find_slot(performed->slot, true);
    bool generator = performed->kind == MAKE_GENERATOR;
    reply came;
    switch ((operation_kind)performed->kind) {
    case MAKE_GENERATOR:
    case MAKE_FUNCTION:
        tasks[ids] = NULL;
        return fill(slot, generator ? GENERATOR : FUNCTION,
                    runtime_new_body(&performed->body, ids++, generator));
    case MAKE_FUTURE:
        came = fill(slot, FUTURE, async_future_new());
        if (slot->kind == FUTURE)
            futures[future_count++] = async_retain(slot->object);
        return came;
    default:
        return fill(slot, REQUEST,
                    runtime_new_request(find_slot(performed->operand, false)->object,
                                        requests[performed->kind - MAKE_ANEXT], performed->amount));
    }
}

static reply spawn(runtime_slot *slot)
{
    async_owned spawned = async_spawn((async_owned){async_retain(slot->object), ASYNC_OK});
    if (slot->kind == FUTURE || slot->kind == TASK || !spawned.object) {
        async_release(spawned.object);
        return runtime_result(spawned.status, async_none());
    }
    async_release(slot->object);
    tasks[ids] = spawned.object;
    *slot = (runtime_slot){TASK, ids++, spawned.object};
    return runtime_result(spawned.status, async_none());
}

/* A step by hand. */
static reply step_by_hand(async_status status, async_value value)
{
    bool returned = async_stopped(status);
    reply came = runtime_result(returned ? ASYNC_OK : status, value);
    came.returned = returned;
    return came;
}

static void drop(runtime_slot *slot)
{
    slot->kind = EMPTY;
    async_release(slot->object);
}

static reply perform_on(runtime_slot *slot, const operation *performed)
{
    async_object *object = slot->object;
    uint8_t amount = performed->amount;
    async_value value = amount % 3 ? async_value_of((int)amount) : async_none();
    async_value yielded = async_none();
    async_status status = ASYNC_OK;
    switch ((operation_kind)performed->kind) {
    case SPAWN:
        return spawn(slot);
    case SEND:
        status = async_send(object, value, &yielded);
        return step_by_hand(status, yielded);
    case THROW:
        status = async_throw(object, runtime_new_error(1 + amount % THROWN_FAULTS), &yielded);
        return step_by_hand(status, yielded);
    case CLOSE:
        status = async_close(object);
        break;
    case SETTLE_FUTURE:
        status =
            runtime_settle(object, amount % 2 ? 1 + amount / 2 % THROWN_FAULTS : NO_FAULT, amount);
        break;
    case CANCEL_FUTURE:
        yielded = async_value_of((int)async_cancel(object));
        break;
    case UNCANCEL:
        yielded = async_value_of((int)async_task_uncancel(object));
        break;
    case ASK_RESULT:
        status = async_future_result(object, &yielded);
        break;
    default:
        drop(slot);
        break;
    }
    return runtime_result(status, yielded);
}

static void release_futures(void)
{
    for (size_t i = 0; i < future_count; i++) {
        if (!async_done(futures[i]))
            async_error_clear(async_future_set_result(futures[i], async_none()));
        async_release(futures[i]);
    }
    future_count = 0;
}

/* What ignores a close is closed again, at each of its steps: dropped where it stands, it would
 * leave behind what its stack holds. */
static void close_whole(const runtime_slot *slot)
{
    async_status closed = ASYNC_OK;
    for (unsigned i = 0; i <= SLOTS * BODY_STEPS; i++) {
        async_error_clear(closed);
        closed = async_close(slot->object);
        if (!async_failed(closed))
            return;
    }
    async_error_clear(closed);
}

void runtime_abandon(void)
{
    release_futures();
    for (int i = 0; i < SLOTS; i++)
        if (runtime_slots[i].kind == FUNCTION || runtime_slots[i].kind == REQUEST)
            close_whole(&runtime_slots[i]);
    for (int i = 0; i < SLOTS; i++)
        if (runtime_slots[i].kind != EMPTY)
            drop(&runtime_slots[i]);
}

static void describe(record *made)
{
    async_statistics live = async_stats();
    made->coroutines = live.coroutines - 1; /* But for the one that performs the program. */
    made->stacks = live.stacks - 1;
    memset(made->slots, 0, sizeof made->slots);
    for (int i = 0; i < SLOTS; i++) {
        const runtime_slot *slot = &runtime_slots[i];
        made->slots[i].kind = slot->kind;
        if (slot->kind == GENERATOR || slot->kind == FUNCTION) {
            made->slots[i].running = async_generator_running(slot->object);
            made->slots[i].awaiting = async_awaiting(slot->object) != NULL;
        } else if (slot->kind == FUTURE || slot->kind == TASK) {
            made->slots[i].done = async_done(slot->object);
            made->slots[i].cancelled = async_cancelled(slot->object);
            made->slots[i].cancelling = (uint8_t)async_task_cancelling(slot->object);
        }
    }
}

async_status runtime_perform(async_scope, const operation *performed, record *made)
{
    made->count = 0;
    runtime_note_in(made);
    made->result = (reply){.value = NO_VALUE};
    if (performed->kind == TURN)
        async_try(async_sleep(0));
    else if (performed->kind == ADVANCE)
        async_try(async_sleep(1 + performed->amount));
    else if (performed->kind == RELEASE_FUTURES)
        release_futures();
    else if (performed->kind < SPAWN)
        made->result = make(performed);
    else
        made->result = perform_on(find_slot(performed->slot, false), performed);
    describe(made);
    return ASYNC_OK;
}
