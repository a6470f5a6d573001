#include "coroutine.h"

#include "arguments.h"
#include "port/outside.h"
#include "resume.h"
#include "stack.h"
#include "trace.h"

uint32_t async__coroutines;

uint64_t async__started;
uint64_t async__suspensions;
uint64_t async__relayed;

uint32_t async__depth;

void async__frame_init(async__frame *frame, const async_type *type,
                       const async_definition *definition, const void *arguments)
{
    frame->head.object = (async_object){type, 1};
    bool yields = definition->kind == ASYNC__GENERATOR || definition->kind == ASYNC__SYNC_GENERATOR;
    frame->head.expects = definition->item->expects | (yields ? 0 : ASYNC__EXPECTS_NO_YIELD);
    frame->name = definition->name;
    frame->body = definition->body;
    frame->definition = definition;
    frame->arguments = arguments;
    uint32_t declared = *definition->stack_size;
    frame->stack_size = async__context_size(declared ? declared : ASYNC_DEFAULT_STACK_SIZE);
    frame->task = frame;
    frame->wakeup.callback.run = async__frame_step;
    async__life_begin(&frame->life);
    async__coroutines++;
}

async_status async__frame_prepare(async__frame *frame)
{
    if (async__depth >= ASYNC__MAXIMUM_DEPTH)
        return async_raise(async_RecursionError, "maximum recursion depth exceeded in '%s'",
                           frame->name);
    if (frame->context.base)
        return ASYNC_OK;
    char *base = async__stack_acquire(frame->stack_size);
    if (!base)
        return async__no_memory();
    async__started++;
    async__context_start(&frame->context, base, frame->stack_size);
    return ASYNC_OK;
}

/* Whatever the frame waits for outside will find nobody. */
static void forget(async__frame *frame)
{
    if (frame->suspension == ASYNC__SUSPENSION_PROMISE)
        async__outside_forget(frame->waiter);
    frame->waiter = 0;
}

/* What the arguments hold is given up here, and not when nobody refers to the coroutine any more.
 */
static void end(async__frame *frame)
{
    frame->head.state = ASYNC__ENDED;
    async__loop_cancel(&frame->wakeup);
    forget(frame);
    async__arguments_release(frame->definition, frame->arguments);
    async__life_end(&frame->life);
    async__coroutines--;
}

void async__frame_end_unstarted(async__frame *frame, async_error *error)
{
    frame->head.value = async_none();
    frame->head.status = (async_status){error};
    async__trace(frame, ASYNC_TRACE_SETTLE, NULL);
    end(frame);
}

/* What the body leaves: its own error wins over a close that failed behind it. */
void async__frame_finish(async__frame *frame)
{
    if (!async_failed(frame->head.status))
        frame->head.status = frame->close_failure;
    if (async_failed(frame->head.status)) {
        frame->head.status.error = async__raised_take(&frame->head.raised, frame->head.status);
        async__error_leaves(frame->head.status.error, frame->name);
    }
    async__frame_abandon(frame);
}

void async__frame_abandon(async__frame *frame)
{
    async__raised_clear(&frame->head.raised);
    char *base = frame->context.base;
    async__context_end(&frame->context);
    async__stack_release(base, frame->stack_size);
    end(frame);
}

ASYNC__APART(async__frame_resume) void async__frame_resume(async__frame *frame)
{
    async__frame_resume_inline(frame);
}

static void tell_outcome(void *frame)
{
    ((async__frame *)frame)->on_outcome(frame);
}

void async__frame_hand_over(async__frame *frame)
{
    while (frame->head.state != ASYNC__AWAITING) {
        async__frame *awaiter = frame->awaiter;
        frame->awaiter = NULL;
        if (!awaiter) {
            if (frame->on_outcome)
                async__call_apart(tell_outcome, frame);
            return;
        }
        async__frame_resume(awaiter);
        frame = awaiter;
    }
}

void async__frame_run(async__frame *frame)
{
    async__frame_resume(frame);
    async__frame_hand_over(frame);
}

/* Why the body cannot start: it was cancelled before, or there is no room for it. */
static async_error *refuse_to_start(async__frame *frame)
{
    if (async_failed(frame->head.status))
        return async__raised_take(&frame->head.raised, frame->head.status);
    async_status prepared = async__frame_prepare(frame);
    return async_failed(prepared) ? async_error_take(prepared) : NULL;
}

static void start(async__frame *frame)
{
    async_error *error = refuse_to_start(frame);
    if (!error) {
        async__frame_run(frame);
        return;
    }
    async__frame_end_unstarted(frame, error);
    if (frame->on_outcome)
        async__call_apart(tell_outcome, frame);
}

/* What the resumption would have brought gives way to CancelledError. */
static void interrupt(async__frame *frame)
{
    frame->task->must_cancel = false;
    if (async_error_is(frame->head.status, async_CancelledError))
        return;
    async_value_release(frame->head.value);
    frame->head.value = async_none();
    async__frame_inject(frame, async__error_of(async_CancelledError));
}

void async__frame_step(async__callback *wakeup)
{
    async__frame *frame = ASYNC__OWNER(wakeup, async__frame, wakeup.callback);
    async__frame *task = frame->task;
    task->innermost = NULL;
    frame->suspension = ASYNC__SUSPENSION_NONE;
    if (__builtin_expect(task->must_cancel, 0))
        interrupt(frame);
    if (__builtin_expect(frame->head.state == ASYNC__CREATED, 0))
        start(frame);
    else
        async__frame_run(frame);
}

/* What the ready queue is given of a frame that waits for its turn. */
static async__callback *step_of(async__frame *frame)
{
    frame->suspension = ASYNC__SUSPENSION_READY;
    frame->wakeup.callback.run = async__frame_step;
    return &frame->wakeup.callback;
}

void async__frame_ready(async__frame *frame)
{
    async__loop_ready(step_of(frame));
}

static void ready_at_last(async__callback *wakeup)
{
    async__frame_ready(ASYNC__OWNER(wakeup, async__frame, wakeup.callback));
}

void async__frame_ready_later(async__frame *frame)
{
    frame->wakeup.callback.run = ready_at_last;
    async__loop_ready(&frame->wakeup.callback);
}

/* Takes the frame out of whatever it waits for, which is not cancelled with it. */
static void interrupt_wait(async__frame *frame)
{
    async__loop_cancel(&frame->wakeup);
    forget(frame);
    async__frame_inject(frame, async__error_of(async_CancelledError));
    async__frame_ready(frame);
}

/* Cancels what the frame waits for. False: that has come already. */
static bool cancel_suspension(async__frame *frame)
{
    switch ((async__suspension)frame->suspension) {
    case ASYNC__SUSPENSION_FUTURE:
        return async__cancel_object(frame->waits_for);
    case ASYNC__SUSPENSION_TIMER:
    case ASYNC__SUSPENSION_PROMISE:
        interrupt_wait(frame);
        return true;
    default:
        return false;
    }
}

/* The coroutine of the task that this one waits for, which has not ended then; NULL: none. */
static async__frame *awaited_task(const async__frame *task)
{
    const async__frame *frame = task->innermost;
    return frame && frame->suspension == ASYNC__SUSPENSION_FUTURE ? *frame->awaited_task : NULL;
}

/*
 * Tasks that await tasks are cancelled as one: it is the last that is interrupted. NULL: they
 * await each other. (One pointer goes at half the speed of the other; in a ring they meet.)
 */
static async__frame *last_awaited(async__frame *task)
{
    async__frame *slow = task;
    bool moves = false;
    task->cancelling++;
    for (async__frame *next; (next = awaited_task(task)); moves = !moves) {
        task = next;
        task->cancelling++;
        if (moves)
            slow = awaited_task(slow);
        if (task == slow)
            return NULL;
    }
    return task;
}

bool async__frame_cancel(async__frame *task)
{
    if (task->head.state == ASYNC__ENDED)
        return false;
    async__frame *last = last_awaited(task);
    if (!last)
        interrupt_wait(task->innermost);
    else if (!last->innermost || !cancel_suspension(last->innermost))
        last->must_cancel = true;
    return true;
}

void async__frame_interrupt_wait(async__frame *here)
{
    if (cancel_suspension(here))
        here->task->must_cancel = false;
}

async_status async__frame_wait(async__frame *here)
{
    async__frame_begin_wait(here);
    async__suspend(&here->head);
    return here->head.status;
}

async_status async__frame_hand_out(async__frame *here, async_value value, async_value *received)
{
    here->head.status = ASYNC_OK;
    here->head.value = value;
    here->suspension = ASYNC__SUSPENSION_HAND;
    async_status status = async__frame_wait(here);
    *received = here->head.value;
    here->head.value = async_none();
    return status;
}

static async_status give_way_by_hand(async__frame *here)
{
    async_value received;
    async_status status = async__frame_hand_out(here, async_none(), &received);
    async_value_release(received);
    return status;
}

async_status async__frame_give_way(async__frame *here)
{
    if (here->task->by_hand)
        return give_way_by_hand(here);
    return async__frame_sleep(here, 0);
}

/*
 * A timer fires by making its frame ready: one turn after what was ready when it came due, as
 * asyncio's does, whose timer settles a future first.
 */
static async_status request_wakeup(async__frame *here, double milliseconds)
{
    here->head.status = ASYNC_OK;
    if (milliseconds == 0) {
        async__loop_ready_behind_host(step_of(here));
        return ASYNC_OK;
    }
    here->wakeup.callback.run = ready_at_last;
    async_try(async__loop_ready_after(&here->wakeup, milliseconds));
    here->suspension = ASYNC__SUSPENSION_TIMER;
    return ASYNC_OK;
}

async_status async__frame_sleep(async__frame *here, double milliseconds)
{
    async_try(request_wakeup(here, milliseconds));
    return async__frame_wait(here);
}

bool async__frame_begin_sleep(async__frame *here, double milliseconds)
{
    if (here->task->by_hand)
        return false;
    async_status status = request_wakeup(here, milliseconds);
    if (async_failed(status)) {
        async_error_clear(status);
        return false;
    }
    async__frame_begin_wait(here);
    return true;
}

void async__frame_begin_await(async__frame *here, async__frame *frame)
{
    frame->awaiter = here;
    here->head.state = ASYNC__AWAITING;
    async__relayed++;
}

void async__frame_await(async__frame *here, async__frame *frame)
{
    async__frame_begin_await(here, frame);
    async__suspend(&here->head);
}

void async__frame_inject(async__frame *frame, async_error *error)
{
    async_coroutine *outer = async__current;
    async__current = &frame->head;
    frame->head.status = async_raise_again(error);
    async__current = outer;
}
