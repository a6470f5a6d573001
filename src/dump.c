/* All coroutines that have not ended, as people read them. */
#include "waits.h"

#include <asyncfor/debug.h>
#include <asyncfor/run.h>
#include <stdio.h>

#ifdef ASYNCFOR_DEBUG

static const char *const states[] = {
    [ASYNC__CREATED] = "created", [ASYNC__RUNNING] = "runs", [ASYNC__AWAITING] = "awaits",
    [ASYNC__YIELDED] = "yielded", [ASYNC__ENDED] = "ended",
};

static void print(async__frame *frame, int depth, double now)
{
    char text[ASYNC__LONGEST_WAIT];
    const char *waits = async__waits_for(frame, text);
    const char *made_at = frame->life.made_at;
    (void)fprintf(stderr, "%*s%s: %s%s%s, for %.0f ms%s%s\n", 2 * depth, "", frame->name,
                  states[frame->head.state], waits ? " " : "", waits ? waits : "",
                  now - frame->life.since, made_at ? ", made at " : "", made_at ? made_at : "");
}

/* Prints a coroutine and, below it, what it waits for, however deep; each once. */
static void print_tree(async__frame *root, double now)
{
    int depth = 0;
    root->life.above = NULL;
    for (async__frame *at = root; at;) {
        if (!at->life.shown)
            print(at, depth, now);
        at->life.shown = true;
        async__frame *below = async__waited_for(at, &at->life.next);
        if (!below) {
            at = at->life.above;
            depth--;
        } else if (!below->life.shown) {
            below->life.above = at;
            at = below;
            depth++;
        }
    }
}

static void find_roots(void)
{
    for (async__frame *each = async__alive_behind(NULL); each; each = async__alive_behind(each)) {
        each->life.shown = each->life.is_below = false;
        each->life.next = 0;
    }
    for (async__frame *each = async__alive_behind(NULL); each; each = async__alive_behind(each)) {
        size_t index = 0;
        for (async__frame *below; (below = async__waited_for(each, &index));)
            below->life.is_below = true;
    }
}

void async_dump(void)
{
    double now = async__loop_time();
    find_roots();
    for (async__frame *each = async__alive_behind(NULL); each; each = async__alive_behind(each)) {
        if (!each->life.is_below)
            print_tree(each, now);
    }
    /* What is left waits for each other. */
    for (async__frame *each = async__alive_behind(NULL); each; each = async__alive_behind(each)) {
        if (!each->life.shown)
            print_tree(each, now);
    }
}

#else

void async_dump(void)
{
    (void)fprintf(stderr, "%u coroutines (a debug build tells which)\n", async_stats().coroutines);
}

#endif
