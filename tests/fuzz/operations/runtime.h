/**
 * @file runtime.h
 * The operations, performed by the runtime through its public face.
 */
#ifndef RUNTIME_H
#define RUNTIME_H

#include "program.h"

#include <asyncfor.h>

/** Before the first operation of a program, in the coroutine that performs it. */
void runtime_begin(void);

/** Performs an operation, and notes what it came to, and what happened meanwhile. */
async_status runtime_perform(async_scope, const operation *performed, record *made);

/** Gives up whatever there is. */
void runtime_abandon(void);

/** From now on what is told to the exception handler is noted here. NULL: nowhere. */
void runtime_note_in(record *made);

/** What a status, whose error this handles, came to; the value is taken. */
reply runtime_result(async_status status, async_value value);

/** Notes what is told to the exception handler. */
extern async_exception_handler *const runtime_handler;

/** @name Slots */
/**@{*/
typedef struct runtime_slot {
    uint8_t kind; /**< A slot_kind. */
    uint8_t id;   /**< Of a task, counted as bodies and tasks are made. */
    async_object *object;
} runtime_slot;

extern runtime_slot runtime_slots[SLOTS];
/**@}*/

/** A coroutine or a generator with this body. @param id of its events. */
async_owned runtime_new_body(const body *made, uint8_t id, bool generator);

/** The number of the task that runs; -1: none does. */
int runtime_current_task(void);

/** A request to what is in a slot, as a step_kind names it. @param amount tells fault and value. */
async_owned runtime_new_request(async_object *target, step_kind kind, uint8_t amount);

/** Settles what is in a slot, if it can be. @param fault_or_none a fault. */
async_status runtime_settle(async_object *future, uint8_t fault_or_none, int16_t value);

async_error *runtime_new_error(uint8_t which);

#endif
