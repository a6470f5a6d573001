/* `await` of a value of JavaScript: of a promise, as a rule. */
#include "handle.h"

const char async__face_of_promises = 0;

bool async__promise_await_begin(async_coroutine *here, async_object *object ASYNC__MARKED)
{
    uint32_t index = async__handle_index(object);
    async__promise_begin(
        here, (uint32_t)ASYNC__OUTSIDE(async__js_wait_converted(index, async__frame_of(here))));
    return true;
}

async_status async__javascript_await(async_coroutine *here, async_object *object, bool as_it_is,
                                     async_value *result)
{
    async__frame *frame = async__frame_of(here);
    if (frame->task->by_hand)
        return async__frame_hand_out(frame, async__value_of_object(async_retain(object)), result);
    uint32_t index = async__handle_index(object);
    int32_t waiter = as_it_is ? ASYNC__OUTSIDE(async__js_wait(index, frame))
                              : ASYNC__OUTSIDE(async__js_wait_converted(index, frame));
    return async__promise_wait(here, (uint32_t)waiter, result);
}

async_status async__promise_await(async__suspends(here), async_object *object, async_value *result)
{
    if (async__frame_take_begun(async__frame_of(here)) == ASYNC__BEGUN_PROMISE)
        return async__promise_end(here, result);
    return async__javascript_await(here, object, false, result);
}
