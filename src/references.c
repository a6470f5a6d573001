/*
 * What data of declared types refers to. Each kind of type has a table of its own, so that a module
 * is linked with those alone that its declarations name.
 */
#include "references.h"

#include "memory.h"
#include "value.h"

#include <asyncfor/object.h>

/* Copies of arrays and boxes begin where any type may lie; up to this much is lost before each. */
enum { ALIGNMENT = _Alignof(async__box) };

static char *align(char *to)
{
    return to + (-(uintptr_t)to & (ALIGNMENT - 1));
}

static size_t nothing_size(const async__declared *type, const void *data ASYNC__MARKED)
{
    (void)type;
    (void)data;
    return 0;
}

static char *nothing_copy(const async__declared *type, void *data, char *to ASYNC__MARKED)
{
    (void)type;
    (void)data;
    return to;
}

static void nothing_held(const async__declared *type, const void *data ASYNC__MARKED)
{
    (void)type;
    (void)data;
}

/* Strings and bytes have the same layout. */
static size_t memory_size(const async__declared *type, const void *data ASYNC__MARKED)
{
    (void)type;
    return ((const async_string *)data)->size;
}

static char *memory_copy(const async__declared *type, void *data, char *to ASYNC__MARKED)
{
    (void)type;
    async_string *string = data;
    if (string->size)
        memcpy(to, string->data, string->size);
    string->data = to;
    return to + string->size;
}

const async__references async__memory_references = {memory_size, memory_copy, nothing_held,
                                                    nothing_held};

static void object_retain(const async__declared *type, const void *data ASYNC__MARKED)
{
    (void)type;
    async_retain(*(async_object *const *)data);
}

static void object_release(const async__declared *type, const void *data ASYNC__MARKED)
{
    (void)type;
    async_release(*(async_object *const *)data);
}

const async__references async__object_references = {nothing_size, nothing_copy, object_retain,
                                                    object_release};

static bool views(const async_value *value)
{
    return !value->owned && value->kind >= ASYNC_STRING && value->kind != ASYNC_OBJECT;
}

static size_t value_size(const async__declared *type, const void *data ASYNC__MARKED)
{
    (void)type;
    const async_value *value = data;
    if (!views(value))
        return 0;
    if (value->kind != ASYNC_RECORD)
        return value->size;
    const async__box *box = async__value_box(value);
    size_t size = ALIGNMENT + sizeof *box + box->type->size;
    return box->type->references
               ? async__sum(size, box->type->references->size(box->type, box + 1 ASYNC__MARK))
               : size;
}

static char *box_copy(const async__box *box, char *to)
{
    const async__declared *type = box->type;
    char *end = to + sizeof *box + type->size;
    memcpy(to, box, (size_t)(end - to));
    return type->references ? type->references->copy(type, to + sizeof *box, end ASYNC__MARK) : end;
}

static char *value_copy(const async__declared *type, void *data, char *to ASYNC__MARKED)
{
    (void)type;
    async_value *value = data;
    if (!views(value))
        return to;
    if (value->kind == ASYNC_RECORD) {
        to = align(to);
        char *end = box_copy(async__value_box(value), to);
        value->data = to;
        return end;
    }
    if (value->size)
        memcpy(to, value->data, value->size);
    value->data = to;
    return to + value->size;
}

static void value_retain(const async__declared *type, const void *data ASYNC__MARKED)
{
    (void)type;
    async_value_retain(*(const async_value *)data);
}

static void value_release(const async__declared *type, const void *data ASYNC__MARKED)
{
    (void)type;
    async_value_release(*(const async_value *)data);
}

const async__references async__value_references = {value_size, value_copy, value_retain,
                                                   value_release};

/* Arrays of every type have the same layout. */
typedef struct array {
    char *items;
    size_t count;
} array;

static size_t array_size(const async__declared *type, const void *data ASYNC__MARKED)
{
    const array *items = data;
    const async__declared *of = type->of;
    size_t size = async__sum(ALIGNMENT, async__product(items->count, of->size));
    if (size == ASYNC__TOO_LARGE)
        return size;
    for (size_t i = 0; of->references && i < items->count; i++)
        size = async__sum(size, of->references->size(of, items->items + i * of->size ASYNC__MARK));
    return size;
}

static char *array_copy(const async__declared *type, void *data, char *to ASYNC__MARKED)
{
    array *items = data;
    const async__declared *of = type->of;
    char *copies = align(to);
    char *end = copies + items->count * of->size;
    if (items->count)
        memcpy(copies, items->items, items->count * of->size);
    items->items = copies;
    for (size_t i = 0; of->references && i < items->count; i++)
        end = of->references->copy(of, copies + i * of->size, end ASYNC__MARK);
    return end;
}

static void array_retain(const async__declared *type, const void *data ASYNC__MARKED)
{
    const array *items = data;
    const async__declared *of = type->of;
    for (size_t i = 0; of->references && i < items->count; i++)
        of->references->retain(of, items->items + i * of->size ASYNC__MARK);
}

static void array_release(const async__declared *type, const void *data ASYNC__MARKED)
{
    const array *items = data;
    const async__declared *of = type->of;
    for (size_t i = 0; of->references && i < items->count; i++)
        of->references->release(of, items->items + i * of->size ASYNC__MARK);
}

const async__references async__array_references = {array_size, array_copy, array_retain,
                                                   array_release};

/* Where the value of an optional stands; NULL if it is not given, or refers to nothing. */
static char *optional_value(const async__declared *type, const void *data)
{
    bool given = *(const bool *)data;
    return given && type->of->references ? (char *)(uintptr_t)data + sizeof(async__box) : NULL;
}

static size_t optional_size(const async__declared *type, const void *data ASYNC__MARKED)
{
    const char *value = optional_value(type, data);
    return value ? type->of->references->size(type->of, value ASYNC__MARK) : 0;
}

static char *optional_copy(const async__declared *type, void *data, char *to ASYNC__MARKED)
{
    char *value = optional_value(type, data);
    return value ? type->of->references->copy(type->of, value, to ASYNC__MARK) : to;
}

static void optional_retain(const async__declared *type, const void *data ASYNC__MARKED)
{
    const char *value = optional_value(type, data);
    if (value)
        type->of->references->retain(type->of, value ASYNC__MARK);
}

static void optional_release(const async__declared *type, const void *data ASYNC__MARKED)
{
    const char *value = optional_value(type, data);
    if (value)
        type->of->references->release(type->of, value ASYNC__MARK);
}

const async__references async__optional_references = {optional_size, optional_copy, optional_retain,
                                                      optional_release};

static size_t record_size(const async__declared *type, const void *data ASYNC__MARKED)
{
    return async__fields_size(type->fields, type->field_count, data);
}

static char *record_copy(const async__declared *type, void *data, char *to ASYNC__MARKED)
{
    return async__fields_copy(type->fields, type->field_count, data, to);
}

static void record_retain(const async__declared *type, const void *data ASYNC__MARKED)
{
    async__fields_retain(type->fields, type->field_count, data);
}

static void record_release(const async__declared *type, const void *data ASYNC__MARKED)
{
    async__fields_release(type->fields, type->field_count, data);
}

const async__references async__record_references = {record_size, record_copy, record_retain,
                                                    record_release};

size_t async__fields_size(const async__field *fields, uint32_t count, const void *data)
{
    size_t size = 0;
    for (const async__field *each = fields; each < fields + count; each++)
        if (each->type->references)
            size = async__sum(size, each->type->references->size(
                                        each->type, (const char *)data + each->offset ASYNC__MARK));
    return size;
}

char *async__fields_copy(const async__field *fields, uint32_t count, void *data, char *to)
{
    for (const async__field *each = fields; each < fields + count; each++)
        if (each->type->references)
            to = each->type->references->copy(each->type, (char *)data + each->offset,
                                              to ASYNC__MARK);
    return to;
}

void async__fields_retain(const async__field *fields, uint32_t count, const void *data)
{
    for (const async__field *each = fields; each < fields + count; each++)
        if (each->type->references)
            each->type->references->retain(each->type,
                                           (const char *)data + each->offset ASYNC__MARK);
}

void async__fields_release(const async__field *fields, uint32_t count, const void *data)
{
    for (const async__field *each = fields; each < fields + count; each++)
        if (each->type->references)
            each->type->references->release(each->type,
                                            (const char *)data + each->offset ASYNC__MARK);
}
