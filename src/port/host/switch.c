#include "switch.h"

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__ELF__) && !defined(ASYNCFOR_UCONTEXT)

/*
 * What a function must preserve, and the way back, lie on the stack that is left. The processor
 * would guess wrong where a `ret` goes: a jump takes half the time.
 */
__asm__(".pushsection .text\n"
        ".globl async__switch\n"
        ".type async__switch, @function\n"
        "async__switch:\n"
        "    push %rbp\n"
        "    push %rbx\n"
        "    push %r12\n"
        "    push %r13\n"
        "    push %r14\n"
        "    push %r15\n"
        "    mov %rsp, (%rdi)\n"
        "    mov %rsi, %rsp\n"
        "    pop %r15\n"
        "    pop %r14\n"
        "    pop %r13\n"
        "    pop %r12\n"
        "    pop %rbx\n"
        "    pop %rbp\n"
        "    pop %rcx\n"
        "    jmp *%rcx\n"
        ".size async__switch, . - async__switch\n"
        ".popsection\n");

void *async__switch_to_start(char *base, size_t size, void (*function)(void))
{
    struct {
        uint64_t registers[6];
        void (*function)(void);
        uint64_t caller; /* None: here whoever walks the stack stops. */
    } start = {.function = function};
    uintptr_t top = (uintptr_t)(base + size) & ~(uintptr_t)15;
    return memcpy((char *)top - sizeof start, &start, sizeof start);
}

#else

#include <ucontext.h>

/* The context lies on the stack that is left. Cleared: the sanitizers look at its `uc_stack`. */
void async__switch(void **saved, void *to)
{
    ucontext_t here = {0};
    *saved = &here;
    (void)swapcontext(&here, to);
}

void *async__switch_to_start(char *base, size_t size, void (*function)(void))
{
    uintptr_t top = (uintptr_t)(base + size - sizeof(ucontext_t)) & ~(uintptr_t)15;
    ucontext_t *start = (ucontext_t *)top;
    (void)getcontext(start);
    start->uc_stack.ss_sp = base;
    start->uc_stack.ss_size = top - (uintptr_t)base;
    start->uc_link = NULL;
    makecontext(start, function, 0);
    return start;
}

#endif
