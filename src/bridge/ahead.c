/* Items that are had before they are asked for, many by one call: of generators that say so. */
#include "exports.h"
#include "generator.h"
#include "outcome.h"
#include "requests.h"
#include "resume.h"

const char async__ahead = 0;

/* What a call has given, as JavaScript reads it. */
static struct {
    uint32_t count;
    double items[ASYNC__MOST_AHEAD];
} had;

const void *EXPORT(had)(void)
{
    return &had;
}

/* There is no outcome beyond the items. */
enum { NOTHING_FOLLOWS = -1 };

/*
 * Goes on from the yield that the generator stands at: items that are numbers go into `had`.
 * @return the outcome of what follows them, which nobody has asked for yet.
 */
int32_t EXPORT(ahead)(async__generator *generator, uint32_t most)
{
    had.count = 0;
    while (had.count < most && async__generator_resumable(generator)) {
        async__frame *frame = &generator->frame;
        if (!async__generator_resume(generator, frame))
            return frame->head.state == ASYNC__AWAITING
                       ? (int32_t)ASYNC__OUTCOME_PENDING
                       : (int32_t)async__requests_outcome(generator);
        async__outcome outcome = async__outgoing_item(frame->head.value);
        if (outcome != ASYNC__OUTCOME_ITEM + ASYNC_DOUBLE)
            return (int32_t)outcome;
        had.items[had.count++] = async__outgoing.number;
    }
    return NOTHING_FOLLOWS;
}
