/*
 * Lines of text from chunks of bytes, as they come.
 *
 * A line that lies within a chunk is yielded from where it lies; only one that spans chunks is
 * put together. So memory is bounded by a chunk and the longest line.
 */
#include <asyncfor.h>

#include <stdlib.h>

/* What has come of a line whose end is not in sight. */
typedef struct partial {
    char *data;
    size_t size;
    size_t capacity;
} partial;

static void free_partial(partial *line)
{
    free(line->data);
}

static async_status too_long(size_t limit)
{
    return async_raise(async_ValueError,
                       "lines(): a line is longer than %zu bytes; allow more with maximumLength",
                       limit);
}

static async_status append(partial *line, const char *data, size_t size, size_t limit)
{
    /* One byte more than the limit: the carriage return of a line's end may be in it. */
    if (size > limit + 1 - line->size)
        return too_long(limit);
    if (line->size + size > line->capacity) {
        size_t capacity =
            line->capacity * 2 > line->size + size ? line->capacity * 2 : line->size + size;
        char *larger = realloc(line->data, capacity);
        if (!larger)
            return async_raise(async_MemoryError, "lines(): no memory for a line of %zu bytes",
                               capacity);
        line->data = larger;
        line->capacity = capacity;
    }
    memcpy(line->data + line->size, data, size);
    line->size += size;
    return ASYNC_OK;
}

static async_status yield_line(async_scope, const char *data, size_t size, size_t limit)
{
    if (size > limit)
        return too_long(limit);
    return async_yield(((async_string){data, size}));
}

/* A line that a line feed ends: a carriage return before that is part of its end. */
static async_status yield_ended(async_scope, const char *data, size_t size, size_t limit)
{
    return yield_line(async_here, data, size > 0 && data[size - 1] == '\r' ? size - 1 : size,
                      limit);
}

/* Yields the lines that end within a chunk and keeps the rest. */
static async_status yield_lines(async_scope, async_string chunk, partial *line, size_t limit)
{
    const char *start = chunk.data;
    const char *end = chunk.data + chunk.size;
    for (const char *feed; start < end && (feed = memchr(start, '\n', (size_t)(end - start)));
         start = feed + 1) {
        if (line->size == 0) {
            async_try(yield_ended(async_here, start, (size_t)(feed - start), limit));
            continue;
        }
        async_try(append(line, start, (size_t)(feed - start), limit));
        size_t size = line->size;
        line->size = 0;
        async_try(yield_ended(async_here, line->data, size, limit));
    }
    return start < end ? append(line, start, (size_t)(end - start), limit) : ASYNC_OK;
}

static async_status chunk_text(const async_value *chunk, async_string *text)
{
    if (chunk->kind != ASYNC_BYTES && chunk->kind != ASYNC_STRING)
        return async_raise(async_TypeError,
                           "lines(): the source must give Uint8Array or string chunks, got %s",
                           async_value_type_name(chunk));
    *text = (async_string){chunk->data, chunk->size};
    return ASYNC_OK;
}

ASYNC_DOC(lines,
          "The lines of a text that comes in chunks (UTF-8, LF or CRLF), without their ends.\n"
          "A line of more than `maximumLength` bytes is an error.");
ASYNC_STACK(lines, 2048);
ASYNC_GENERATOR(lines, async_string, (async_iterable, source), (int, maximum_length, 16777216))
{
    if (args->maximum_length < 0)
        return async_raise(async_ValueError,
                           "lines(): 'maximumLength' must not be negative, got %d",
                           args->maximum_length);
    size_t limit = (size_t)args->maximum_length;
    partial line __attribute__((cleanup(free_partial))) = {0};
    /* The analyzer takes it for a leak of `line`, because it does not know of cleanup. */
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc) */
    async_for (async_value, chunk, args->source) {
        async_string text = {0};
        async_try(chunk_text(&chunk, &text));
        async_try(yield_lines(async_here, text, &line, limit));
    }
    if (line.size > 0)
        async_try(yield_line(async_here, line.data, line.size, limit));
    return ASYNC_OK;
}
