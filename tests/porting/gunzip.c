/*
 * zlib's inflateBack(), which asks for its input by one callback and hands out its output by
 * another. Both suspend the generator that has called it: the first until JavaScript has the next
 * chunk, the second until the consumer has asked for more.
 */
#define ZLIB_CONST
#include <asyncfor.h>
#include <stdlib.h>
#include <zlib.h>

ASYNC_ERROR_TYPE(BadGzipFile, async_ValueError);

enum { WINDOW_BITS = 15, WINDOW_SIZE = 1 << WINDOW_BITS };

/* What the callbacks are given. */
typedef struct member {
    async_iteration *chunks;
    z_stream zlib; /* next_in and avail_in are what is left of the chunk. */
    uLong crc;
    uint32_t size;
    async_status status; /* Why a callback had zlib stop. */
} member;

static async_status truncated(async_status end)
{
    return async_stopped(end) ? async_raise(BadGzipFile, "unexpected end of file") : end;
}

/* Zero bytes are the end to zlib, but not to JavaScript. */
static unsigned pull(void *context, z_const unsigned char **data)
{
    member *self = context;
    async_bytes chunk = {0};
    do {
        async_value item;
        self->status = async_next_value(self->chunks, &item);
        if (!async_failed(self->status))
            self->status = async_value_to(&item, &chunk);
    } while (!async_failed(self->status) && chunk.size == 0);
    *data = chunk.data;
    return (unsigned)chunk.size;
}

/* zlib hands out what it has, even when there was no more to read. */
static int push(void *context, unsigned char *data, unsigned size)
{
    member *self = context;
    if (async_failed(self->status))
        return true;
    self->crc = crc32(self->crc, data, size);
    self->size += size;
    self->status = async_yield_value(async_value_of(((async_bytes){data, size})));
    return async_failed(self->status);
}

static async_status read_byte(member *self, unsigned *byte)
{
    if (self->zlib.avail_in == 0) {
        self->zlib.avail_in = pull(self, &self->zlib.next_in);
        async_try(self->status);
    }
    *byte = *self->zlib.next_in++;
    self->zlib.avail_in--;
    return ASYNC_OK;
}

static async_status read_number(member *self, int bytes, uint32_t *number)
{
    *number = 0;
    for (int i = 0; i < bytes; i++) {
        unsigned byte;
        async_try(read_byte(self, &byte));
        *number |= (uint32_t)byte << (8 * i);
    }
    return ASYNC_OK;
}

static async_status skip(member *self, uint32_t bytes)
{
    unsigned byte;
    while (bytes-- > 0)
        async_try(read_byte(self, &byte));
    return ASYNC_OK;
}

static async_status skip_text(member *self)
{
    unsigned byte;
    do
        async_try(read_byte(self, &byte));
    while (byte != 0);
    return ASYNC_OK;
}

/* RFC 1952, 2.3.1. */
static async_status read_header(member *self)
{
    enum { METHOD_DEFLATE = 8, HAS_CRC = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16 };
    uint32_t magic;
    uint32_t method;
    uint32_t flags;
    async_try(read_number(self, 2, &magic));
    async_try(read_number(self, 1, &method));
    if (magic != 0x8b1f || method != METHOD_DEFLATE)
        return async_raise(BadGzipFile, "incorrect header check");
    async_try(read_number(self, 1, &flags));
    async_try(skip(self, 6));
    if (flags & HAS_EXTRA) {
        uint32_t size;
        async_try(read_number(self, 2, &size));
        async_try(skip(self, size));
    }
    if (flags & HAS_NAME)
        async_try(skip_text(self));
    if (flags & HAS_COMMENT)
        async_try(skip_text(self));
    return flags & HAS_CRC ? skip(self, 2) : ASYNC_OK;
}

/* What a callback failed with goes before what zlib says of it. */
static async_status inflate_data(member *self)
{
    self->crc = crc32(0, NULL, 0);
    self->size = 0;
    int result = inflateBack(&self->zlib, pull, self, push, self);
    async_try(self->status);
    return result == Z_STREAM_END ? ASYNC_OK : async_raise(BadGzipFile, "%s", self->zlib.msg);
}

static async_status check_trailer(member *self)
{
    uint32_t crc;
    uint32_t size;
    async_try(read_number(self, 4, &crc));
    async_try(read_number(self, 4, &size));
    if (crc != self->crc)
        return async_raise(BadGzipFile, "incorrect data check");
    return size == self->size ? ASYNC_OK : async_raise(BadGzipFile, "incorrect length check");
}

/* At the end of a member: OK if there is another one, STOP if not. */
static async_status find_member(member *self)
{
    if (self->zlib.avail_in == 0)
        self->zlib.avail_in = pull(self, &self->zlib.next_in);
    return self->status;
}

static async_status inflate_members(member *self)
{
    async_status status;
    while (!async_failed(status = find_member(self))) {
        status = read_header(self);
        if (!async_failed(status))
            status = inflate_data(self);
        if (!async_failed(status))
            status = check_trailer(self);
        async_try(truncated(status));
    }
    return async_stopped(status) ? ASYNC_OK : status;
}

ASYNC_DOC(gunzip, "The content of a file in the format of gzip that comes in chunks of bytes.");
ASYNC_GENERATOR(gunzip, async_bytes, (async_iterable, source))
{
    ASYNC_ITERATION(chunks, args->source);
    member self = {.chunks = &chunks};
    /* Of damaged data, inflateBack() may read what it has not written there. */
    unsigned char *window = calloc(1, WINDOW_SIZE);
    if (!window || inflateBackInit(&self.zlib, WINDOW_BITS, window) != Z_OK) {
        free(window);
        return async_raise(async_MemoryError, "gunzip(): no memory for the window");
    }
    async_status status = inflate_members(&self);
    inflateBackEnd(&self.zlib);
    free(window);
    return status;
}

ASYNC_MODULE(gunzip);
