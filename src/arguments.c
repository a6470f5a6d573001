#include "arguments.h"

#include "references.h"

size_t async__arguments_text_size(const async_definition *definition, const void *arguments)
{
    return async__fields_size(definition->parameters, definition->parameter_count, arguments);
}

void async__arguments_copy(const async_definition *definition, void *target, const void *source,
                           char *text)
{
    memcpy(target, source, definition->arguments_size);
    async__fields_copy(definition->parameters, definition->parameter_count, target, text);
}

void async__arguments_release(const async_definition *definition, const void *arguments)
{
    async__fields_release(definition->parameters, definition->parameter_count, arguments);
}
