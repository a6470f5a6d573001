/* Creation: async_new() and what the bindings create. */
#include "arguments.h"
#include "error.h"
#include "function.h"
#include "generator.h"
#include "memory.h"
#include "port/context.h"

static char *instance_part(async_object *object, uint32_t offset)
{
    return (char *)object + offset;
}

void async__drop_instance(async_object *object)
{
    const async__class *type = (const async__class *)object->type;
    char *arguments = instance_part(object, type->arguments_offset);
    if (*type->drop)
        (*type->drop)(instance_part(object, type->self_offset), arguments);
    async__arguments_release(type->definition, arguments);
    async__free(object);
}

async_status async__close_instance(async_coroutine *here, async_object *object)
{
    const async__class *type = (const async__class *)object->type;
    if (!*type->close)
        return ASYNC_OK;
    bool yields = async__forbid_yield(here);
    async_status status = (*type->close)(here, instance_part(object, type->self_offset),
                                         instance_part(object, type->arguments_offset));
    here->yields = yields;
    return status;
}

static async_object *create(const async_definition *definition, size_t text_size, void **arguments)
{
    size_t behind = definition->arguments_size + text_size;
    async_object *object = NULL;
    if (definition->kind == ASYNC__CLASS) {
        const async__class *type = definition->class_;
        object = async__allocate_zeroed(type->size + text_size);
        if (object) {
            *object = (async_object){&type->type, 1};
            *arguments = instance_part(object, type->arguments_offset);
        }
    } else if (definition->kind == ASYNC__GENERATOR) {
        async__generator *generator =
            async__generator_create(definition, sizeof(async__generator) + behind);
        object = generator ? &generator->frame.head.object : NULL;
        *arguments = generator + 1;
    } else {
        async__frame *frame = async__function_create(definition, sizeof(async__frame) + behind);
        object = frame ? &frame->head.object : NULL;
        *arguments = frame + 1;
    }
    return object;
}

typedef struct initialization {
    const async__class *type;
    void *self;
    void *arguments;
    async_status status;
} initialization;

static void run_init(void *argument)
{
    initialization *run = argument;
    run->status = (*run->type->init)(run->self, run->arguments);
}

static async_status init(const async_definition *definition, async_object *object, void *arguments)
{
    const async__class *type = definition->class_;
    if (definition->kind != ASYNC__CLASS || !*type->init)
        return ASYNC_OK;
    initialization run = {type, instance_part(object, type->self_offset), arguments, ASYNC_OK};
    async__call_apart(run_init, &run);
    return run.status;
}

async_owned async__new(const async_definition *definition, const void *given)
{
    void *arguments;
    size_t text_size = async__arguments_text_size(definition, given);
    async_object *object = create(definition, text_size, &arguments);
    if (!object) {
        async__arguments_release(definition, given);
        return (async_owned){NULL, async__no_memory()};
    }
    size_t fixed = definition->kind == ASYNC__CLASS
                       ? definition->class_->size
                       : (size_t)((char *)arguments - (char *)object) + definition->arguments_size;
    async__arguments_copy(definition, arguments, given, (char *)object + fixed);
    async_status status = init(definition, object, arguments);
    if (async_failed(status)) {
        async_release(object);
        return (async_owned){NULL, status};
    }
    return (async_owned){object, ASYNC_OK};
}
