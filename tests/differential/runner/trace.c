#include "trace.h"

#include "scenario.h"

#include <stdio.h>

/* A scenario that has more runs away: CPython's executor gives up long before. */
enum { MOST_EVENTS = 200000 };

static struct {
    char *data;
    size_t size;
    size_t capacity;
    unsigned events;
} text;

static void append(const char *data, size_t size)
{
    if (text.size + size >= text.capacity) {
        text.capacity = (text.size + size) * 2 + 4096;
        text.data = must_have(realloc(text.data, text.capacity));
    }
    memcpy(text.data + text.size, data, size);
    text.size += size;
    text.data[text.size] = 0;
}

static void append_text(const char *data)
{
    append(data, strlen(data));
}

void trace_begin(void)
{
    text.size = 0;
    text.events = 0;
    append_text("");
}

const char *trace_text(void)
{
    return text.data;
}

void trace_end(void)
{
    free(text.data);
    text.data = NULL;
    text.size = text.capacity = 0;
}

static void append_string(const char *data, size_t size)
{
    append_text("\"");
    for (size_t i = 0; i < size; i++) {
        char escaped[8];
        if ((unsigned char)data[i] < ' ') {
            (void)snprintf(escaped, sizeof escaped, "\\u%04x", data[i]);
            append_text(escaped);
        } else {
            if (data[i] == '"' || data[i] == '\\')
                append_text("\\");
            append(data + i, 1);
        }
    }
    append_text("\"");
}

static void append_word(const char *word)
{
    append_string(word, strlen(word));
}

static void append_error(const async_error *error)
{
    const async_error *cause = async_error_cause(error);
    append_word(async_error_type_of(error)->name);
    append_text(",");
    append_word(async_error_message(error));
    append_text(",");
    if (cause)
        append_word(async_error_type_of(cause)->name);
    else
        append_text("null");
}

static void append_value(const async_value *value);

static void append_items(async_object *container)
{
    async_owned iterator = async_iter(container);
    const char *separator = "";
    async_value item;
    append_text("[");
    while (iterator.object && !async_failed(async_next(iterator.object, &item))) {
        append_text(separator);
        append_value(&item);
        async_value_release(item);
        separator = ",";
    }
    append_text("]");
    async_release(iterator.object);
}

static void append_object(const async_value *value)
{
    async_error *error;
    async_status is_error = async_value_to(value, &error);
    if (!async_failed(is_error)) {
        append_error(error);
        return;
    }
    async_error_clear(is_error);
    append_items(value->object);
}

static void append_value(const async_value *value)
{
    char number[32];
    switch ((async_kind)value->kind) {
    case ASYNC_INT:
        (void)snprintf(number, sizeof number, "%lld", (long long)value->integer);
        append_text(number);
        break;
    case ASYNC_BOOL:
        append_text(value->boolean ? "true" : "false");
        break;
    case ASYNC_STRING:
        append_string(value->data, value->size);
        break;
    case ASYNC_OBJECT:
        append_object(value);
        break;
    default:
        append_text("null");
    }
}

void event_of(const char *who, const char *kind, size_t count, const async_value *parts)
{
    if (text.events == MOST_EVENTS)
        abandon("it has more than %d events", MOST_EVENTS);
    if (scenario.abandoned || scenario.over)
        return;
    append_text(text.events++ ? ",[" : "[");
    append_word(who);
    append_text(",");
    append_word(kind);
    for (size_t i = 0; i < count; i++) {
        append_text(",");
        append_value(&parts[i]);
    }
    append_text("]");
    if (strcmp(kind, "start") == 0)
        scenario.expected.started++;
    else if (strcmp(kind, "yield") == 0 || strcmp(kind, "sleep") == 0)
        scenario.expected.suspends++;
}
