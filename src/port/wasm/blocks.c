/*
 * The size stands before each block: emmalloc's own figure for a block may grow while that lives,
 * when a block behind it is aligned.
 */
#include "port/blocks.h"

#include <stdint.h>
#include <stdlib.h>

/* As long as the strictest alignment, so that what follows is aligned as the whole is. */
typedef struct header {
    _Alignas(max_align_t) size_t size;
} header;

static void *begin(header *head, size_t size)
{
    if (!head)
        return NULL;
    head->size = size;
    return head + 1;
}

void *async__block_new(size_t size)
{
    return size > SIZE_MAX - sizeof(header) ? NULL : begin(malloc(sizeof(header) + size), size);
}

void *async__block_new_zeroed(size_t size)
{
    return size > SIZE_MAX - sizeof(header) ? NULL : begin(calloc(1, sizeof(header) + size), size);
}

size_t async__block_size(void *block)
{
    return ((header *)block - 1)->size;
}

void async__block_free(void *block)
{
    free((header *)block - 1);
}

enum { PAGE = 65536, STEPS = 5 };

static int grow(size_t pages)
{
    return __builtin_wasm_memory_grow(0, pages) != SIZE_MAX;
}

/*
 * How the memory grows: the linker puts it in the place of Emscripten's function of that name
 * (--wrap). Each growth takes JavaScript's views of the memory away and costs the engine up to a
 * millisecond: it is by a part of what there is, as far as the maximum allows, and not page by
 * page.
 * @param size in bytes. @return 0: there is no more.
 */
int resize_heap(size_t size) __asm__("__wrap_emscripten_resize_heap");
int resize_heap(size_t size)
{
    size_t pages = __builtin_wasm_memory_size(0);
    size_t needed = (size - 1) / PAGE + 1 - pages;
    size_t step = pages / STEPS;
    return grow(needed > step ? needed : step) || grow(needed);
}
