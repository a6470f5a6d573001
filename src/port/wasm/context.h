/**
 * @file context.h
 * The switch by Binaryen's Asyncify pass.
 *
 * The pass resolves the four imports below itself. A function that calls one of them is never
 * instrumented, and so it must stay out of every function that is: ASYNC__APART exports it, which
 * keeps the optimiser from inlining it.
 */
#ifndef ASYNCFOR_PORT_WASM_CONTEXT_H
#define ASYNCFOR_PORT_WASM_CONTEXT_H

#include "coroutine.h"
#include "stack.h"

#define ASYNC__ASYNCIFY(name) __attribute__((import_module("asyncify"), import_name(#name)))
ASYNC__ASYNCIFY(start_unwind) void async__start_unwind(void *area);
ASYNC__ASYNCIFY(stop_unwind) void async__stop_unwind(void);
ASYNC__ASYNCIFY(start_rewind) void async__start_rewind(void *area);
ASYNC__ASYNCIFY(stop_rewind) void async__stop_rewind(void);

/* The C stack pointer, which is a global of WebAssembly. */
__asm__(".globaltype __stack_pointer, i32");

static inline char *async__stack_pointer(void)
{
    char *pointer;
    __asm__ volatile("global.get __stack_pointer\nlocal.set %0" : "=r"(pointer));
    return pointer;
}

static inline void async__set_stack_pointer(char *pointer)
{
    __asm__ volatile("local.get %0\nglobal.set __stack_pointer" : : "r"(pointer) : "memory");
}

#ifdef ASYNCFOR_DEBUG

/* Where the stack pointer may be from now on: what moves it out of there traps, by Binaryen's stack
 * check, before anything is written. */
__attribute__((import_module("asyncfor"), import_name("stack_limits"))) void
async__js_stack_limits(const char *top, const char *bottom);

typedef struct async__limits {
    const char *top, *bottom;
} async__limits;

/* @return those that held until now. */
async__limits async__limit_stack(async__limits limits);

static inline async__limits async__limits_of(const async__frame *frame)
{
    const char *base = frame->context.base;
    return (async__limits){base + frame->stack_size, base + sizeof(uint64_t)};
}

#else

typedef struct async__limits {
} async__limits;

static inline async__limits async__limit_stack(async__limits limits)
{
    return limits;
}

static inline async__limits async__limits_of(const async__frame *frame)
{
    (void)frame;
    return (async__limits){};
}

#endif

enum { ASYNC__SWITCH_RUNNING, ASYNC__SWITCH_UNWINDING, ASYNC__SWITCH_REWINDING };

/* Ends the instance: the coroutine has used more than it has. */
_Noreturn void async__overflowed(const async__frame *frame);

/* A C stack that has grown below its block leaves no room for frames either. */
static inline bool async__stack_sufficed(const async__context *context)
{
    return context->saved_end <= context->stack && async__stack_intact(context->base);
}

/* Of a function that is ASYNC__APART. */
static inline bool async__enter(async__frame *frame)
{
    async__context *context = &frame->context;
    char *callers_stack = async__stack_pointer();
    async__limits callers_limits = async__limit_stack(async__limits_of(frame));
    async__set_stack_pointer(context->stack);
    if (context->phase == ASYNC__SWITCH_UNWINDING) {
        context->phase = ASYNC__SWITCH_REWINDING;
        async__start_rewind(context);
    }
    async_status status = frame->body(async__suspending(&frame->head), frame->arguments);
    bool returned = context->phase != ASYNC__SWITCH_UNWINDING;
    /* What it is resumed with may stand there already: it returns nothing while it unwinds. */
    if (returned) {
        frame->head.status = status;
        context->saved_end = context->base;
    }
    if (__builtin_expect(!async__stack_sufficed(context), 0))
        async__overflowed(frame);
    if (!returned)
        async__stop_unwind();
    (void)async__limit_stack(callers_limits);
    async__set_stack_pointer(callers_stack);
    return returned;
}

#endif
