/* Coroutines that use more stack than they have, in the ways that the argument names. */
#include <alloca.h>
#include <asyncfor.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Natively a coroutine has at least 128 KiB, whatever it declares. */
#ifdef __wasm__
enum { SIZE = 1024 };
#else
enum { SIZE = 128 * 1024 };
#endif

static volatile int sink;

/* Many frames: in wasm, more to save than there is room for. */
static async_status recurse(async_scope, int depth)
{
    async_status status = depth > 0 ? recurse(async_here, depth - 1) : async_sleep(0);
    sink += depth;
    return status;
}

ASYNC_STACK(many_frames, SIZE);
ASYNC_FUNCTION(many_frames, int)
{
    return recurse(async_here, 200);
}

static char *volatile escaped;

/* One large frame, which is not even written to: more C stack than there is, at a suspension. */
ASYNC_STACK(large_frame, SIZE);
ASYNC_FUNCTION(large_frame, int)
{
    char buffer[SIZE + 3072];
    escaped = buffer;
    async_try(async_sleep(0));
    sink = escaped == buffer;
    return ASYNC_OK;
}

/* A call that overflows by a few bytes and returns before the next suspension. */
static __attribute__((noinline)) void outgrow(void)
{
    char buffer[SIZE + 32];
    escaped = buffer;
    memset(escaped, 'x', sizeof buffer);
    sink = (unsigned char)escaped[sink & 15];
    escaped = NULL;
}

ASYNC_STACK(between_suspensions, SIZE);
ASYNC_FUNCTION(between_suspensions, int)
{
    outgrow();
    return ASYNC_OK;
}

/* So deep that it is just enough, or one more. */
ASYNC_STACK(goes_deep, SIZE);
ASYNC_FUNCTION(goes_deep, int, (int, depth))
{
    sink = 0;
    async_try(recurse(async_here, args->depth));
    return async_return((int)sink);
}

/* So many bytes, all of which are written, and still there behind the suspension. */
ASYNC_STACK(takes_bytes, SIZE);
ASYNC_FUNCTION(takes_bytes, int, (int, bytes))
{
    char *buffer = alloca((size_t)args->bytes);
    memset(buffer, 'x', (size_t)args->bytes);
    async_try(async_sleep(0));
    int found = 0;
    for (int i = 0; i < args->bytes; i++)
        found += buffer[i] == 'x';
    return async_return(found);
}

/* The argument behind its name says how much it needs; it prints what comes of that. */
static int need(const char *which, int how_much)
{
    async_value result;
    bool deep = strcmp(which, "goes_deep") == 0;
    async_status status = async_run(deep ? async_new(goes_deep, .depth = how_much)
                                         : async_new(takes_bytes, .bytes = how_much),
                                    &result);
    printf("%d\n", (int)result.integer);
    return async_failed(status);
}

int main(int count, char **arguments)
{
    const char *which = count > 1 ? arguments[1] : "";
    if (count > 2)
        return need(which, (int)strtol(arguments[2], NULL, 10));
    async_owned coroutine = strcmp(which, "many_frames") == 0   ? async_new(many_frames)
                            : strcmp(which, "large_frame") == 0 ? async_new(large_frame)
                                                                : async_new(between_suspensions);
    async_status status = async_run(coroutine, NULL);
    printf("survived\n");
    return async_failed(status);
}
