/* Items that are had before they are asked for, many by one call: of generators that say so. */
#include "exports.h"
#include "generator.h"
#include "outcome.h"
#include "requests.h"
#include "resume.h"

const char async__ahead = 0;

/* What a call has given, as JavaScript reads it. */
static double items[ASYNC__MOST_AHEAD];

/* The call under way: whose items it has, how many, and how many it may; none: there is none. */
static struct {
    const async_coroutine *by;
    uint32_t count, most;
} had;

const double *EXPORT(had)(void)
{
    return items;
}

/* Puts what the body yields into the slot, and a number among the items.
 * @return the outcome of what else it is. */
static async__outcome have(const async_value *value)
{
    async__outcome outcome = async__outgoing_number_or_item(value);
    if (outcome != ASYNC__OUTCOME_ITEM + ASYNC_DOUBLE)
        return outcome;
    items[had.count++] = async__outgoing.number;
    return ASYNC__OUTCOME_NOTHING;
}

/* The last item is the one that the body is suspended at: there it is told what becomes of it. */
bool async__item_ahead(async_coroutine *here)
{
    bool is_number = here->value.kind == ASYNC_INT || here->value.kind == ASYNC_DOUBLE;
    if (here != had.by || had.count + 1 >= had.most || !is_number ||
        have(&here->value) != ASYNC__OUTCOME_NOTHING)
        return false;
    here->value.header = 0;
    return true;
}

/* The outcome of what a body has come to, behind the items that have been had. */
static async__outcome outcome_behind(async__generator *generator, bool yielded)
{
    if (yielded)
        return have(&generator->frame.head.value);
    if (generator->frame.head.state == ASYNC__AWAITING)
        return ASYNC__OUTCOME_PENDING;
    return async__requests_outcome(generator);
}

/*
 * Goes on from the yield that the generator stands at: items that are numbers go into `items`.
 * A call from within another, of another generator, has nothing.
 * @return how many, shifted, and the outcome of what follows them, which nobody has asked for yet.
 */
uint32_t EXPORT(ahead)(async__generator *generator, uint32_t most)
{
    async_coroutine *head = &generator->frame.head;
    if (had.by || !async__generator_resumable(generator))
        return ASYNC__OUTCOME_NOTHING;
    /* It stays so: a method that waits sets it aside until it returns. */
    head->expects = ASYNC__EXPECTS_MANY;
    had.by = head;
    had.count = 0;
    had.most = most;
    bool yielded = async__generator_resume(generator, &generator->frame);
    async__outcome outcome = outcome_behind(generator, yielded);
    had.by = NULL;
    return had.count << ASYNC__OUTCOME_BITS | outcome;
}
