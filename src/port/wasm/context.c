/*
 * The switch by Binaryen's Asyncify pass. The four imports below are resolved by the pass itself.
 * A function that calls one of them is never instrumented, and so it must stay out of every
 * function that is: hence the exports, which keep the optimiser from inlining them.
 */
#include "port/context.h"

#include "coroutine.h"
#include "port/host.h"
#include "stack.h"

#define ASYNCIFY(name) __attribute__((import_module("asyncify"), import_name(#name)))
ASYNCIFY(start_unwind) void async__start_unwind(void *area);
ASYNCIFY(stop_unwind) void async__stop_unwind(void);
ASYNCIFY(start_rewind) void async__start_rewind(void *area);
ASYNCIFY(stop_rewind) void async__stop_rewind(void);

#define APART(name) __attribute__((noinline, used, export_name(#name)))

/* Of the compiler's runtime: the C stack pointer. */
extern char *stackSave(void);
extern void stackRestore(char *pointer);

enum { RUNNING, UNWINDING, REWINDING };

void async__context_start(async__context *context, char *base, uint32_t size)
{
    context->base = base;
    context->stack = (char *)((uintptr_t)(base + size) & ~(uintptr_t)15);
    context->phase = RUNNING;
}

static _Noreturn void overflowed(const async__frame *frame, const char *top)
{
    const async__context *context = &frame->context;
    unsigned stack = (unsigned)(top - context->stack);
    unsigned saved = (unsigned)(context->saved_end - context->base);
    async_status status = async_raise(
        async_MemoryError,
        "coroutine '%s' overflowed its stack: it had %u bytes and needed at least %u (%u of C "
        "stack, %u to save its frames); declare more with ASYNC_STACK(%s, bytes)",
        frame->name, (unsigned)frame->stack_size, stack + saved, stack, saved, frame->name);
    async__fatal(async_error_message(status.error));
}

/* A stack that has grown below its block leaves no room for frames either. */
static inline void check(const async__frame *frame)
{
    const async__context *context = &frame->context;
    if (__builtin_expect(context->saved_end > context->stack, 0) ||
        __builtin_expect(!async__stack_intact(context->base), 0))
        overflowed(frame, context->base + frame->stack_size);
}

/*
 * Unwinding skips the epilogues that would restore the stack pointer: where it stands at the
 * suspension is where the frames expect it after rewinding.
 */
APART(async__suspend) void async__suspend(async_coroutine *coroutine)
{
    async__context *context = &async__frame_of(coroutine)->context;
    if (context->phase == REWINDING) {
        async__stop_rewind();
        context->phase = RUNNING;
        return;
    }
    context->saved_end = async__stack_save_area(context->base);
    context->stack = stackSave();
    context->phase = UNWINDING;
    async__start_unwind(context);
}

APART(async__enter) bool async__enter(async__frame *frame)
{
    async__context *context = &frame->context;
    char *callers_stack = stackSave();
    stackRestore(context->stack);
    if (context->phase == UNWINDING) {
        context->phase = REWINDING;
        async__start_rewind(context);
    }
    frame->head.status = frame->body(&frame->head, frame->arguments);
    bool returned = context->phase != UNWINDING;
    if (!returned) {
        check(frame);
        async__stop_unwind();
    } else if (!async__stack_intact(context->base)) {
        overflowed(frame, context->stack);
    }
    stackRestore(callers_stack);
    return returned;
}

/* Always false; but the pass must take it that unwinding may stop below. */
static volatile bool unwinds_here;

APART(async__call_apart) void async__call_apart(void (*function)(void *), void *argument)
{
    async_coroutine *outer = async__current;
    async__current = NULL;
    function(argument);
    async__current = outer;
    if (unwinds_here)
        async__stop_unwind();
}
