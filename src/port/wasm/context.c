/* The switch by Binaryen's Asyncify pass: the parts that are not inline. */
#include "port/wasm/context.h"

#include "coroutine.h"
#include "format.h"
#include "port/outside.h"
#include "stack.h"

void async__context_start(async__context *context, char *base, uint32_t size)
{
    context->base = base;
    context->saved_end = async__stack_save_area(base);
    context->stack = (char *)((uintptr_t)(base + size) & ~(uintptr_t)15);
    context->phase = ASYNC__SWITCH_RUNNING;
}

#ifdef ASYNCFOR_DEBUG

async__limits async__limit_stack(async__limits limits)
{
    static async__limits current = {(const char *)UINTPTR_MAX, NULL};
    async__limits before = current;
    current = limits;
    async__js_stack_limits(limits.top, limits.bottom);
    return before;
}

#endif

static void format_message(char *buffer, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    async__format(buffer, size, format, arguments);
    va_end(arguments);
}

_Noreturn void async__overflowed(const async__frame *frame)
{
    const async__context *context = &frame->context;
    unsigned stack = (unsigned)(context->base + frame->stack_size - context->stack);
    unsigned saved = (unsigned)(context->saved_end - context->base);
    /* The heap may be damaged: nothing is allocated any more. */
    static char message[320];
    if (context->saved_end > context->stack)
        format_message(message, sizeof message,
                       "coroutine '%s' overflowed its stack: it had %u bytes and needed at least "
                       "%u (%u of C stack, %u to save its frames); declare more with "
                       "ASYNC_STACK(%s, bytes)",
                       frame->name, (unsigned)frame->stack_size, stack + saved, stack, saved,
                       frame->name);
    else
        format_message(
            message, sizeof message,
            "coroutine '%s' overflowed its stack: it had %u bytes and wrote beyond them, "
            "so it needed more than %u; declare more with ASYNC_STACK(%s, bytes)",
            frame->name, (unsigned)frame->stack_size, (unsigned)frame->stack_size, frame->name);
    async__fatal(message);
}

/*
 * Unwinding skips the epilogues that would restore the stack pointer: where it stands at the
 * suspension is where the frames expect it after rewinding.
 *
 * The command inlines it after the pass: see bindings/compile/inline.js.
 */
ASYNC__APART(async__suspend) void async__suspend(async_coroutine *coroutine)
{
    async__context *context = &async__frame_of(coroutine)->context;
    if (context->phase == ASYNC__SWITCH_REWINDING) {
        async__stop_rewind();
        context->phase = ASYNC__SWITCH_RUNNING;
        return;
    }
    /* The saved frames end where they begin: those of the last suspension have been loaded. */
    context->stack = async__stack_pointer();
    /* The pass itself would trap. */
    if (__builtin_expect(context->saved_end > context->stack, 0))
        async__overflowed(async__frame_of(coroutine));
    async__suspensions++;
    context->phase = ASYNC__SWITCH_UNWINDING;
    async__start_unwind(context);
}

/* Always false; but the pass must take it that unwinding may stop below. */
static volatile bool unwinds_here;

ASYNC__APART(async__call_apart) void async__call_apart(void (*function)(void *), void *argument)
{
    async__call_marked(function, argument);
    if (unwinds_here)
        async__stop_unwind();
}
