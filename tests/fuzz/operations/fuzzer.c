/*
 * A fuzzer of the runtime: each input is a program of operations, which the runtime and a model of
 * it perform, step by step the same. In the end nothing lives.
 */
#include "../../c/faults.h"
#include "model.h"
#include "runtime.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static model expected_state;
static record expected, got;
enum { PERFORMED = 4 * OPERATIONS };
static operation performed[PERFORMED];
static uint32_t performed_count;

static void print_performed(void)
{
    for (uint32_t i = 0; i < performed_count && i < PERFORMED; i++)
        operation_print(&performed[i]);
}

static _Noreturn void tell_difference(void)
{
    print_performed();
    record_print("expected", &expected);
    record_print("got", &got);
    abort();
}

static bool same_event(const event *left, const event *right)
{
    return left->kind == right->kind && left->body == right->body &&
           left->detail == right->detail && left->fault == right->fault &&
           left->value == right->value;
}

static bool same(void)
{
    if (expected.result.fault != got.result.fault || expected.result.value != got.result.value ||
        expected.result.returned != got.result.returned || expected.count != got.count ||
        expected.coroutines != got.coroutines || expected.stacks != got.stacks ||
        memcmp(expected.slots, got.slots, sizeof got.slots) != 0)
        return false;
    for (uint32_t i = 0; i < got.count; i++)
        if (!same_event(&expected.events[i], &got.events[i]))
            return false;
    return true;
}

/* What cannot be performed is left out. */
static async_status perform(async_scope, const operation *next)
{
    if (!model_perform(&expected_state, next, &expected))
        return ASYNC_OK;
    performed[performed_count++ % PERFORMED] = *next;
    async_try(runtime_perform(async_here, next, &got));
    if (!faults_failed() && !same())
        tell_difference();
    return ASYNC_OK;
}

static program input;

ASYNC_FUNCTION(perform_program, async_value)
{
    operation next;
    runtime_begin();
    performed_count = 0;
    model_begin(&expected_state);
    async_status status = ASYNC_OK;
    for (uint32_t i = 0; i < input.count && !async_failed(status) && !faults_failed(); i++)
        status = perform(async_here, &input.operations[i]);
    while (!async_failed(status) && !faults_failed() && model_next_of_end(&expected_state, &next))
        status = perform(async_here, &next);
    if (faults_failed()) {
        got.count = 0;
        runtime_abandon();
    }
    return status;
}

ASYNC_FUNCTION(rests, async_value)
{
    return async_sleep(1000);
}

static void expect_nothing_lives(void)
{
    async_statistics live = async_stats();
    if (!live.coroutines && !live.stacks && !live.handles && !live.allocations && !live.bytes)
        return;
    print_performed();
    (void)fprintf(stderr, "left behind: %u coroutines, %u stacks, %u allocations, %u bytes\n",
                  live.coroutines, live.stacks, live.allocations, live.bytes);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool begun;
    if (!begun)
        async_use_virtual_clock();
    begun = true;
    program_read(&input, data, size);
    async_status status = async_run(async_new(perform_program), NULL);
    if (async_failed(status) && !faults_told()) {
        async_error_print(status);
        abort();
    }
    async_error_clear(status);
    got.count = 0;
    /* What the end of that run could not do for want of memory, the end of this one does. */
    if (faults_failed())
        async_error_clear(async_run(async_new(rests), NULL));
    runtime_note_in(NULL);
    expect_nothing_lives();
    return 0;
}
