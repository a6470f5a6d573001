#include "port/host/context.h"

#include "checkers.h"
#include "error.h"
#include "port/outside.h"
#include "stack.h"
#include "switch.h"

#include <stdio.h>

/* The last that a coroutine may use; below it lies a canary, and then the rest of the margin. */
static uint64_t *limit(const async__context *context)
{
    return (uint64_t *)(void *)(context->base + ASYNC__STACK_MARGIN);
}

/* On the coroutine's stack: back to whoever entered it. */
static void leave(async__context *context, void **fake_stack)
{
    async__checkers_leave(fake_stack, context->callers_bottom, context->callers_size);
    async__switch(&context->stack, context->back);
    async__checkers_arrive(context->fake_stack, &context->callers_bottom, &context->callers_size);
}

static _Noreturn void leave_for_ever(async__context *context)
{
    leave(context, NULL);
    __builtin_unreachable();
}

/*
 * The stack of main(), which enters the first of all coroutines. The others need no such care:
 * they are blocks of the heap, which LeakSanitizer searches while something leads to them.
 */
static void keep_main(const async__context *first)
{
    static bool kept;
    if (!kept)
        async__checkers_keep(first->back,
                             (const char *)first->callers_bottom + first->callers_size);
    kept = true;
}

/* What a coroutine's stack begins with. */
static void run(void)
{
    async__frame *frame = async__frame_of(async__current);
    async__context *context = &frame->context;
    async__checkers_arrive(NULL, &context->callers_bottom, &context->callers_size);
    keep_main(context);
    frame->head.status = frame->body(async__suspending(&frame->head), frame->arguments);
    context->returned = true;
    leave_for_ever(context);
}

void async__context_start(async__context *context, char *base, uint32_t size)
{
    async__checkers_forget(base, size);
    *context = (async__context){.base = base,
                                .size = size,
                                .stack = async__switch_to_start(base, size, run),
                                .known_to_valgrind = VALGRIND_STACK_REGISTER(base, base + size)};
    *limit(context) = ASYNC__CANARY;
}

void async__context_go(async__context *context)
{
    void *fake_stack = NULL;
    async__checkers_leave(&fake_stack, context->base, context->size);
    async__switch(&context->back, context->stack);
    async__checkers_arrive(fake_stack, NULL, NULL);
}

void async__context_end(async__context *context)
{
    if (context->fake_stack && !context->returned) {
        /* Only on its own stack can AddressSanitizer be told that a coroutine is over. */
        context->abandoned = true;
        async__context_go(context);
    }
    async__checkers_forget(context->base, context->size);
    VALGRIND_STACK_DEREGISTER(context->known_to_valgrind);
    context->base = NULL;
}

void async__suspend(async_coroutine *coroutine)
{
    async__context *context = &async__frame_of(coroutine)->context;
    async__suspensions++;
    leave(context, &context->fake_stack);
    if (__builtin_expect(context->abandoned, 0))
        leave_for_ever(context);
}

ASYNC__UNCHECKED bool async__context_sufficed(const async__context *context)
{
    return (uint64_t *)context->stack > limit(context) && *limit(context) == ASYNC__CANARY;
}

_Noreturn void async__overflowed(const async__frame *frame)
{
    const async__context *context = &frame->context;
    unsigned given = context->size - ASYNC__STACK_MARGIN;
    /* The heap may be damaged: nothing is allocated any more. */
    static char message[320];
    if ((uint64_t *)context->stack <= limit(context))
        (void)snprintf(message, sizeof message,
                       "coroutine '%s' overflowed its stack: it had %u bytes and needed at least "
                       "%u; declare more with ASYNC_STACK(%s, bytes)",
                       frame->name, given,
                       (unsigned)(context->base + context->size - (char *)context->stack),
                       frame->name);
    else
        (void)snprintf(message, sizeof message,
                       "coroutine '%s' overflowed its stack: it had %u bytes and wrote beyond "
                       "them, so it needed more than %u; declare more with ASYNC_STACK(%s, bytes)",
                       frame->name, given, given, frame->name);
    async__fatal(message);
}

void async__call_apart(void (*function)(void *), void *argument)
{
    async__call_marked(function, argument);
}
