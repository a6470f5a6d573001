#include "arguments.h"

static bool is_text(const async__parameter *parameter)
{
    return parameter->type == ASYNC__TYPE_async_string ||
           parameter->type == ASYNC__TYPE_async_bytes;
}

/* A string and a bytes argument have the same layout. */
static async_string *text_at(const async__parameter *parameter, const void *arguments)
{
    return (async_string *)(void *)((char *)(uintptr_t)arguments + parameter->offset);
}

size_t async__arguments_text_size(const async_definition *definition, const void *arguments)
{
    size_t size = 0;
    for (uint32_t i = 0; i < definition->parameter_count; i++)
        if (is_text(&definition->parameters[i]))
            size += text_at(&definition->parameters[i], arguments)->size;
    return size;
}

void async__arguments_copy(const async_definition *definition, void *target, const void *source,
                           char *text)
{
    memcpy(target, source, definition->arguments_size);
    for (uint32_t i = 0; i < definition->parameter_count; i++) {
        if (!is_text(&definition->parameters[i]))
            continue;
        async_string *string = text_at(&definition->parameters[i], target);
        if (string->size)
            memcpy(text, string->data, string->size);
        string->data = text;
        text += string->size;
    }
}

void async__arguments_release(const async_definition *definition, const void *arguments)
{
    for (uint32_t i = 0; i < definition->parameter_count; i++) {
        const async__parameter *parameter = &definition->parameters[i];
        const char *place = (const char *)arguments + parameter->offset;
        if (parameter->type == ASYNC__TYPE_async_iterable ||
            parameter->type == ASYNC__TYPE_async_js_value)
            async_release(*(async_object *const *)(const void *)place);
        else if (parameter->type == ASYNC__TYPE_async_value)
            async_value_release(*(const async_value *)(const void *)place);
    }
}
