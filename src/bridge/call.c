/* Calls of asynchronous functions: what the bindings call for them. */
#include "exports.h"
#include "function.h"
#include "outcome.h"

#include "imports.h"

const char async__face_of_functions = 0;

static async__outcome take_outcome(async__frame *frame)
{
    async_value result;
    async_status status = async__function_outcome(frame, &result);
    return async_failed(status) ? async__outgoing_error(status) : async__outgoing_done(result);
}

static void on_outcome(async__frame *frame)
{
    async__js_settled(frame->observer, take_outcome(frame));
}

/* Starts a function's body. */
uint32_t EXPORT(start)(async__frame *frame)
{
    frame->on_outcome = on_outcome;
    async_status prepared = async__frame_prepare(frame);
    if (async_failed(prepared))
        return async__outgoing_error(prepared);
    async__frame_resume(frame);
    return frame->head.state == ASYNC__AWAITING ? ASYNC__OUTCOME_PENDING : take_outcome(frame);
}
