/**
 * @file outcome.h
 * Values and outcomes on their way between C and JavaScript.
 */
#ifndef ASYNCFOR_BRIDGE_OUTCOME_H
#define ASYNCFOR_BRIDGE_OUTCOME_H

#include "coroutine.h"

/** How a call of an export came out: what JavaScript branches on. */
typedef enum async__outcome {
    ASYNC__OUTCOME_PENDING,     /* async__js_settled() will tell. */
    ASYNC__OUTCOME_QUEUED,      /* It waits behind other requests. */
    ASYNC__OUTCOME_REFUSED,     /* As FAILED, but the body has not ended. */
    ASYNC__OUTCOME_FAILED,      /* The slot holds the error. */
    ASYNC__OUTCOME_DONE,        /* The slot holds the returned value. */
    ASYNC__OUTCOME_OBJECT,      /* The slot holds the item, an object of the runtime. */
    ASYNC__OUTCOME_ITEM,        /* The slot holds the item; the item's async_kind is added. */
    ASYNC__OUTCOME_NOTHING = 15 /* Nothing follows the items that have been had: see ahead.c. */
} async__outcome;

/** An outcome with whom it concerns: the observer's number, shifted by so many bits. */
enum { ASYNC__OUTCOME_BITS = 4 };
_Static_assert(ASYNC__OUTCOME_ITEM + ASYNC_KIND_COUNT <= ASYNC__OUTCOME_NOTHING &&
                   ASYNC__OUTCOME_NOTHING < 1 << ASYNC__OUTCOME_BITS,
               "an outcome has so many bits");

/** The kind of what lies in the slot if it is an object of the runtime: see parts.h. */
enum { ASYNC__RUNTIME_OBJECT = ASYNC_KIND_COUNT };

/** What a promise of JavaScript brings. */
typedef enum async__settlement {
    ASYNC__SETTLED_VALUE,
    ASYNC__SETTLED_ERROR,
    ASYNC__SETTLED_STOP,
    ASYNC__SETTLED_UNUSABLE /* An item came that cannot be handed to C: its error. */
} async__settlement;

/**
 * The slot that outcomes lie in. It keeps the value alive until the next outcome or
 * async__outgoing_clear(). A JavaScript value lies in it as the index of its handle, a number as a
 * double.
 */
extern async_value async__outgoing;

/** Puts an item into the slot. @param value taken. */
async__outcome async__outgoing_item(async_value value);

/** Keeps what the slot refers to; none: it refers to nothing. */
extern async_value async__outgoing_kept;

/** The same, inline for a number that is small enough, as most are. */
static inline async__outcome async__outgoing_number_or_item(const async_value *value)
{
    bool integer = value->kind == ASYNC_INT && value->integer == (int32_t)value->integer;
    if ((!integer && value->kind != ASYNC_DOUBLE) || async__outgoing_kept.kind != ASYNC_NONE)
        return async__outgoing_item(*value);
    async__outgoing.number = integer ? (int32_t)value->integer : value->number;
    return (async__outcome)(ASYNC__OUTCOME_ITEM + ASYNC_DOUBLE);
}

/** Puts a returned value into the slot. @param value taken. */
async__outcome async__outgoing_done(async_value value);

/** Puts an error, raised in no coroutine, into the slot. */
async__outcome async__outgoing_error(async_status status);

/** Gives up what the slot holds. */
void async__outgoing_clear(void);

/**
 * A value from JavaScript: for a string or bytes `number` is the address of a buffer, taken; for
 * an object the index of a handle, taken.
 * @return OK or MemoryError.
 */
async_status async__incoming(async_kind kind, double number, uint32_t size,
                             async_value *value) ASYNC_MUST_CHECK;

#endif
