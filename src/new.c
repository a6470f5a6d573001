/* Creation: async_new() and what the bindings create. */
#include "arguments.h"
#include "error.h"
#include "function.h"
#include "generator.h"
#include "iteration.h"
#include "memory.h"
#include "port/context.h"
#include "sync_generator.h"

static char *instance_part(async_object *object, uint32_t offset)
{
    return (char *)object + offset;
}

static const async__class *class_of(const async_object *object)
{
    return (const async__class *)(const void *)object->type;
}

static void drop_instance(async_object *object)
{
    const async__class *type = class_of(object);
    void (*drop)(async_object *) =
        (void (*)(async_object *))type->methods[ASYNC__METHOD_drop]->function;
    if (drop)
        drop(object);
    async__arguments_release(type->definition, instance_part(object, type->arguments_offset));
    async__free(object);
}

/* collections.abc.AsyncGenerator: what asend and athrow are enough for. */
static async_status mixin_anext(async__suspends(here), async_object *object, async_value *item)
{
    return object->type->asend(async__suspending(here), object, async_none(), item);
}

static async_status mixin_aclose(async__suspends(here), async_object *object)
{
    async_value item = async_none();
    async_error *exit = async__error_of(async_GeneratorExit);
    async_status status = object->type->athrow(async__suspending(here), object, exit, &item);
    async_value_release(item);
    if (!async_failed(status))
        return async_raise(async_RuntimeError, "asynchronous generator ignored GeneratorExit");
    if (!async_error_is(status, async_GeneratorExit) &&
        !async_error_is(status, async_StopAsyncIteration))
        return status;
    async_error_clear(status);
    return ASYNC_OK;
}

/* What a type that has some methods gets besides. */
static void complete(async_type *type)
{
    if (type->asend && type->athrow) {
        if (!type->anext && !type->anext_awaitable)
            type->anext = mixin_anext;
        if (!type->aclose)
            type->aclose = mixin_aclose;
    }
    if ((type->anext || type->anext_awaitable) && !type->aiter)
        type->aiter = async__aiter_self;
    if (type->next && !type->iter)
        type->iter = async__aiter_self;
}

#define FILL_SLOT(type, slot)                                       \
    memcpy(&(type)->slot, &methods[ASYNC__METHOD_##slot]->function, \
           sizeof methods[ASYNC__METHOD_##slot]->function);

/* Fills in the slots of a class from the methods that it has. */
static void prepare(async__class *class_)
{
    const async__method *const *methods = class_->methods;
    async_type *type = &class_->type;
    uint32_t self_size = 0;
    for (const async__method *const *each = methods; each <= methods + ASYNC__METHOD_aexit; each++)
        if ((*each)->self_size)
            self_size = (*each)->self_size;
    FILL_SLOT(type, name_of)
    FILL_SLOT(type, iter)
    FILL_SLOT(type, next)
    FILL_SLOT(type, aiter)
    FILL_SLOT(type, anext)
    FILL_SLOT(type, anext_awaitable)
    FILL_SLOT(type, asend)
    FILL_SLOT(type, athrow)
    FILL_SLOT(type, aclose)
    FILL_SLOT(type, await)
    FILL_SLOT(type, await_iterator)
    FILL_SLOT(type, aenter)
    FILL_SLOT(type, aexit)
    type->drop = drop_instance;
    complete(type);
    class_->size = class_->self_offset + self_size;
}

static async_object *create(const async_definition *definition, size_t text_size, void **arguments)
{
    size_t behind = definition->arguments_size + text_size;
    async_object *object = NULL;
    if (definition->kind == ASYNC__CLASS) {
        async__class *type = definition->class_;
        if (!type->size)
            prepare(type);
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
        size_t size = sizeof(async__frame) + behind;
        async__frame *frame = definition->kind == ASYNC__FUNCTION
                                  ? async__function_create(definition, size)
                                  : async__sync_generator_create(definition, size);
        object = frame ? &frame->head.object : NULL;
        *arguments = frame + 1;
    }
    return object;
}

typedef struct initialization {
    async_status (*init)(async_object *object);
    async_object *object;
    async_status status;
} initialization;

static void run_init(void *argument)
{
    initialization *run = argument;
    run->status = run->init(run->object);
}

static async_status init(async_object *object)
{
    void (*method)(void) = class_of(object)->methods[ASYNC__METHOD_init]->function;
    initialization run = {(async_status(*)(async_object *))method, object, ASYNC_OK};
    if (method)
        async__call_apart(run_init, &run);
    return run.status;
}

/* The first iterable of a generator expression gives way to its iterator (PEP 530). */
static async_status open_source(const async_definition *definition, void *arguments)
{
    async_object **source = (void *)instance_part(arguments, definition->parameters[0].offset);
    async_object *iterable = *source;
    *source = NULL;
    async_status status = async__find_iterator(iterable, source);
    async_release(iterable);
    return status;
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
    async_status status = ASYNC_OK;
    if (definition->kind == ASYNC__CLASS)
        status = init(object);
    else if (definition->expression)
        status = open_source(definition, arguments);
    if (async_failed(status)) {
        async_release(object);
        return (async_owned){NULL, status};
    }
    return (async_owned){object, ASYNC_OK};
}
