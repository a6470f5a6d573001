/* A step that awaits a promise of JavaScript, as Emscripten's -sASYNCIFY has it. */
#include <emscripten.h>

EM_ASYNC_JS(void, wait_for_promise, (void), { await Module.promise; });

EMSCRIPTEN_KEEPALIVE int step(int item)
{
    wait_for_promise();
    return item;
}
