/* Creation: async_new() and what the bindings create. */
#include "arguments.h"
#include "error.h"
#include "memory.h"

async_owned async__new(const async_definition *definition, const void *given)
{
    const async__creation *creation = definition->creation;
    size_t text_size = async__arguments_text_size(definition, given);
    async__created created = {0};
    /* What stands before it is small. */
    if (text_size <= ASYNC__TOO_LARGE / 2)
        created = creation->create(definition, text_size);
    if (!created.object) {
        async__arguments_release(definition, given);
        return (async_owned){NULL, async__no_memory()};
    }
    async__arguments_copy(definition, created.arguments, given, created.text);
    async_status status = creation->init ? creation->init(definition, &created) : ASYNC_OK;
    if (async_failed(status)) {
        async_release(created.object);
        return (async_owned){NULL, status};
    }
    return (async_owned){created.object, ASYNC_OK};
}
