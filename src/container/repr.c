/* Values as Python writes them. */
#include "container/digits.h"
#include "container/walk.h"

#include <math.h>
#include <stdlib.h>

/* Text that grows. Once there was no memory for it, it is done with. */
typedef struct written {
    char *data;
    size_t size;
    size_t capacity;
    bool failed;
} written;

static void put(written *out, const char *data, size_t size)
{
    if (out->failed || size > SIZE_MAX / 4 - out->size) {
        out->failed = true;
        return;
    }
    if (out->size + size > out->capacity) {
        size_t capacity = (out->size + size) * 2;
        char *grown = async__grow(out->data, out->size, capacity);
        out->failed = !grown;
        if (!grown)
            return;
        out->data = grown;
        out->capacity = capacity;
    }
    memcpy(out->data + out->size, data, size);
    out->size += size;
}

static void put_text(written *out, const char *words)
{
    put(out, words, strlen(words));
}

static void put_integer(written *out, int64_t integer)
{
    char digits[20];
    size_t first = sizeof digits;
    uint64_t left = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
    do
        digits[--first] = (char)('0' + left % 10);
    while (left /= 10);
    if (integer < 0)
        digits[--first] = '-';
    put(out, digits + first, sizeof digits - first);
}

static void put_zeros(written *out, int count)
{
    for (; count > 0; count--)
        put_text(out, "0");
}

/* One digit, the point, the others, and the power of ten. */
static void put_scientific(written *out, const char *digits, size_t count, int exponent)
{
    put(out, digits, 1);
    if (count > 1)
        put_text(out, ".");
    put(out, digits + 1, count - 1);
    put_text(out, exponent < 0 ? "e-" : "e+");
    put_zeros(out, abs(exponent) < 10);
    put_integer(out, abs(exponent));
}

static void put_double(written *out, double number)
{
    char digits[ASYNC__MAXIMUM_DIGITS];
    int point = 1;
    if (isnan(number)) {
        put_text(out, "nan");
        return;
    }
    if (signbit(number))
        put_text(out, "-");
    if (isinf(number)) {
        put_text(out, "inf");
        return;
    }
    digits[0] = '0';
    size_t count = number == 0 ? 1 : async__shortest_digits(fabs(number), digits, &point);
    if (point <= -4 || point > 16) {
        put_scientific(out, digits, count, point - 1);
        return;
    }
    size_t before = point <= 0 ? 0 : (size_t)point < count ? (size_t)point : count;
    put(out, point <= 0 ? "0" : digits, point <= 0 ? 1 : before);
    put_zeros(out, point - (int)count);
    put_text(out, ".");
    put_zeros(out, -point);
    put(out, before < count ? digits + before : "0", before < count ? count - before : 1);
}

/* A backslash, a letter, and as many hexadecimal digits as go with it. */
static void put_escape(written *out, char letter, uint32_t code, unsigned digits)
{
    char escape[2] = {'\\', letter};
    put(out, escape, sizeof escape);
    while (digits-- > 0)
        put(out, &"0123456789abcdef"[code >> digits * 4 & 15], 1);
}

static void put_code(written *out, uint32_t code)
{
    if (code < 0x100)
        put_escape(out, 'x', code, 2);
    else if (code < 0x10000)
        put_escape(out, 'u', code, 4);
    else
        put_escape(out, 'U', code, 8);
}

/* What Unicode calls controls, formats, separators and private, and spaces other than ' '. */
static bool is_printable(uint32_t code)
{
    static const uint32_t ranges[][2] = {
        {0x7f, 0xa0},       {0xad, 0xad},       {0x600, 0x605},     {0x61c, 0x61c},
        {0x6dd, 0x6dd},     {0x70f, 0x70f},     {0x890, 0x891},     {0x8e2, 0x8e2},
        {0x1680, 0x1680},   {0x180e, 0x180e},   {0x2000, 0x200f},   {0x2028, 0x202f},
        {0x205f, 0x206f},   {0x3000, 0x3000},   {0xd800, 0xf8ff},   {0xfeff, 0xfeff},
        {0xfff9, 0xfffb},   {0x110bd, 0x110bd}, {0x110cd, 0x110cd}, {0x13430, 0x13438},
        {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0001, 0xe007f}, {0xf0000, 0x10fffd}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i][0] && code <= ranges[i][1])
            return false;
    return true;
}

/* Decodes a character of UTF-8. @return its size; 0: the bytes are none. */
static size_t decode(const char *data, size_t size, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint8_t first = (uint8_t)*data;
    size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if ((first >= 0x80 && first < 0xc0) || first >= 0xf8 || length > size)
        return 0;
    *code = length == 1 ? first : first & (0x7fU >> length);
    for (size_t i = 1; i < length; i++) {
        if (((uint8_t)data[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | ((uint8_t)data[i] & 0x3f);
    }
    bool valid = *code >= least[length] && *code <= 0x10ffff && (*code < 0xd800 || *code > 0xdfff);
    return valid ? length : 0;
}

/* A character of ASCII, as text and bytes have it. */
static void put_ascii(written *out, char character, char quote)
{
    switch (character) {
    case '\t':
        put_text(out, "\\t");
        break;
    case '\n':
        put_text(out, "\\n");
        break;
    case '\r':
        put_text(out, "\\r");
        break;
    default:
        if (character < ' ' || character == 0x7f) {
            put_code(out, (uint8_t)character);
            break;
        }
        if (character == '\\' || character == quote)
            put_text(out, "\\");
        put(out, &character, 1);
    }
}

/* The character that starts here, whole. @return its size. */
static size_t put_character(written *out, const char *data, size_t size, char quote)
{
    uint32_t code;
    size_t length = decode(data, size, &code);
    if (!length)
        put_code(out, 0xdc00 | (uint8_t)*data);
    else if (code < 0x80)
        put_ascii(out, *data, quote);
    else if (is_printable(code))
        put(out, data, length);
    else
        put_code(out, code);
    return length ? length : 1;
}

static void put_quoted(written *out, const async_value *value)
{
    const char *data = value->size ? value->data : "";
    bool single = memchr(data, '\'', value->size) && !memchr(data, '"', value->size);
    char quote = single ? '"' : '\'';
    if (value->kind == ASYNC_BYTES)
        put_text(out, "b");
    put(out, &quote, 1);
    for (size_t i = 0; i < value->size;) {
        if (value->kind == ASYNC_STRING)
            i += put_character(out, data + i, value->size - i, quote);
        else if ((uint8_t)data[i] < 0x80)
            put_ascii(out, data[i++], quote);
        else
            put_code(out, (uint8_t)data[i++]);
    }
    put(out, &quote, 1);
}

static const char *const openings[] = {"[", "(", "{", "{"};
static const char *const closings[] = {"]", ")", "}", "}"};
/* Of one inside itself, which a set is never: its items are hashable. */
static const char *const recursions[] = {"[...]", "(...)", "{...}", "{...}"};

static bool is_inside(const async__walk *walk, const async__container *container)
{
    for (size_t i = 0; i < walk->depth; i++)
        if (walk->levels[i].container == container)
            return true;
    return false;
}

static async_status put_container(written *out, async__walk *walk,
                                  const async__container *container)
{
    async__container_kind kind = async__kind_of(container);
    if (is_inside(walk, container)) {
        put_text(out, recursions[kind]);
        return ASYNC_OK;
    }
    if (kind == ASYNC__SET && !container->count) {
        put_text(out, "set()");
        return ASYNC_OK;
    }
    put_text(out, openings[kind]);
    return async__walk_enter(walk, container, "while getting the repr of an object");
}

/* What is not written out. */
static void put_object(written *out, const async_value *value)
{
    put_text(out, "<");
    put_text(out, async_value_type_name(value));
    put_text(out, " object>");
}

/* Writes a value; of a container the beginning, and enters it. */
static async_status put_value(written *out, async__walk *walk, const async_value *value)
{
    const async__container *container;
    switch ((async_kind)value->kind) {
    case ASYNC_BOOL:
        put_text(out, value->boolean ? "True" : "False");
        break;
    case ASYNC_INT:
        put_integer(out, value->integer);
        break;
    case ASYNC_DOUBLE:
        put_double(out, value->number);
        break;
    case ASYNC_STRING:
    case ASYNC_BYTES:
        put_quoted(out, value);
        break;
    case ASYNC_OBJECT:
        container = async__container_of(value->object);
        if (container)
            return put_container(out, walk, container);
        put_object(out, value);
        break;
    case ASYNC_RECORD:
        put_object(out, value);
        break;
    default:
        put_text(out, "None");
    }
    return ASYNC_OK;
}

/* The next item, or the key or the value of an entry; NULL: no more. */
static const async_value *next_item(async__level *level, bool *is_value)
{
    const async_value *value = level->value;
    level->value = NULL;
    *is_value = value != NULL;
    if (value)
        return value;
    const async__container *container = level->container;
    if (async__is_sequence(container))
        return level->position < container->count ? &async__items_of(container)[level->position++]
                                                  : NULL;
    async__entry *entry =
        async__next_entry((const async__table *)(const void *)container, &level->position);
    if (entry && async__kind_of(container) == ASYNC__DICT)
        level->value = &entry->value;
    return entry ? &entry->key : NULL;
}

/* The next piece of the innermost container. */
static async_status step(written *out, async__walk *walk)
{
    async__level *top = async__walk_top(walk);
    async__container_kind kind = async__kind_of(top->container);
    bool first = top->position == 0;
    bool is_value = false;
    const async_value *item = next_item(top, &is_value);
    if (!item) {
        bool single = kind == ASYNC__TUPLE && top->container->count == 1;
        put_text(out, single ? "," : "");
        put_text(out, closings[kind]);
        walk->depth--;
        return ASYNC_OK;
    }
    const char *separator = first ? "" : ", ";
    put_text(out, is_value ? ": " : separator);
    return put_value(out, walk, item);
}

/* The text as a value of its own. */
static async_status finish(const written *out, async_value *result)
{
    if (out->failed)
        return async__no_memory();
    return async_value_own(async_value_of(((async_string){out->data, out->size})), result);
}

async_status async_value_repr(const async_value *value, async_value *text)
{
    async__walk walk = {0};
    written out = {0};
    *text = async_none();
    async_status status = put_value(&out, &walk, value);
    while (walk.depth && !out.failed && !async_failed(status))
        status = step(&out, &walk);
    async__walk_end(&walk);
    if (!async_failed(status))
        status = finish(&out, text);
    async__free(out.data);
    return status;
}
