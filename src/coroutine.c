#include "coroutine.h"

#include "resume.h"
#include "stack.h"

uint32_t async__coroutines;

uint32_t async__depth;

void async__frame_init(async__frame *frame, const async_type *type,
                       const async_definition *definition, const void *arguments)
{
    frame->head.object = (async_object){type, 1};
    frame->head.yields = definition->kind == ASYNC__GENERATOR;
    frame->name = definition->name;
    frame->body = definition->body;
    frame->definition = definition;
    frame->arguments = arguments;
    uint32_t declared = *definition->stack_size;
    frame->stack_size = async__context_size(declared ? declared : ASYNC_DEFAULT_STACK_SIZE);
    frame->task = frame;
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
    async__context_start(&frame->context, base, frame->stack_size);
    return ASYNC_OK;
}

void async__frame_end(async__frame *frame)
{
    frame->head.state = ASYNC__ENDED;
    async__coroutines--;
}

/* What the body leaves: its own error wins over a close that failed behind it. */
void async__frame_finish(async__frame *frame)
{
    if (!async_failed(frame->head.status))
        frame->head.status = frame->close_failure;
    if (async_failed(frame->head.status))
        frame->head.status.error = async__raised_take(&frame->head.raised, frame->head.status);
    async__frame_abandon(frame);
}

void async__frame_abandon(async__frame *frame)
{
    async__raised_clear(&frame->head.raised);
    char *base = frame->context.base;
    async__context_end(&frame->context);
    async__stack_release(base, frame->stack_size);
    async__frame_end(frame);
}

ASYNC__APART(async__frame_resume) void async__frame_resume(async__frame *frame)
{
    async__frame_resume_inline(frame);
}

void async__frame_refuse_yield(async__frame *frame)
{
    async_value_release(frame->head.value);
    frame->head.value = async_none();
    frame->head.state = ASYNC__RUNNING;
    frame->head.status = async_raise(async_RuntimeError, "'yield' outside async generator");
}

static void tell_outcome(void *frame)
{
    ((async__frame *)frame)->on_outcome(frame);
}

void async__frame_run(async__frame *frame)
{
    while (frame) {
        async__frame_resume(frame);
        if (frame->head.state == ASYNC__AWAITING)
            return;
        async__frame *awaiter = frame->awaiter;
        frame->awaiter = NULL;
        if (!awaiter && frame->on_outcome)
            async__call_apart(tell_outcome, frame);
        frame = awaiter;
    }
}

async_status async__frame_wait(async__frame *here)
{
    here->head.state = ASYNC__AWAITING;
    async__suspend(&here->head);
    return here->head.status;
}

void async__frame_await(async__frame *here, async__frame *frame)
{
    frame->awaiter = here;
    here->head.state = ASYNC__AWAITING;
    async__suspend(&here->head);
}

void async__frame_inject(async__frame *frame, async_error *error)
{
    async_coroutine *outer = async__current;
    async__current = &frame->head;
    frame->head.status = async_raise_again(error);
    async__current = outer;
}
