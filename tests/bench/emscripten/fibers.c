/* Generators as Emscripten's own fibers make them, each with 4 KiB of stack and 1 KiB to save
 * frames. */
#include <emscripten.h>
#include <emscripten/fiber.h>
#include <emscripten/heap.h>
#include <stdlib.h>

typedef struct generator {
    emscripten_fiber_t fiber;
    _Alignas(16) char stack[4096];
    char frames[1024];
    int count, item, done;
} generator;

static emscripten_fiber_t outer;
static char outer_frames[1024];

static void body(void *argument)
{
    generator *self = argument;
    for (int i = 0; i < self->count; i++) {
        self->item = i;
        emscripten_fiber_swap(&self->fiber, &outer);
    }
    self->done = 1;
    emscripten_fiber_swap(&self->fiber, &outer);
}

EMSCRIPTEN_KEEPALIVE generator *create(int count)
{
    if (!outer.asyncify_data.stack_limit)
        emscripten_fiber_init_from_current_context(&outer, outer_frames, sizeof outer_frames);
    generator *self = calloc(1, sizeof *self);
    self->count = count;
    emscripten_fiber_init(&self->fiber, body, self, self->stack, sizeof self->stack, self->frames,
                          sizeof self->frames);
    return self;
}

EMSCRIPTEN_KEEPALIVE int *place_of_item(generator *self)
{
    return &self->item;
}

EMSCRIPTEN_KEEPALIVE void next(generator *self)
{
    emscripten_fiber_swap(&outer, &self->fiber);
}

/* Where the heap ends: nothing has been freed below while fibers are only created. */
EMSCRIPTEN_KEEPALIVE size_t heap_end(void)
{
    return *emscripten_get_sbrk_ptr();
}

EMSCRIPTEN_KEEPALIVE void destroy(generator *self)
{
    free(self);
}

static double total;

EMSCRIPTEN_KEEPALIVE double result(void)
{
    return total;
}

EMSCRIPTEN_KEEPALIVE void sum(int count)
{
    generator *self = create(count);
    double added = 0;
    for (emscripten_fiber_swap(&outer, &self->fiber); !self->done;
         emscripten_fiber_swap(&outer, &self->fiber))
        added += self->item;
    destroy(self);
    total = added;
}
