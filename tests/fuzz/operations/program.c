#include "program.h"

typedef struct reader {
    const uint8_t *at, *end;
} reader;

static uint8_t next_byte(reader *from)
{
    return from->at < from->end ? *from->at++ : 0;
}

/* Two bytes a step: the kind and the policy, the slot and the operand. */
static void read_body(body *read, reader *from)
{
    read->count = next_byte(from) % (BODY_STEPS + 1);
    for (uint8_t i = 0; i < read->count; i++) {
        uint8_t first = next_byte(from);
        uint8_t second = next_byte(from);
        read->steps[i] = (step){.kind = first % STEP_KINDS,
                                .policy = first / STEP_KINDS % POLICIES,
                                .slot = second % SLOTS,
                                .operand = second / SLOTS};
    }
}

void program_read(program *read, const uint8_t *data, size_t size)
{
    reader from = {data, data + size};
    read->count = 0;
    while (from.at < from.end && read->count < OPERATIONS) {
        operation *next = &read->operations[read->count++];
        uint8_t first = next_byte(&from);
        uint8_t second = next_byte(&from);
        next->kind = first % OPERATION_KINDS;
        next->amount = first / OPERATION_KINDS;
        next->slot = second % SLOTS;
        next->operand = second / SLOTS % SLOTS;
        next->body.count = 0;
        if (next->kind == MAKE_GENERATOR || next->kind == MAKE_FUNCTION)
            read_body(&next->body, &from);
    }
}
