/* The bodies, as coroutines of the runtime. */
#include "runtime.h"

static record *noted_in;

void runtime_note_in(record *made)
{
    noted_in = made;
}

static const async_error_type *const types[] = {
    [VALUE_ERROR] = async_ValueError,
    [KEY_ERROR] = async_KeyError,
    [GENERATOR_EXIT] = async_GeneratorExit,
    [CANCELLED_ERROR] = async_CancelledError,
    [STOP_ASYNC_ITERATION] = async_StopAsyncIteration,
    [RUNTIME_ERROR] = async_RuntimeError,
    [TYPE_ERROR] = async_TypeError,
    [ATTRIBUTE_ERROR] = async_AttributeError,
    [INVALID_STATE_ERROR] = async_InvalidStateError,
};

async_error *runtime_new_error(uint8_t which)
{
    return async_error_new(types[which], "%s", "");
}

static uint8_t fault_of_error(const async_error *error)
{
    if (!error)
        return NO_FAULT;
    enum { TYPES = sizeof types / sizeof(const async_error_type *) };
    for (unsigned i = 1; i < TYPES; i++)
        if (async_error_type_of(error) == types[i])
            return (uint8_t)i;
    return ANOTHER_ERROR;
}

static uint8_t fault_of(uint8_t amount)
{
    return 1 + amount % THROWN_FAULTS;
}

reply runtime_result(async_status status, async_value value)
{
    reply came = {.fault = fault_of_error(status.error), .value = NO_VALUE};
    async_error_clear(status);
    if (value.kind == ASYNC_INT)
        came.value = (int16_t)value.integer;
    else if (value.kind == ASYNC_OBJECT)
        came.value = A_FUTURE;
    async_value_release(value);
    return came;
}

/* What is told to the handler, by how it begins. */
static void note_warning(const async_exception_context *context)
{
    static const struct {
        const char *text;
        event_kind kind;
    } warnings[] = {
        {"RuntimeWarning: coroutine '", NEVER_AWAITED},
        {"Future exception was never", NEVER_RETRIEVED},
        {"Task exception was never", NEVER_RETRIEVED},
        {"an error occurred during closing of", CLOSING_FAILED},
        {"Exception ignored in a coroutine", DROP_FAILED},
    };
    event noted = {
        .kind = ANOTHER_WARNING, .fault = fault_of_error(context->error), .value = NO_VALUE};
    for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++)
        if (strncmp(context->message, warnings[i].text, strlen(warnings[i].text)) == 0)
            noted.kind = warnings[i].kind;
    if (noted_in)
        note_event(noted_in, noted);
}

async_exception_handler *const runtime_handler = note_warning;

async_owned runtime_new_request(async_object *target, step_kind kind, uint8_t amount)
{
    async_value value = amount % 3 ? async_value_of((int)amount) : async_none();
    switch (kind) {
    case ANEXT:
        return async_anext(target);
    case ASEND:
        return async_asend(target, value);
    case ATHROW:
        return async_athrow(target, runtime_new_error(fault_of(amount)));
    default:
        return async_aclose(target);
    }
}

async_status runtime_settle(async_object *future, uint8_t fault_or_none, int16_t value)
{
    if (fault_or_none)
        return async_future_set_error(future, runtime_new_error(fault_or_none));
    return async_future_set_result(future, async_value_of((int)value));
}

/* A task awaits those alone that were made before it, so that none await each other. */
static bool may_await(const runtime_slot *slot)
{
    int task = runtime_current_task();
    return slot->kind != EMPTY && !(slot->kind == TASK && task >= 0 && slot->id > task);
}

static async_status await_slot(async_scope, const runtime_slot *slot, async_value *value)
{
    if (!may_await(slot))
        return ASYNC_OK;
    async_object *held = async_retain(slot->object);
    async_status status = async_await(held, value);
    async_release(held);
    return status;
}

static async_status request_slot(async_scope, const runtime_slot *slot, const step *taken,
                                 async_value *value)
{
    if (slot->kind == EMPTY)
        return ASYNC_OK;
    return async_await(runtime_new_request(slot->object, taken->kind, taken->operand), value);
}

static void release_slot(runtime_slot *slot)
{
    if (slot->kind != GENERATOR && slot->kind != FUTURE && slot->kind != TASK)
        return;
    slot->kind = EMPTY;
    async_release(slot->object);
}

static async_status settle_slot(const runtime_slot *slot, uint8_t operand)
{
    if (slot->kind == EMPTY)
        return ASYNC_OK;
    return runtime_settle(slot->object, operand % 2 ? fault_of(operand / 2) : NO_FAULT, operand);
}

static async_status take_step(async_scope, const step *taken, bool generator, async_value *value)
{
    runtime_slot *slot = &runtime_slots[taken->slot];
    switch (step_in(taken, generator)) {
    case YIELD:
        return async_yield_sent((int)taken->operand, value);
    case GIVE_WAY:
        return async_sleep(0);
    case SLEEP:
        return async_sleep(1 + taken->operand % 4);
    case AWAIT:
        return await_slot(async_here, slot, value);
    case RAISE:
        return async_raise_again(runtime_new_error(fault_of(taken->operand)));
    case SETTLE:
        return settle_slot(slot, taken->operand);
    case CANCEL:
        *value = async_value_of((int)(slot->kind != EMPTY && async_cancel(slot->object)));
        return ASYNC_OK;
    case ANEXT:
    case ASEND:
    case ATHROW:
    case ACLOSE:
        return request_slot(async_here, slot, taken, value);
    case RELEASE:
        release_slot(slot);
        return ASYNC_OK;
    default:
        return ASYNC_OK;
    }
}

/* @return true: the body goes on; else `*status` is what it ends with. */
static bool go_on_with(async_status *status, const step *taken, const reply *came)
{
    if (!came->fault)
        return true;
    switch ((policy)taken->policy) {
    case PASSES_ON:
        return false;
    case REPLACES:
        *status = async_raise(async_KeyError, "replaced");
        return false;
    default:
        async_error_clear(*status);
        *status = ASYNC_OK;
        return taken->policy == GOES_ON;
    }
}

static async_status run_body(async_scope, const body *run, uint8_t id, bool generator)
{
    for (uint8_t pc = 0; pc < run->count; pc++) {
        const step *taken = &run->steps[pc];
        async_value value = async_none();
        if (taken->kind == RETURN)
            return generator ? ASYNC_OK : async_return((int)taken->operand);
        async_status status = take_step(async_here, taken, generator, &value);
        reply came = {fault_of_error(status.error), 0, NO_VALUE};
        if (!came.fault)
            came = runtime_result(ASYNC_OK, value);
        note_event(noted_in, (event){STEP_ENDED, id, pc, came.fault, came.value});
        if (!go_on_with(&status, taken, &came))
            return status;
    }
    return ASYNC_OK;
}

ASYNC_GENERATOR(generator_body, async_value, (async_bytes, steps), (int, id))
{
    return run_body(async_here, (const body *)args->steps.data, (uint8_t)args->id, true);
}

ASYNC_FUNCTION(function_body, async_value, (async_bytes, steps), (int, id))
{
    return run_body(async_here, (const body *)args->steps.data, (uint8_t)args->id, false);
}

async_owned runtime_new_body(const body *made, uint8_t id, bool generator)
{
    async_bytes steps = {(const uint8_t *)made, sizeof *made};
    if (generator)
        return async_new(generator_body, .steps = steps, .id = id);
    return async_new(function_body, .steps = steps, .id = id);
}
