/* Classes: their types, and what creates their instances. */
#include "arguments.h"
#include "coroutine.h"
#include "error.h"
#include "memory.h"
#include "port/context.h"
#include "port/linked.h"

#include <asyncfor/define.h>

/* An instance may have `next`. */
ASYNC__LINK_WITH(async__face_of_plain_iterators)

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

static async__created create(const async_definition *definition, size_t text_size)
{
    async__class *type = definition->class_;
    if (!type->size)
        prepare(type);
    async_object *object = async__allocate_zeroed(type->size + text_size);
    if (!object)
        return (async__created){0};
    *object = (async_object){&type->type, 1};
    return (async__created){object, instance_part(object, type->arguments_offset),
                            instance_part(object, type->size)};
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

static async_status init(const async_definition *definition, const async__created *created)
{
    void (*method)(void) = definition->class_->methods[ASYNC__METHOD_init]->function;
    initialization run = {(async_status(*)(async_object *))method, created->object, ASYNC_OK};
    if (method)
        async__call_apart(run_init, &run);
    return run.status;
}

/* Hands the argument over to whoever takes it: the loop must be the only one that holds it. */
static async_owned take_object(async_iterable const *argument)
{
    async_owned taken = {*argument, ASYNC_OK};
    *(async_iterable *)(uintptr_t)argument = NULL;
    return taken;
}

/* A generator over any object: what an instance looks like to JavaScript. */
ASYNC_GENERATOR(iterate, async_value, (async_iterable, object))
{
    async_for (async_value, item, take_object(&args->object)) {
        async_value_retain(item);
        async_try(async_yield(item));
    }
    return ASYNC_OK;
}

static async_object *iterate_instance(const async_definition *definition, async_object *object)
{
    async_owned driver = async_new(iterate, .object = object);
    if (driver.object) {
        async__frame *frame = (async__frame *)(void *)driver.object;
        frame->name = definition->name;
        if (*definition->stack_size)
            frame->stack_size = *definition->stack_size;
    }
    return driver.object;
}

const async__creation async__creation_of_ASYNC__CLASS = {
    .create = create, .init = init, .iterate = iterate_instance};
