/* Class based iterators, a class of C for each shape that one may have. */
#include "activation.h"
#include "errors.h"
#include "trace.h"

enum { BAD_AWAITABLE = 7 };

static class_iterator *iterator_at(int64_t address)
{
    return (class_iterator *)(uintptr_t)address;
}

static async_status call_aiter(const class_iterator *own, async_object **given)
{
    event(own->label, "aiter");
    *given = async_retain(own->object);
    return ASYNC_OK;
}

/* A call of `__anext__`: takes the next step. @return NULL: none is left. */
static const cJSON *call_anext(class_iterator *own)
{
    const cJSON *step = own->step;
    event(own->label, "anext");
    own->step = step ? step->next : NULL;
    return step;
}

/* What a step does once it is awaited. */
static async_status run_step(async_scope, const class_iterator *own, const cJSON *step)
{
    if (!step)
        return ASYNC_STOP;
    for (int64_t i = json_integer(step, "sleep"); i > 0; i--)
        async_try(traced_sleep(async_here, own->label));
    if (json_member(step, "raise"))
        return error_raise(json_text(step, "raise"), json_text(step, "m"));
    return async_return(json_value(json_member(step, "v")));
}

#define SHAPE(class_name)                                \
    ASYNC_CLASS(class_name, async_value, (int64_t, own)) \
    {                                                    \
        char unused;                                     \
    };                                                   \
    ASYNC_TYPE_NAME(class_name)                          \
    {                                                    \
        return iterator_at(args->own)->name;             \
    }

/* `async def __anext__`. */
SHAPE(Coroutines)

ASYNC_AITER(Coroutines)
{
    return call_aiter(iterator_at(args->own), iterator);
}

ASYNC_ANEXT(Coroutines)
{
    class_iterator *own = iterator_at(args->own);
    return run_step(async_here, own, call_anext(own));
}

/* `__anext__` as a plain method, which gives a coroutine, an awaitable object or neither. */
SHAPE(Plain)

ASYNC_AITER(Plain)
{
    return call_aiter(iterator_at(args->own), iterator);
}

ASYNC_FUNCTION(step_coroutine, async_value, (int64_t, own), (int64_t, step))
{
    scenario.expected.started++;
    return run_step(async_here, iterator_at(args->own), (const cJSON *)(uintptr_t)args->step);
}
ASYNC_STACK(step_coroutine, 16384);

ASYNC_CLASS(StepAwaitable, async_value, (int64_t, own), (int64_t, step))
{
    char unused;
};

ASYNC_AWAIT(StepAwaitable)
{
    return run_step(async_here, iterator_at(args->own), (const cJSON *)(uintptr_t)args->step);
}

static async_owned awaitable_of(const class_iterator *own, const cJSON *step)
{
    int64_t address = (int64_t)(uintptr_t)own;
    int64_t step_address = (int64_t)(uintptr_t)step;
    if (strcmp(json_text(own->class_, "kind"), "plain") == 0)
        return async_new(StepAwaitable, .own = address, .step = step_address);
    return async_new(step_coroutine, .own = address, .step = step_address);
}

ASYNC_ANEXT_AWAITABLE(Plain)
{
    class_iterator *own = iterator_at(args->own);
    const cJSON *step = call_anext(own);
    if (json_member(step, "syncraise"))
        return error_raise(json_text(step, "syncraise"), json_text(step, "m"));
    if (json_true(step, "bad")) {
        *awaitable = async_value_of(BAD_AWAITABLE);
        return ASYNC_OK;
    }
    async_owned made = awaitable_of(own, step);
    *awaitable = async_value_of(made);
    return made.status;
}

SHAPE(WithoutAiter)

SHAPE(WithoutAnext)

ASYNC_AITER(WithoutAnext)
{
    return call_aiter(iterator_at(args->own), iterator);
}

SHAPE(RaisingAiter)

ASYNC_AITER(RaisingAiter)
{
    const class_iterator *own = iterator_at(args->own);
    event(own->label, "aiter");
    *iterator = NULL;
    return error_raise(json_text(own->class_, "t"), json_text(own->class_, "m"));
}

/* Whether `__anext__` itself may raise, or give what cannot be awaited. */
static bool is_coroutine_function(const class_iterator *own)
{
    const cJSON *step;
    cJSON_ArrayForEach(step, json_member(own->class_, "steps"))
    {
        if (json_member(step, "syncraise") || json_true(step, "bad"))
            return false;
    }
    return strcmp(json_text(own->class_, "kind"), "plain") != 0;
}

static async_owned instance_of_class(const class_iterator *own)
{
    const char *kind = json_text(own->class_, "kind");
    int64_t address = (int64_t)(uintptr_t)own;
    if (strcmp(kind, "noaiter") == 0)
        return async_new(WithoutAiter, .own = address);
    if (strcmp(kind, "noanext") == 0)
        return async_new(WithoutAnext, .own = address);
    if (strcmp(kind, "aiterraise") == 0)
        return async_new(RaisingAiter, .own = address);
    return is_coroutine_function(own) ? async_new(Coroutines, .own = address)
                                      : async_new(Plain, .own = address);
}

class_iterator *iterator_create(const char *name)
{
    class_iterator *made = scenario_add(scenario.iterators);
    scenario_label(made->label, name);
    made->class_ = json_member(json_member(scenario.json, "iters"), name);
    made->name = made->class_ ? made->class_->string : name;
    const cJSON *steps = json_member(made->class_, "steps");
    made->step = steps ? steps->child : NULL;
    made->object = must_have(instance_of_class(made).object);
    return made;
}
