/* The host's loop runs the coroutines: main(), which is one, waits among them. */
#include "port/run.h"

#include "program.h"

async_status async__run_until_ended(async__frame *frame)
{
    if (frame->head.state != ASYNC__ENDED)
        async__frame_await(async__program, frame);
    return ASYNC_OK;
}
