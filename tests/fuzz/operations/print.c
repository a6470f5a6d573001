/* Programs and records, as people read them. */
#include "program.h"

#include <stdio.h>

static const char *const operations[] = {
    "make generator", "make function", "make future", "make anext",     "make asend",
    "make athrow",    "make aclose",   "spawn",       "send",           "throw",
    "close",          "settle",        "cancel",      "uncancel",       "ask result",
    "drop",           "turn",          "advance",     "release futures"};

static const char *const steps[] = {"yield",  "give way", "sleep",  "await", "raise",
                                    "return", "settle",   "cancel", "anext", "asend",
                                    "athrow", "aclose",   "release"};

static const char *const policies[] = {"passes on", "goes on", "replaces", "returns"};

static const char *const faults[] = {"no error",          "ValueError",     "KeyError",
                                     "GeneratorExit",     "CancelledError", "StopAsyncIteration",
                                     "RuntimeError",      "TypeError",      "AttributeError",
                                     "InvalidStateError", "another error"};

static const char *const kinds[] = {"empty", "generator", "function", "request", "future", "task"};

static const char *const events[] = {"",
                                     "step",
                                     "coroutine was never awaited",
                                     "exception was never retrieved",
                                     "closing of a dropped generator failed",
                                     "closing of a dropped coroutine failed",
                                     "another warning"};

static void print_result(const char *what, reply printed)
{
    (void)fprintf(stderr, "%s: %s, value %d%s\n", what, faults[printed.fault], printed.value,
                  printed.returned ? ", returned" : "");
}

void operation_print(const operation *printed)
{
    (void)fprintf(stderr, "%s, slot %d, operand %d, amount %d\n", operations[printed->kind],
                  printed->slot, printed->operand, printed->amount);
    for (uint8_t i = 0; i < printed->body.count; i++) {
        const step *taken = &printed->body.steps[i];
        (void)fprintf(stderr, "    %s, slot %d, operand %d; an error it %s\n", steps[taken->kind],
                      taken->slot, taken->operand, policies[taken->policy]);
    }
}

void record_print(const char *whose, const record *printed)
{
    print_result(whose, printed->result);
    for (uint32_t i = 0; i < printed->count; i++) {
        const event *noted = &printed->events[i];
        (void)fprintf(stderr, "    %s %d of body %d: %s, value %d\n", events[noted->kind],
                      noted->detail, noted->body, faults[noted->fault], noted->value);
    }
    for (int i = 0; i < SLOTS; i++)
        if (printed->slots[i].kind)
            (void)fprintf(stderr,
                          "    slot %d: %s, running %d, awaiting %d, done %d, cancelled %d, "
                          "cancelling %d\n",
                          i, kinds[printed->slots[i].kind], printed->slots[i].running,
                          printed->slots[i].awaiting, printed->slots[i].done,
                          printed->slots[i].cancelled, printed->slots[i].cancelling);
    (void)fprintf(stderr, "    %u coroutines, %u stacks\n", printed->coroutines, printed->stacks);
}
