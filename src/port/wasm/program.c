/* A program: its start-up code, and with it main(), runs as the outermost coroutine. */
#include "function.h"
#include "memory.h"
#include "port/outside.h"
#include "port/run.h"
#include "stack.h"

extern void _start(void);

/* The coroutine that main() runs on; NULL in a module. */
static async__frame *main_frame;

bool async__in_main(void)
{
    return main_frame && async__current == &main_frame->head;
}

async_status async__wait_in_main(async__future *future)
{
    async_coroutine *here = &main_frame->head;
    /* The figures leave this suspension out, too. */
    async__relayed++;
    here->apart = false;
    async_status status = async__future_wait(here, future);
    here->apart = true;
    return status;
}

enum { PROGRAM_STACK_SIZE = 65536 };

static async_status program_body(async__suspends(here), const void *arguments)
{
    (void)here;
    (void)arguments;
    _start();
    return ASYNC_OK;
}

static const uint32_t stack_size = PROGRAM_STACK_SIZE;
static const async_definition program = {.name = "main",
                                         .kind = ASYNC__FUNCTION,
                                         .item = &async__declared_async_value,
                                         .stack_size = &stack_size,
                                         .body = program_body};

/* Runs main() until it waits or ends; its end is told by WASI's proc_exit. */
__attribute__((used, export_name("asyncfor_start_program"))) void start_program(void)
{
    async__frame *frame = async__function_create(&program, sizeof *frame);
    if (!frame || async_failed(async__frame_prepare(frame)))
        async__fatal("no memory for the program's stack");
    main_frame = frame;
    /* main() itself awaits nothing, as on other ports. */
    frame->head.apart = true;
    /* It is no coroutine of the program's own: the figures leave it out. */
    async__coroutines--;
    async__stacks--;
    async__started--;
    async__discount(frame);
    async__discount(frame->context.base);
    async__frame_resume(frame);
}
