/* Generator expressions (PEP 530). */
#include "generator.h"
#include "iteration.h"

/* The first iterable gives way to its iterator when the expression is created. */
static async_status open_source(const async_definition *definition, const async__created *created)
{
    async_object **source = (void *)((char *)created->arguments + definition->parameters[0].offset);
    async_object *iterable = *source;
    *source = NULL;
    async_status status = async__find_iterator(iterable, source);
    async_release(iterable);
    return status;
}

const async__creation async__creation_of_expression = {.create = async__generator_create,
                                                       .init = open_source};
